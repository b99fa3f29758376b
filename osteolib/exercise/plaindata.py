"""Reduce whatever a learner hands over to plain data, without ever calling a method of an unknown class.

A class is recognized by identity (``type(x) is ...``), because a comparison, a conversion, even a length
may be somebody's code. What is left afterwards is: None, ..., bool, int, float, str, list, dict, set, numpy array.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache, partial
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any

import numpy as np

from osteolib.exercise.errors import Unfit
from osteolib.exercise.limit import SECONDS, limited
from osteolib.exercise.words import a_thing

MOST_VALUES = 1_000_000
MOST_CHARACTERS = 100_000
DEEPEST = 12
SCALARS = (bool, int, float, str, type(None), type(...))
LISTS = (list, tuple, range, type({}.keys()), type({}.values()))
FUNCTIONS = (FunctionType, BuiltinFunctionType, MethodType, partial, np.ufunc, type(cache(abs)))
NUMPY_SCALARS = tuple({type(np.dtype(code).type(0)) for code in "?bBhHiIlLqQefdg"} | {np.str_})


def plain(answer: object) -> Any:
    """Plain data of an answer.

    A pandas Series with names becomes a dict, one without an array; a DataFrame or a Dataset a dict of arrays.

    Raises
    ------
    Unfit
        If something else came, or too much of it. The message names it for the learner.

    Examples
    --------
    >>> import numpy as np
    >>> plain({"osteoclasts": np.float64(1.06), "days": (1, 2)})
    {'osteoclasts': 1.06, 'days': [1, 2]}
    """
    return _plain(answer, [MOST_VALUES], DEEPEST)


def unanswered(answer: object) -> bool:
    """Whether an answer is a blank, or a list or dict of nothing but blanks.

    >>> unanswered(...), unanswered({"osteoclasts": ..., "osteoblasts": ...}), unanswered([1, ...])
    (True, True, False)
    """
    if type(answer) is dict and 0 < len(answer) <= 100:
        return all(each is None or each is ... for each in answer.values())
    if is_one_of(answer, (list, tuple)) and 0 < len(answer) <= 100:
        return all(each is None or each is ... for each in answer)
    return answer is None or answer is ...


def is_one_of(thing: object, classes: tuple[type, ...]) -> bool:
    """Whether the class of `thing` is one of these; by identity, since a metaclass may define its own equality."""
    own = type(thing)
    return any(own is each for each in classes)


def _plain(thing: Any, room: list[int], depth: int) -> Any:
    _take(room, 1)
    if is_one_of(thing, SCALARS):
        return _checked_scalar(thing)
    if is_one_of(thing, NUMPY_SCALARS):
        return str(thing) if type(thing) is np.str_ else _from_array(np.asarray(thing), room, depth)
    if depth == 0:
        raise Unfit("that is nested too deep (a list of lists of lists ...); hand over the value itself.")
    if type(thing) is np.ndarray:
        return _from_array(thing, room, depth)
    if is_one_of(thing, LISTS):
        _require_room(thing, room)
        return [_plain(each, room, depth - 1) for each in thing]
    if is_one_of(thing, (set, frozenset)):
        _require_room(thing, room)
        return {_key(each) for each in thing}
    if type(thing) is dict:
        _require_room(thing, room)
        return {_key(key): _plain(each, room, depth - 1) for key, each in thing.items()}
    return _labelled(thing, room, depth)


def _take(room: list[int], count: int) -> None:
    room[0] -= count
    if room[0] < 0:
        raise Unfit(f"that is more than {MOST_VALUES:,} values; hand over the result, not all that led to it.")


def _require_room(thing: Any, room: list[int]) -> None:
    try:
        count = len(thing)
    except OverflowError:  # a range may be longer than any list
        count = MOST_VALUES + 1
    _take([room[0]], count)


def _checked_scalar(thing: Any) -> Any:
    if type(thing) is str and len(thing) > MOST_CHARACTERS:
        raise Unfit(f"a text of {len(thing):,} characters came; a few words are enough.")
    if type(thing) is int and thing.bit_length() > 1000:
        raise Unfit("a whole number of more than three hundred digits came.")
    return thing


def _key(thing: Any) -> Any:
    if is_one_of(thing, NUMPY_SCALARS):
        thing = str(thing) if type(thing) is np.str_ else thing.item()
    if not is_one_of(thing, (bool, int, float, str)):
        raise Unfit(f"names inside a set or a dict are texts or numbers, and one is {a_thing(thing)}.")
    return _checked_scalar(thing)


def _from_array(array: np.ndarray, room: list[int], depth: int) -> Any:
    _take(room, array.size)
    if array.dtype.kind == "O":
        return _plain(array.tolist(), room, depth - 1)
    if array.dtype.kind not in "biufU":
        raise Unfit(f"an array of {array.dtype.name} came; numbers, True/False or texts are expected.")
    if array.ndim == 0:
        return float(array) if array.dtype.kind == "f" else array.item()
    if array.dtype.kind == "U":
        return _plain(array.tolist(), room, depth)
    return np.array(array, dtype=float if array.dtype.kind == "f" else None)


def _labelled(thing: Any, room: list[int], depth: int) -> Any:
    for library, name, reduce in LABELLED:
        module = sys.modules.get(library)  # what was never imported, nobody can hand over
        if module is not None and type(thing) is getattr(module, name, None):
            work = partial(reduce, type(thing), thing, lambda each: _plain(each, room, depth - 1))
            return _reduced(work, name)
    raise Unfit(f"{a_thing(thing)} came, which is not plain data; {_way_out(thing)}")


def _reduced(work: Callable[[], Any], name: str) -> Any:
    try:
        return limited(work, SECONDS)
    except Unfit:
        raise
    except BaseException:  # inside may be anything, a column of a stranger's type too
        raise Unfit(f"the values of this {name} could not be read; try its .values.") from None


def _way_out(thing: object) -> str:
    if callable_type(thing):
        return "call the function and hand over what it returns."
    return "hand over the value inside it, for example float(...) of it."


def callable_type(thing: object) -> bool:
    """Whether `thing` is a function of an ordinary kind.

    >>> callable_type(len), callable_type(len("RANKL"))
    (True, False)
    """
    return is_one_of(thing, FUNCTIONS)


def _series(cls: Any, series: Any, inner: Callable) -> Any:
    names = cls.index.__get__(series).tolist()
    values = inner(cls.to_numpy(series))
    if names and all(type(name) is str for name in names) and len(set(names)) == len(names):
        return dict(zip(names, list(values), strict=True))
    return values


def _frame(cls: Any, frame: Any, inner: Callable) -> Any:
    columns = cls.columns.__get__(frame).tolist()
    return {_key(name): inner(frame[name].to_numpy()) for name in columns}


def _index(cls: Any, index: Any, inner: Callable) -> Any:
    return inner(cls.to_numpy(index))


def _data_array(cls: Any, array: Any, inner: Callable) -> Any:
    _require_small(cls.size.__get__(array))
    return inner(cls.values.__get__(array))


def _dataset(cls: Any, dataset: Any, inner: Callable) -> Any:
    variables = dict(cls.variables.__get__(dataset))
    for each in variables.values():
        _require_small(each.size)
    return {_key(name): inner(each.values) for name, each in variables.items()}


def _require_small(size: int) -> None:
    _take([MOST_VALUES], size)  # before any work: the values may not be computed yet


LABELLED = [
    ("pandas", "Series", _series),
    ("pandas", "DataFrame", _frame),
    ("pandas", "Index", _index),
    ("xarray", "DataArray", _data_array),
    ("xarray", "Dataset", _dataset),
]
