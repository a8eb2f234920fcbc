"""What a visitor may send who means harm, or only plays: texts, numbers, links, and answers of our own parts."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as some

from dashboard.race_settings import LIMITS
from engine.optimizers import OPTIMIZERS
from tests.engine.test_hostile_text import TEXTS

# Half a character is no text: it cannot be sent.
TYPED = [text for text in TEXTS if not any("\ud800" <= sign <= "\udfff" for sign in text)]
MARKUP = [
    "<img src=x onerror=\"document.title='reached'\">",
    "<script>document.title='reached'</script>",
    "![x](https://elsewhere.example/x.png)",
    "[x](javascript:alert(1))",
    "**x** :red[x] :material/bug_report: :streamlit:",
    "$\\href{javascript:alert(1)}{x}$ $$\\frac{",
    "`x` | a | b |\n|--|--|",
    "{place} {0} %s {{x}}",
    "\u202eright to left\u202c \u2066x\u2069",
    "ﷺ" * 50,
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍" * 20,
]
FORMULAS = [
    "x^2",
    "x y z",
    "a x^2 + b x",
    "sin(x)/x",
    "|x - y|",
    "1/(x y)",
    "max(x, y)^2",
    "e^(x^2 + y^2)",
    "0",
    "ln(x)",
]
CHAINS = ["u = sin(x), v = 2u + 1, y = u v", "a = x, b = a a, c = b b, d = c c, e1 = d d", "y = 0", "u = 1/x, v = u^9"]
ANSWERS = ["-18", "1/2", "1e308", "-0.0", "9^9", "1/0", "nan", "3·4", "2,18", "١"]
RATES = ["0.01 0.02", "0", "10, 10, 10", "0,01", "1e-99", "0.1," * 40]
ROWS = ["0,0,0", "1e999,0,0", "nan,0,0", "100,-100,100;" * 8, "0,0,0;0,1,1", ";", ",,", "-0,-0,-0"]
VIEWS = ["Training", "One step", "The sigmoid"]

numbers = some.one_of(
    some.sampled_from([0.0, -0.0, 1.0, 5e-324, 1e-300, 1e300, 1.7976931348623157e308, 1e16 + 1, -1e9]),
    some.sampled_from([float("inf"), float("-inf"), float("nan")]),
    some.floats(),
)
mixtures = some.text("x()|√^²-+*/.,e0 9_'\"{}<>\u202esincomay=:;$`[]!#\n", max_size=60)
texts = some.one_of(*map(some.sampled_from, (TYPED, MARKUP, FORMULAS, CHAINS, ANSWERS, RATES, ROWS)), mixtures)
written_numbers = some.one_of(numbers.map(repr), some.integers(-1000, 1000).map(str))


@some.composite
def racers(draw: some.DrawFn) -> str:
    """Optimizers with settings at and beyond their limits, as a link writes them."""
    names = draw(
        some.lists(some.sampled_from([*OPTIMIZERS, "Nobody"]), min_size=1, max_size=len(OPTIMIZERS), unique=True)
    )
    ends = {key: [repr(low), repr(high)] for key, (low, high, _) in LIMITS.items()}
    entries = []
    for name in names:
        keys = draw(some.lists(some.sampled_from(list(ends)), max_size=3, unique=True))
        settings = [f"{key}={draw(some.one_of(some.sampled_from(ends[key]), written_numbers))}" for key in keys]
        schedule = draw(some.sampled_from(["", "schedule=WarmUp", "schedule=CosineAnnealing", "schedule=x"]))
        entries.append(f"{name}:{','.join(filter(None, [*settings, schedule]))}")
    return "~".join(entries)


# What stands in a link, or comes from one of our parts, whatever its name is.
words = some.one_of(texts, written_numbers, racers(), some.sampled_from([*VIEWS, "1", "0", "backward", "", "true"]))
_keys = some.sampled_from(["text", "at", "all", "on", "x", "y", "z", "x0", "dx", "picked", "__proto__"])


def _grown(inner: some.SearchStrategy[Any]) -> some.SearchStrategy[Any]:
    return some.one_of(some.lists(inner, max_size=4), some.dictionaries(_keys, inner, max_size=4))


_simple = some.one_of(some.none(), some.booleans(), some.integers(), numbers, words)
anything = some.recursive(_simple, _grown, max_leaves=6)
_three = some.lists(numbers, min_size=3, max_size=3).map(lambda row: ",".join(map(repr, row)))
_point = some.dictionaries(some.sampled_from(["x", "y", "z", "x0", "dx", "direction", "w1", "w2"]), numbers, max_size=4)
# What each of our parts says when it is used as it is meant, but for its values.
ANSWERS_OF_PARTS: dict[str, some.SearchStrategy[Any]] = {
    "answer": some.fixed_dictionaries({"text": words, "at": _point}),
    "ended": some.booleans(),
    "picked": some.integers(-2, 9),
    "point": _point,
    "racers": some.fixed_dictionaries(
        {"all": racers(), "on": some.lists(some.sampled_from([*OPTIMIZERS, "Nobody"]), max_size=12)}
    ),
    "rate": numbers,
    "settings": racers().map(lambda text: text.split("~")[0]),
    "rows": some.one_of(some.sampled_from(ROWS), _three),
    "start": some.lists(numbers, max_size=3),
}
