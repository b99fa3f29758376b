"""The parameter table: a pandas DataFrame that a page shows whole, with numbers as short as they are."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from osteolib.model.declaration import Parameter

_COLUMNS = ("symbol", "value", "unit", "low", "high", "description", "source", "status")


def _short(number: float) -> str:
    return f"{number:.4g}"


class ParameterTable(pd.DataFrame):
    """DataFrame whose display rounds to four significant digits and cuts no text.

    Examples
    --------
    >>> ParameterTable({"value": [0.24]}, index=["k1"])
       value
    k1  0.24
    """

    @property
    def _constructor(self) -> type:
        return ParameterTable

    def __repr__(self) -> str:
        return self.to_string(float_format=_short)

    def _repr_html_(self) -> str:
        # The index is named for those who compute with it; as a heading of its own it would cost the page a row.
        with pd.option_context("display.max_colwidth", None):
            return self.rename_axis(None).to_html(float_format=_short, border=0, classes="osteolib-table")


def parameter_table(parameters: Iterable[Parameter]) -> ParameterTable:
    """Everything a reader may ask of parameters, one row each.

    Examples
    --------
    >>> rate = Parameter("k", 1.0, "1/d", 0.1, 2.0, "a rate", "komarova2003", "published")
    >>> parameter_table([rate]).loc["k", "source"]
    'komarova2003'
    """
    rows = [{"name": p.name, **{column: getattr(p, column) for column in _COLUMNS}} for p in parameters]
    return ParameterTable(rows).set_index("name")
