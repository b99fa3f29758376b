"""Values and strangers in words: short, on one line, the same at every run, and without calling a stranger's code."""

from __future__ import annotations

import re

import numpy as np

LONGEST = 60  # characters of a stranger's text in a line of ours

_class_name = type.__dict__["__name__"].__get__  # the true name, whatever the class says of itself
_class_module = type.__dict__["__module__"].__get__


def one_line(text: str) -> str:
    """Text on one line, printable, without addresses, and cut where it is long.

    >>> one_line("two\\nlines at 0x7f00aa")
    'two lines at 0x...'
    """
    head = text[: 4 * LONGEST]
    plain = " ".join("".join(c if c.isprintable() else " " for c in head).split())
    plain = re.sub(r"0x[0-9a-fA-F]{4,}", "0x...", plain)
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 4].rstrip() + " ..."


def class_of(thing: object) -> str:
    """Name of the class of `thing`.

    >>> class_of(3.0)
    'float'
    """
    return one_line(_class_name(type(thing))) or "nameless"


def a_thing(thing: object) -> str:
    """Class of `thing` with its article.

    >>> a_thing(3)
    'an int'
    """
    name = class_of(thing)
    return f"{'an' if name[0] in 'aeiouAEIOU' else 'a'} {name}"


def ended_by(error: BaseException) -> str:
    """An exception in words; only those of Python itself are asked for their message.

    >>> ended_by(ZeroDivisionError("division by zero"))
    'ZeroDivisionError (division by zero)'
    """
    name, first = class_of(error), None
    if _class_module(type(error)) == "builtins" and type(error.args) is tuple and error.args:
        first = error.args[0]
    return f"{name} ({one_line(first)})" if type(first) is str and first.strip() else name


def shown(value: object) -> str:
    """A plain value as a learner would type it, with four significant digits.

    >>> shown([1, 2.34567, "RANKL"])
    "[1, 2.346, 'RANKL']"
    """
    if type(value) is float:
        return f"{value:.4g}"
    if type(value) is str:
        return repr(one_line(value))
    if type(value) is np.ndarray:
        return f"an array of shape {value.shape}" if value.size > 6 else f"array({shown(value.tolist())})"
    if type(value) in (list, tuple, set) and len(value) <= 6:
        inside = ", ".join(shown(each) for each in (sorted(value, key=str) if type(value) is set else value))
        return {list: f"[{inside}]", tuple: f"({inside})", set: f"{{{inside}}}"}[type(value)]
    if type(value) is dict and len(value) <= 6:
        return "{" + ", ".join(f"{shown(key)}: {shown(each)}" for key, each in value.items()) + "}"
    return one_line(repr(value)) if type(value) in (int, bool, type(None)) else f"a long {class_of(value)}"
