"""Text that was typed to do harm: nothing of it runs, and each gets a clear answer at once."""

import builtins
import math
import os
import subprocess
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.closed_form import tidy
from engine.domain import why_no_slope, why_undefined
from engine.errors import ExpressionError
from engine.expressions import MAX_LENGTH, Reading, read
from engine.formulas import latex, mathml, text
from engine.program import evaluate
from engine.rules import differentiate

CANARY = "canary_that_must_not_appear"
CODE = f"""
__import__('os').system('touch {CANARY}')
__import__("pathlib").Path("{CANARY}").touch()
open('{CANARY}', 'w')
open('{CANARY}', 'w').write('x')
exec("open('{CANARY}', 'w')")
eval("open('{CANARY}', 'w')")
compile('1', '', 'eval')
breakpoint()
exit()
quit()
input()
print(1)
globals()
locals()
vars()
dir()
getattr(x, '__class__')
setattr(x, 'y', 1)
type(x)
help(x)
lambda: 1
lambda x: x
(lambda: open('{CANARY}', 'w'))()
[x for x in range(9)]
[open('{CANARY}', 'w') for _ in (1,)]
(x := 1)
x if 1 else 2
import os
from os import system
raise SystemExit
while 1: pass
def f(): pass
yield x
await x
assert 0
del x
global x
None
True
not x
x and y
x is y
x in y
x == y
x = 2
x;y
x:y
f'{{x}}'
b'x'
'x'
"x"
x.real
x.__class__
().__class__.__bases__[0].__subclasses__()
x.__init__.__globals__
__builtins__
__name__
__file__
sin.__globals__
x[0]
x[0:1]
*x
**x
x@x
x%x
x//y
x<<9
x>>9
x&y
~x
x!=y
x<y
x->y
1_000
0x10
0b1
0o7
1j
1e
1e+
1if 1else 2
""".strip().split("\n")
OTHER_PARSERS = f"""
Symbol('x')
S('open("{CANARY}","w")')
sympify("1")
Integral(x)
Function('f')(x)
solve(x)
Matrix([1])
factorial(10)
binomial(9,9)
gamma(x)
zoo
oo
nan
inf
NaN
Infinity
np.pi
np.random.rand()
numpy.load("x")
math.sin(x)
os.system("touch {CANARY}")
pd.eval("x")
query("x")
where(x,x,x)
constructor.constructor('return process')()
this.constructor
process.exit()
require('fs').writeFileSync('{CANARY}','')
Function("return 1")()
window.location
alert(1)
$(touch {CANARY})
`touch {CANARY}`
; touch {CANARY}
| touch {CANARY}
&& touch {CANARY}
> {CANARY}
'; DROP TABLE students; --
=cmd|' /C calc'!A0
=HYPERLINK("x")
\\input{{/etc/hostname}}
\\write18{{touch {CANARY}}}
\\frac{{1}}{{0}}
\\href{{javascript:alert(1)}}{{x}}
$$x$$
<script>alert(1)</script>
<img src=x onerror=alert(1)>
</div><b>x</b>
&lt;b&gt;
]]>
<!-- x -->
javascript:alert(1)
{{{{7*7}}}}
${{7*7}}
{{0.__class__}}
{{x!r:>1000000000}}
%s%s%s%n
%(x)s
%d
../../etc/passwd
http://x
file:///x
""".strip().split("\n")
SIGNS = [
    "\x00",
    "x\x00",
    "\x00x",
    "x\x1b[2J",
    "\x7f",
    "x\u202e2",
    "\u202ex",
    "\u2066x\u2069",
    "x\u200by",
    "x\u200d",
    "\ufeffx",
    "\u00adx",
    "\ud800",
    "x\udfff",
    "\ufffe",
    "😀",
    "x̂",
    "х",  # Cyrillic
    "１+１",
    "٣x",
    "𝑥",
    "ℯ^x",
    "x⁽²⁾",
    "x⁻",
    "x⁻¹⁻¹",
    "²",
    "⁻",
    "∞",
    "½",
    "√",
    "√√√",
    "|",
    "||",
    "|||",
    "|x|y|",
    "()",
    "(,)",
    "max(,)",
    "sin()",
    "sin)(",
    ".",
    "..",
    "...",
    ",",
    "+",
    "^",
    "x^",
    "^x",
    "*",
    "−",
    " ",
    "\t\n\r\v\f",
    "",
]
LARGE = [
    "9^9^9^9",
    "9**9**9**9",
    "x^1e308",
    "1e999",
    "1e-999",
    "-1e999x",
    "1e999-1e999",
    "0^0",
    "0/0",
    "x^9^9^9",
    "e^e^e^e^e^e^x",
    "(x+1)^99999",
    "((((x^99)^99)^99)^99)^99",
    "9" * MAX_LENGTH,
    "0." + "0" * (MAX_LENGTH - 2),
    "x" * MAX_LENGTH,
    "x^" * 30 + "x",
    "-" * 30 + "x",
    "(" * 40 + "x" + ")" * 40,
    "√" * 40 + "x",
    "|x|" * 60,
    "sin " * 40 + "x",
    "1/(1+" * 20 + "x" + ")" * 20,
    "tan(" * 39 + "x" + ")" * 39,  # each writes its argument twice: the 39th would have 2³⁹ parts
    "max(" * 25 + "x" + ",1)" * 25,
    "(" * MAX_LENGTH,
    ")" * MAX_LENGTH,
    "|" * MAX_LENGTH,
    "√" * MAX_LENGTH,
    "^" * MAX_LENGTH,
    "²" * MAX_LENGTH,
    "," * MAX_LENGTH,
    "9" * 100_000,
    "x" * 100_000,
    "(" * 100_000,
    " " * 100_000,
    "1+" * 50_000 + "1",
    "x" + "^2" * 50_000,
    "sin(" * 25_000,
    "\x00" * 100_000,
    "<b>" * 33_000,
]
TEXTS = [*CODE, *OTHER_PARSERS, *SIGNS, *LARGE]


