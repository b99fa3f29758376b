"""Whatever is handed to `check`: one line, no traceback, no wait."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import threading
import time

import hypothesis.extra.numpy as arrays
import matplotlib.figure
import numpy as np
import pandas as pd
import pytest
import xarray as xr
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from osteolib.exercise import (
    Array,
    Choice,
    Failed,
    Function,
    Integer,
    Names,
    Number,
    Order,
    Part,
    Question,
    Record,
    Unfit,
    check,
    judge,
    plain,
    questions,
    set_names,
)
from osteolib.exercise import limit as limit_module
from osteolib.exercise.limit import TooLongError, call, limited

KINDS = [
    Number("d"),
    Integer(),
    Choice("a", "b"),
    Names("a", "b"),
    Order("a", "b"),
    Array(shape=(2,)),
    Array(),
    Record("a", "b", of=Number()),
    Function(Number(), probes=[(1.0,), (2.0,)], seconds=0.2),
]
RIGHT = [1.5, 3, "a", ["a"], ["a", "b"], [1, 2], [3.0], {"a": 1, "b": 2}, lambda x: 2 * x]
ONE_EACH = [
    Question(f"estrogen.{n}", "", "", 1, kind, lambda right=right: right, [Part(1, "", lambda _: False)], [])
    for n, (kind, right) in enumerate(zip(KINDS, RIGHT, strict=True), 1)
]


class Called(Exception):
    """A stranger's method was called."""


def _trap(name):
    def method(*_, **__):
        raise Called(name)

    return method


# fmt: off
TRAPS = (
    "__eq__", "__ne__", "__lt__", "__float__", "__int__", "__index__", "__complex__", "__bool__", "__len__",
    "__iter__", "__next__", "__getitem__", "__contains__", "__hash__", "__repr__", "__str__", "__format__",
    "__array__", "__getattr__", "__getattribute__", "__call__", "__reduce__", "__reduce_ex__", "__deepcopy__",
    "__copy__", "__abs__", "__sub__", "__rsub__", "__array_interface__", "__dataframe__",
)
# fmt: on
Hostile = type("Hostile", (), {name: _trap(name) for name in TRAPS})
Meta = type("Meta", (type,), {name: _trap(name) for name in ("__eq__", "__hash__", "__instancecheck__", "__repr__")})
Meta.__name__ = "a very\nodd name" * 40
HostileClass = Meta("HostileClass", (), {})
HostileFloat = type("HostileFloat", (float,), {name: _trap(name) for name in TRAPS if name != "__getattribute__"})
HostileList = type("HostileList", (list,), {name: _trap(name) for name in TRAPS if name != "__getattribute__"})


class EqualToEverything:
    """Claims to be equal to whatever it is compared with."""

    def __eq__(self, other):
        return True

    def __float__(self):
        return 1.5

    __hash__ = object.__hash__


class Loud(Exception):
    """An exception that cannot be put into words."""

    def __str__(self):
        raise Called("__str__")

    __repr__ = __str__


def leave(*_):
    sys.exit(3)


def loop(*_):
    while True:
        pass


def stubborn(*_):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass


def sleeper(*_):
    time.sleep(60)


def deeper(*arguments):
    return deeper(*arguments)


def loud(*_):
    raise Loud


def crowd(*_):
    print("noise\n" * 1000)
    raise MemoryError("no room\nfor more")


def shouting(*_):
    print("[ok] right, 100 points")
    return Hostile()


def generator(*_):
    yield 1


class Odd(pd.Series):
    """A subclass is a stranger too."""


def nested():
    inside: list = []
    inside.append(inside)
    return inside


def boxed(stranger):
    """An array of objects with a stranger in it."""
    box = np.empty(2, dtype=object)
    box[0] = stranger
    return box


def laden():
    """A Series of the real class with a stranger put into it."""
    series = pd.Series([1.0, 2.0])
    object.__setattr__(series, "to_numpy", loop)
    return series


