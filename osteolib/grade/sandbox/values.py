"""Plain data as text and bytes, with exact types, and back: nothing that arrives is ever run."""

from __future__ import annotations

import re
import types
from typing import Any

import numpy
import pandas
import xarray

DEPTH = 40
ITEMS = 2_000_000
KEYS = 10_000  # of a set or a dict: keys chosen to collide cost the square of their number to read
DTYPE = re.compile(r"[<>|=]?(?:b1|[iu][1248]|f(?:2|4|8)|c(?:8|16)|[US]\d{1,5}|[Mm]8(?:\[\w{1,3}\])?)")
FUNCTIONS = (types.FunctionType, types.BuiltinFunctionType, types.MethodType, numpy.ufunc, numpy.vectorize)
SEQUENCES = {"list": list, "tuple": tuple, "set": set, "frozenset": frozenset}


class Unreadable(ValueError):
    """What came is not the text of plain data."""


class Sent:
    """A value that is no plain data, by the name of its type only."""


class Writer:
    """Turns plain data into a tree for JSON and a list of byte strings.

    Types are told by identity, so that no method of a foreign object is ever called.
    """

    def __init__(self):
        self.blobs: list[bytes] = []
        self.count = 0

    def write(self, value: Any, depth: int = 0) -> Any:
        """Tree of one value: scalars stand for themselves, the rest is ``[kind, ...]``."""
        self.count += 1
        if depth > DEPTH or self.count > ITEMS:
            return ["large", "deeply nested" if depth > DEPTH else "large"]
        kind = type(value)
        if value is None or kind in (bool, float, str):
            return value
        if kind is int:
            return (
                value if -(2**63) <= value < 2**63 else ["int", hex(value)] if value.bit_length() < 4096 else ["large"]
            )
        if value is Ellipsis:
            return ["ellipsis"]
        if kind is complex:
            return ["complex", value.real, value.imag]
        if kind.__name__ in SEQUENCES and kind is SEQUENCES[kind.__name__]:
            if len(value) > KEYS and kind in (set, frozenset):
                return ["large"]
            return [kind.__name__, [self.write(item, depth + 1) for item in value]]
        if kind is dict:
            if len(value) > KEYS:
                return ["large"]
            return ["dict", [[self.write(k, depth + 1), self.write(v, depth + 1)] for k, v in value.items()]]
        return self._write_labelled(value, kind, depth)

    def _write_labelled(self, value: Any, kind: type, depth: int) -> Any:
        if kind is numpy.ndarray:
            return self._write_array(value, depth)
        if issubclass(kind, numpy.generic) and kind.__module__ == "numpy":
            return ["scalar", self._write_array(numpy.asarray(value), depth)]
        if kind is xarray.DataArray:
            return ["dataarray", self._write_dataset(value.to_dataset(name="_value_"), depth), self.write(value.name)]
        if kind is xarray.Dataset:
            return self._write_dataset(value, depth)
        if kind is pandas.DataFrame:
            columns = [self.write(value.iloc[:, i].to_numpy(), depth + 1) for i in range(value.shape[1])]
            return ["frame", self._write_index(value.columns, depth), self._write_index(value.index, depth), columns]
        if kind is pandas.Series:
            values = self.write(value.to_numpy(), depth + 1)
            return ["series", self.write(value.name), self._write_index(value.index, depth), values]
        if issubclass(kind, pandas.Index) and kind.__module__.split(".")[0] == "pandas":
            return ["index", self._write_index(value, depth)]
        if kind in FUNCTIONS:
            return ["function", str(getattr(value, "__name__", "function"))[:80]]
        return ["foreign", kind.__name__[:80]]

    def _write_index(self, index: pandas.Index, depth: int) -> Any:
        return [self.write(index.to_numpy(), depth + 1), [self.write(name) for name in index.names]]

    def _write_dataset(self, dataset: xarray.Dataset, depth: int) -> Any:
        def variable(name: Any) -> Any:
            one = dataset[name].variable
            return [
                self.write(name),
                list(one.dims),
                self.write(one.to_numpy(), depth + 1),
                self.write(dict(one.attrs)),
            ]

        attrs = self.write(dict(dataset.attrs))
        return ["dataset", [variable(n) for n in dataset.data_vars], [variable(n) for n in dataset.coords], attrs]

    def _write_array(self, array: numpy.ndarray, depth: int) -> Any:
        if array.dtype.kind == "O":
            return ["objects", list(array.shape), [self.write(item, depth + 1) for item in array.ravel().tolist()]]
        if not DTYPE.fullmatch(array.dtype.str):
            return ["foreign", f"array of {array.dtype}"[:80]]
        self.blobs.append(array.tobytes())
        return ["array", array.dtype.str, list(array.shape), len(self.blobs) - 1]


