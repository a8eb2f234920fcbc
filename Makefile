# The virtual environment is made on first use, inside the project. The stamp files in it say what is
# installed, so that a second call installs nothing.

PYTHON ?= python3
# More arguments for the command behind a target: make test ARGS="-k adam"
ARGS ?=
RUN := .venv/bin/python -m
PIP := $(RUN) pip install --quiet --disable-pip-version-check

.PHONY: help run test check bench pictures clean

help: ## list the targets (the default)
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

run: .venv/runtime ## start the dashboard and open it in the browser
	$(RUN) streamlit run streamlit_app.py $(ARGS)

test: .venv/dev ## run all tests; finds a browser first, or installs one where it may
	$(RUN) tests.browser.find_chromium
	$(RUN) pytest $(ARGS)

check: .venv/dev ## lint, formatting and types
	$(RUN) ruff check
	$(RUN) ruff format --check
	$(RUN) mypy

bench: .venv/bench ## measure the engine, the screens in a browser, and a class (half an hour)
	$(RUN) benchmarks.engine
	$(RUN) tests.browser.find_chromium
	$(RUN) benchmarks.screens
	$(RUN) benchmarks.first_load
	$(RUN) benchmarks.race
	$(RUN) benchmarks.load
	$(RUN) benchmarks.memory

pictures: .venv/dev ## take pictures of every screen, to look through: docs/pictures/look/index.html
	$(RUN) tests.browser.find_chromium
	$(RUN) docs.pictures.look $(ARGS)

clean: ## remove the virtual environment and all caches
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis docs/pictures/look
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON): install Python 3.11 or newer, or say which one to use: make PYTHON=/path/to/python"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is too old: Python 3.11 or newer is needed. Say which one to use: make PYTHON=/path/to/python"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) has no venv module: on Debian and Ubuntu, apt install python3-venv brings it."; exit 1; }
	$(PYTHON) -m venv --clear .venv

.venv/runtime: requirements.txt | .venv/bin/python
	$(PIP) -r requirements.txt
	@touch $@

# These bring the runtime requirements too.
.venv/dev: requirements.txt requirements-dev.txt | .venv/bin/python
	$(PIP) -r requirements-dev.txt
	@touch $@ .venv/runtime

.venv/bench: benchmarks/requirements.txt .venv/dev
	$(PIP) -r benchmarks/requirements.txt
	@touch $@