STRANGERS = {
    "class": Hostile,
    "hostile": Hostile(),
    "hostile class": HostileClass,
    "instance of a hostile class": HostileClass(),
    "hostile float": HostileFloat(1.5),
    "hostile list": HostileList([1, 2]),
    "equal to everything": EqualToEverything(),
    "hostile inside": [Hostile(), 2],
    "hostile key": {Hostile: 1},
    "hostile in an array": boxed(Hostile()),
    "hostile in a frame": pd.DataFrame({"a": boxed(HostileClass())}),
    "series with a method of its own": laden(),
    "subclass of series": Odd([1.0, 2.0]),
    "masked": np.ma.masked_array([1.0, 2.0], [True, False]),
    "matrix": np.matrix([[1.0]]),
    "dates": np.array(["2026-11-25"], dtype="datetime64[D]"),
    "records": np.zeros(2, dtype=[("a", float)]),
    "huge array": np.broadcast_to(np.float64(1.0), (10**6, 10**6)),
    "huge range": range(10**30),
    "huge integer": 10**5000,
    "huge text": "a" * 10**7,
    "long list": [0.0] * 10**6,
    "nested": nested(),
    "nan": float("nan"),
    "inf": np.float32("inf"),
    "complex": 1j,
    "bytes": b"1.5",
    "figure": matplotlib.figure.Figure(),
    "exception": ValueError("1.5"),
    "loud exception": Loud(),
    "module": sys,
    "generator": generator(),
    "dataset": xr.Dataset({"a": ("time", [1.0, np.nan])}, coords={"time": [0, 1]}),
    "data array": xr.DataArray(np.arange(4.0).reshape(2, 2)),
    "frame": pd.DataFrame({"a": [1, 2], "b": ["x", None]}),
    "categories": pd.Series(["a", "b"], dtype="category"),
    "interval index": pd.interval_range(0, 3),
    "true": True,
    "empty list": [],
    "empty text": "",
    "control characters": "1.5\r\x1b[2J\u202e",
    "leave": leave,
    "loop": loop,
    "stubborn": stubborn,
    "sleeper": sleeper,
    "deeper": deeper,
    "loud": loud,
    "crowd": crowd,
    "shouting": shouting,
    "generator function": generator,
    "identity": lambda *arguments: arguments,
    "no arguments": lambda: 3,
    "builtin": len,
    "ufunc": np.sin,
    "exit": sys.exit,
}


@pytest.fixture(autouse=True)
def short(monkeypatch):
    """Less patience than with learners."""
    monkeypatch.setattr("osteolib.exercise.plaindata.SECONDS", 0.5)


def one_line(line: str) -> bool:
    return line.isprintable() and line[:5] in ("[ok] ", "[  ] ", "[no] ") and len(line) < 400


@pytest.mark.parametrize("question", ONE_EACH, ids=lambda question: type(question.expects).__name__)
@pytest.mark.parametrize("name", STRANGERS)
def test_stranger_costs_one_line(question, name):
    started = time.perf_counter()
    line = judge(question, STRANGERS[name]).line
    assert one_line(line), line
    assert "Called" not in line, "a stranger's method was called"
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize("name", ["hostile", "loop", "stubborn", "leave", "nan", "huge array", "figure", "nested"])
@pytest.mark.parametrize("question", [questions(each)[n] for each in set_names() for n in (0, 2)], ids=lambda q: q.id)
def test_check_prints_one_line_for_it(question, name, capsys, monkeypatch):
    monkeypatch.setattr("osteolib.exercise.guarded.call", lambda function, given, _: call(function, given, 0.2))
    assert check(question.id, STRANGERS[name]) is None
    out, err = capsys.readouterr()
    assert out.count("\n") == 1 and one_line(out.rstrip("\n")) and not err


@pytest.mark.parametrize("name", STRANGERS)
def test_id_may_be_anything_too(name, capsys):
    check(STRANGERS[name], 1)
    assert one_line(capsys.readouterr().out.rstrip("\n"))


def test_check_survives_where_nothing_can_be_printed(monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    check("bone_remodeling.2", "g11")
    monkeypatch.setattr("builtins.print", leave)
    check("bone_remodeling.2", "g11")


SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.complex_numbers(), st.binary()
)
NUMPY = arrays.arrays(arrays.scalar_dtypes(), arrays.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4))
ANYTHING = st.recursive(
    st.one_of(SCALARS, NUMPY, st.sampled_from(["a", "b", "A ", 1.5, "1.5 d"])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.tuples(inner, inner),
        st.dictionaries(st.one_of(st.sampled_from("ab"), st.integers(), st.text(max_size=3)), inner, max_size=3),
        st.frozensets(SCALARS, max_size=3),
        st.builds(lambda value: lambda *_: value, inner),
    ),
    max_leaves=8,
)


@given(st.sampled_from(ONE_EACH), ANYTHING)
@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
def test_anything_costs_one_line(question, answer):
    first, second = judge(question, answer), judge(question, answer)
    assert one_line(first.line)
    assert first == second
    assert first.state in ("wrong", "blank")


@given(ANYTHING)
@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
def test_plain_data_stays_as_it_is(answer):
    try:
        once = plain(answer)
    except Unfit:
        return
    np.testing.assert_equal(plain(once), once)


def test_labelled_data_become_plain():
    named = pd.Series({"osteoclasts": 1.5, "osteoblasts": 212})
    assert plain(named) == {"osteoclasts": 1.5, "osteoblasts": 212.0}
    np.testing.assert_equal(plain(pd.Series([1, 2])), np.array([1, 2]))
    np.testing.assert_equal(plain(pd.DataFrame({"a": [1, 2]})), {"a": np.array([1, 2])})
    dataset = xr.Dataset({"z": ("time", [1.0, 2.0])}, coords={"time": [0, 5]})
    np.testing.assert_equal(plain(dataset), {"z": np.array([1.0, 2.0]), "time": np.array([0, 5])})
    assert plain(dataset.z[0]) == 1.0
    assert plain(np.array(["a", "b"])) == ["a", "b"]