class Reader:
    """Turns a tree and byte strings back into plain data; raises `Unreadable` for anything else.

    Parameters
    ----------
    blobs : list of bytes
        Contents of the arrays.
    function : callable, optional
        Makes the stand-in for a function from its name; without it, functions are unreadable.
    """

    def __init__(self, blobs: list[bytes], function=None):
        self.blobs, self.function = blobs, function

    def read(self, tree: Any) -> Any:
        """Value of a tree."""
        if tree is None or type(tree) in (bool, int, float, str):
            return tree
        if type(tree) is not list or not tree or type(tree[0]) is not str:
            raise Unreadable("a value was expected")
        try:
            return getattr(self, f"_read_{tree[0]}", self._unknown)(*tree[1:])
        except Unreadable:
            raise
        except Exception as error:  # whatever is wrong with it, it is not plain data
            raise Unreadable(f"{tree[0][:40]!r} cannot be read: {type(error).__name__}") from error

    def _unknown(self, *_):
        raise Unreadable("unknown kind of value")

    def _read_int(self, text):
        return int(text, 16)

    def _read_ellipsis(self):
        return Ellipsis

    def _read_complex(self, real, imag):
        return complex(real, imag)

    def _read_list(self, items):
        return [self.read(item) for item in items]

    def _read_tuple(self, items):
        return tuple(self.read(item) for item in items)

    def _read_set(self, items):
        return {self.read(item) for item in _few(items)}

    def _read_frozenset(self, items):
        return frozenset(self.read(item) for item in _few(items))

    def _read_dict(self, pairs):
        return {self.read(key): self.read(value) for key, value in _few(pairs)}

    def _read_array(self, dtype, shape, blob):
        if not DTYPE.fullmatch(dtype):
            raise Unreadable("unknown type of numbers")
        return numpy.frombuffer(self.blobs[blob], dtype=dtype).reshape(shape).copy()

    def _read_objects(self, shape, items):
        array = numpy.empty(len(items), dtype=object)
        for place, item in enumerate(items):
            array[place] = self.read(item)
        return array.reshape(shape)

    def _read_scalar(self, tree):
        return self.read(tree)[()]

    def _index(self, parts):
        values, names = self.read(parts[0]), [self.read(name) for name in parts[1]]
        if len(names) > 1:
            return pandas.MultiIndex.from_tuples(list(values), names=names)
        return pandas.Index(values, name=names[0])

    def _read_index(self, parts):
        return self._index(parts)

    def _read_series(self, name, index, values):
        return pandas.Series(self.read(values), index=self._index(index), name=self.read(name))

    def _read_frame(self, columns, index, values):
        frame = pandas.DataFrame(dict(enumerate(map(self.read, values))), index=self._index(index))
        frame.columns = self._index(columns)
        return frame

    def _variables(self, rows):
        return {self.read(name): (tuple(map(str, dims)), self.read(v), self.read(a)) for name, dims, v, a in rows}

    def _read_dataset(self, variables, coords, attrs):
        return xarray.Dataset(self._variables(variables), self._variables(coords), self.read(attrs))

    def _read_dataarray(self, dataset, name):
        return self.read(dataset)["_value_"].rename(self.read(name))

    def _read_function(self, name):
        if self.function is None:
            raise Unreadable("a function inside plain data")
        return self.function(_word(name))

    def _read_foreign(self, name):
        return type(_word(name), (Sent,), {})()

    def _read_large(self, *_):
        return type("TooLarge", (Sent,), {})()


def _few(keys: list) -> list:
    if len(keys) > KEYS:
        raise Unreadable("too many keys")
    return keys


def _word(name: Any) -> str:
    """A name made of letters, digits and single spaces, whatever came."""
    return re.sub(r"\W+", " ", str(name))[:80].strip() or "unknown"
