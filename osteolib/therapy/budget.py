"""The delivery budget: how many copies of a microRNA an injected dose can bring into one cell, factor by factor."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from osteolib.model import Parameter
from osteolib.model.errors import require_known
from osteolib.model.sweep import check_domain
from osteolib.model.table import ParameterTable, parameter_table

if TYPE_CHECKING:
    import pandas

_MOST = (0.0, inf)

# Each factor with the range over which it is uncertain or can be designed; none of the defaults but the copies was
# seen in a paper, and the table says so.
BUDGET = {
    one.name: one
    for one in (
        Parameter("dose", 1e11, "exosomes", 1e9, 1e12, "dose", "kang2021", "assumption", "D", _MOST),
        Parameter("bone_share", 0.01, "1", 1e-4, 0.1, "share that reaches bone", "choi2022", "assumption", "f", (0, 1)),
        Parameter(
            "copies", 0.00825, "copies/exosome", 0.00825, 10.0, "copies in an exosome", "chevillet2014", "measured",
            "c", _MOST,
        ),
        Parameter(
            "release", 0.3, "1", 0.01, 1.0, "share that is released in the cell", "bonsergent2021", "assumption",
            r"\varepsilon", (0, 1),
        ),
        Parameter("cells", 1e7, "cells", 1e6, 1e9, "cells that share it", "kang2021", "illustrative", "N", (1.0, inf)),
    )
}  # fmt: skip


def budget_table() -> ParameterTable:
    """The factors with value, unit, range, source and status.

    Examples
    --------
    >>> print(budget_table().loc["copies", "status"])
    measured
    """
    return parameter_table(BUDGET.values())


def delivered(**factors: Any) -> Any:
    r"""Copies of a microRNA in one target cell, :math:`D f c \varepsilon / N`.

    Parameters
    ----------
    **factors : float or array
        ``dose``, ``bone_share``, ``copies``, ``release``, ``cells``; those left out keep the default of `BUDGET`.

    Returns
    -------
    float or array

    Raises
    ------
    UnknownName
        For a factor that the budget does not have.
    OutOfDomain
        For a value that cannot be, such as a share above 1.

    Examples
    --------
    >>> print(f"{delivered():.4f} copies in a cell")
    0.2475 copies in a cell
    """
    values = {name: one.value for name, one in BUDGET.items()}
    for name, value in factors.items():
        require_known(name, BUDGET, "factor", "the delivery budget")
        check_domain(BUDGET[name], value)
        values[name] = value
    return values["dose"] * values["bone_share"] * values["copies"] * values["release"] / values["cells"]


def tornado() -> pandas.DataFrame:
    """Copies in a cell when one factor at a time goes to the ends of its range, the widest first.

    Examples
    --------
    >>> tornado().index.tolist()
    ['copies', 'dose', 'bone_share', 'cells', 'release']
    """
    import pandas

    rows = []
    for name, one in BUDGET.items():
        low, high = sorted(float(delivered(**{name: end})) for end in (one.low, one.high))
        rows.append({"factor": name, "description": one.description, "low": low, "high": high, "fold": high / low})
    return pandas.DataFrame(rows).set_index("factor").sort_values("fold", ascending=False, kind="stable", key=np.round)


def budget_draws(n: int = 10_000, seed: int = 0, **fixed: float) -> xr.Dataset:
    """Budgets in which every factor is drawn from its range, each power of ten as probable as another.

    Parameters
    ----------
    n : int
        Number of draws.
    seed : int
        The same seed gives the same draws.
    **fixed : float
        Factors that are not drawn.

    Returns
    -------
    xarray.Dataset
        The factors and ``delivered`` over ``draw``.

    Examples
    --------
    >>> draws = budget_draws(1000)
    >>> float(draws.copies.min()) >= 0.00825
    True
    """
    random = np.random.default_rng(seed)
    factors = {
        name: np.exp(random.uniform(np.log(one.low), np.log(one.high), n)) if name not in fixed else
        np.full(n, float(fixed[name]))
        for name, one in BUDGET.items()
    }  # fmt: skip
    attributes = {"long_name": "copies in a cell", "units": "copies", "kind": "vesicle"}
    data: dict[str, Any] = {
        name: ("draw", values, {"long_name": BUDGET[name].description, "units": BUDGET[name].unit, "kind": "vesicle"})
        for name, values in factors.items()
    }
    return xr.Dataset(data | {"delivered": ("draw", delivered(**factors), attributes)})