@pytest.mark.parametrize(
    ("kind", "answer", "words"),
    [
        (Number("d"), "3.5", "without quotes"),
        (Number("d"), [1, 2], "a number (d) is expected"),
        (Number("d"), float("nan"), "not a finite number"),
        (Number("d"), len, "call the function"),
        (Integer(), 2.5, "whole number"),
        (Choice("a", "b"), "c", "these are the choices: 'a', 'b'"),
        (Names("a", "b"), 3, "a set of names is expected"),
        (Order("a", "b"), ["a", "a"], "each of the 2 names"),
        (Array(shape=(2, None)), [[1, 2, 3]], "the shape is 1 × 3, and 2 × any is expected"),
        (Array(), [[1], [2, 3]], "not equally long"),
        (Array(), [1, float("nan")], "not finite"),
        (Record("a", "b", of=Number()), {"a": 1}, "there is no value for b"),
        (Record("a", of=Number()), {"a": "x"}, "a: 'x' came"),
        (Function(Number(), [(1,)]), 3, "without brackets"),
    ],
)
def test_answer_of_another_kind_is_told_what_is_expected(kind, answer, words):
    with pytest.raises(Unfit, match="^(?s:.)*" + words.replace("(", r"\(").replace(")", r"\)")):
        kind.take(answer)


@pytest.mark.parametrize(
    ("kind", "answer", "right", "words"),
    [
        (Number("d"), 3500.0, 3.5, "1,000 times too large"),
        (Number("d"), -3.5, 3.5, "the sign is not"),
        (Number("d"), -9.0, 3.5, "other way round"),
        (Number("d"), 1 / 3.5, 3.5, "upside down"),
        (Number("d"), 3.6, 3.5, "keep more digits"),
        (Number("d"), 9.0, 3.5, "too large"),
        (Integer(), 4, 3, "too many"),
        (Names("a", "b", "c"), frozenset("ac"), frozenset("ab"), "1 are right; 1 missing and 1 that does not"),
        (Order("a", "b", "c"), ("a", "c", "b"), ("a", "b", "c"), "Up to place 1"),
        (Array(), np.array([1.0, 9.0]), np.array([1.0, 2.0]), "Of 2 values 1 differ"),
        (Array(), np.array([1.0]), np.array([1.0, 2.0]), "the question asks for 2"),
        (Record("a", "b", of=Number()), {"a": 1.0, "b": 9.0}, {"a": 1.0, "b": 2.0}, "Look at b. That is too large"),
    ],
)
def test_hint_says_in_which_respect_it_differs_and_not_the_answer(kind, answer, right, words):
    assert words in kind.hint(answer, right)


def test_hint_for_a_function_names_an_input():
    kind = KINDS[-1]
    assert kind.hint(kind.take(lambda x: x**2), kind.take(lambda x: 2 * x)) == "For 1 it returns 1. That is too small."


def test_function_does_not_change_what_it_is_given():
    kind = Function(Number(), probes=[([3.0, 4.0],)])

    def spoil(values):
        return values.pop()

    given_to = [3.0, 4.0]
    assert kind.take(spoil)(given_to) == 4.0
    assert given_to == [3.0, 4.0]


ENDS = [("_by_alarm", loop), ("_by_alarm", stubborn), ("_by_alarm", sleeper), ("_by_another_thread", loop)]


@pytest.mark.parametrize(("way", "function"), ENDS, ids=[f"{way}-{function.__name__}" for way, function in ENDS])
def test_each_way_of_interrupting_ends_what_it_can(way, function, monkeypatch):
    monkeypatch.setattr(limit_module, "_way", lambda: getattr(limit_module, way))
    with pytest.raises(Failed, match="loop without end"):
        call(function, (1,), seconds=0.2)
    assert limited(lambda: 6 * 7, 1) == 42
    time.sleep(0.15)  # nothing arrives late


def test_tracing_ends_a_loop_where_there_is_nothing_else():
    """In a Python of its own, as in the browser: one that was interrupted otherwise before may trace no more."""
    code = """
    import sys
    sys.platform = "emscripten"
    from osteolib.exercise.limit import Failed, call
    def loop(*_):
        while True:
            pass
    for _ in range(3):
        try:
            call(loop, (1,), seconds=0.1)
        except Failed as error:
            print(error)
    """
    told = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=True, timeout=60
    )
    assert told.stdout.count("loop without end") == 3


def test_limit_holds_outside_the_main_thread():
    caught = []

    def work():
        try:
            limited(loop, 0.2)
        except TooLongError as error:
            caught.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(10)
    assert len(caught) == 1


def test_loop_without_end_is_waited_for_once():
    calls = []

    def endless(x):
        calls.append(x)
        loop()

    question = ONE_EACH[-1]
    assert "had not returned after 0.2 s" in judge(question, endless).line
    assert calls == [1.0]


def test_way_fits_the_system(monkeypatch):
    monkeypatch.setattr(sys, "platform", "emscripten")
    assert limit_module._way() is limit_module._by_tracing
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.delattr("signal.setitimer")
    assert limit_module._way() is limit_module._by_another_thread