def test_there_are_enough_of_them() -> None:
    assert len(set(TEXTS)) >= 200


class ReachedError(BaseException):
    """Something typed has reached Python."""


def reached(*args: object, **kwargs: object) -> None:
    raise ReachedError(args, kwargs)


@pytest.fixture
def guarded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[[str], Reading]]:
    """`read` with every way to run something shut, in a folder that must stay empty."""
    monkeypatch.chdir(tmp_path)

    monkeypatch.setattr(os, "system", reached)
    monkeypatch.setattr(subprocess, "Popen", reached)
    shut = ("eval", "exec", "compile", "open", "__import__", "input", "print", "breakpoint", "getattr", "globals")
    originals = {name: vars(builtins)[name] for name in shut}

    def guarded_read(typed: str) -> Reading:
        vars(builtins).update(dict.fromkeys(shut, reached))
        try:
            return read(typed, ("x", "y"), free_letters=True)
        finally:
            vars(builtins).update(originals)

    yield guarded_read
    assert list(tmp_path.iterdir()) == []


def check_refusal(typed: str, refused: ExpressionError) -> None:
    message = str(refused)
    assert 0 <= refused.position <= len(typed)
    assert message.isprintable(), "no control character reaches the screen"
    assert message.endswith((".", "?"))
    assert len(message) < 250
    assert "place" in message or "longer than" in message or "too early" in message or "Nothing is typed" in message


def check_reading(reading: Reading) -> None:
    node = reading.node
    values = {"x": 0.5, "y": 2.0, **dict.fromkeys(reading.parameters, 1.5)}
    assert isinstance(float(evaluate([node], values)[0]), float)
    derivative = differentiate(node, "x").derivative
    for written in (text(node), latex(node), text(derivative)):
        assert "__" not in written
        assert len(written) < 100_000
    assert "<script" not in mathml(latex(node))
    assert (why_undefined(node, values) is None) == bool(np.isfinite(evaluate([node], values)[0]))
    why_no_slope(node, "x", values)
    tidy(derivative)


@pytest.mark.parametrize("typed", TEXTS, ids=lambda typed: ascii(typed[:30]))
def test_nothing_runs_and_everything_is_answered_at_once(typed: str, guarded: Callable[[str], Reading]) -> None:
    began = time.process_time()
    try:
        reading = guarded(typed)
    except ExpressionError as refused:
        check_refusal(typed, refused)
    else:
        check_reading(reading)
    assert time.process_time() - began < 10


@pytest.mark.parametrize("typed", [typed for typed in CODE if CANARY in typed or "__" in typed])
def test_code_is_refused_not_read_as_something_else(typed: str) -> None:
    with pytest.raises(ExpressionError):
        read(typed, ("x", "y"), free_letters=True)


@pytest.mark.parametrize("typed", LARGE, ids=lambda typed: typed[:12])
def test_memory_stays_flat(typed: str) -> None:
    tracemalloc.start()
    try:
        read(typed, ("x",))
    except ExpressionError:
        pass
    finally:
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < 2_000_000


@given(st.text("x()|√^²-+*/.,e0 9_'\"{}<>\x00\u202esincoma", max_size=60))
def test_any_mixture_is_read_or_refused(typed: str) -> None:
    try:
        reading = read(typed, ("x", "y"), free_letters=True)
    except ExpressionError as refused:
        check_refusal(typed, refused)
    else:
        value = float(evaluate([reading.node], {"x": 0.5, "y": 2.0, **dict.fromkeys(reading.parameters, 1.5)})[0])
        assert math.isfinite(value) or why_undefined(reading.node, {"x": 0.5, **dict.fromkeys(reading.parameters, 1.5)})
