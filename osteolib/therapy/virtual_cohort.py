"""A virtual cohort: many people and many unknowns, drawn once and solved in parts by whoever is asked to."""

from __future__ import annotations

from concurrent.futures import Executor
from functools import partial
from typing import Any

import numpy as np
import xarray as xr

from osteolib.model.errors import BadValue, MissingExtra
from osteolib.therapy.design import LINKS, Design, outcome

# Members of one part. It depends on nothing, because the step control looks at all members of a part together: the same
# parts give the same digits, whoever solves them.
CHUNK = 250
_POWERS = 20  # a positive range wider than 1 to 20 is drawn in powers of ten


def draw_links(unit: Any) -> dict[str, Any]:
    """Points of the unit cube as values of `LINKS`, in their order.

    Wide positive ranges are drawn in powers of ten, the others evenly.

    Parameters
    ----------
    unit : array, shape (members, links)
        Between 0 and 1.

    Returns
    -------
    dict of str to xarray.DataArray
        Over ``member``.

    Examples
    --------
    >>> import numpy as np
    >>> middle = draw_links(np.full((1, len(LINKS)), 0.5))
    >>> print(f"{float(middle['leverage'][0]):.3f} {float(middle['bone_share'][0]):.4f}")
    0.275 0.0032
    """
    unit = np.asarray(unit, float)
    if unit.ndim != 2 or unit.shape[1] != len(LINKS):
        raise BadValue(f"a sample of the links has the shape (members, {len(LINKS)}), but {unit.shape} came.")
    values = {}
    for column, (name, one) in zip(unit.T, LINKS.items(), strict=True):
        wide = one.low > 0 and one.high / one.low > _POWERS
        drawn = one.low * (one.high / one.low) ** column if wide else one.low + (one.high - one.low) * column
        values[name] = xr.DataArray(np.clip(drawn, one.low, one.high), dims="member")
    return values


def simulate_sample(
    unit: Any, executor: Executor | None = None, design: Design | None = None, ages: Any = (65.0, 75.0)
) -> xr.Dataset:
    """Outcomes at given points of the unit cube of links; see `simulate_cohort`.

    Examples
    --------
    >>> import numpy as np
    >>> print(f"{float(simulate_sample(np.full((1, len(LINKS)), 0.5)).gain[0]):.1f}")
    1.4
    """
    unit = np.asarray(unit, float)
    if not unit.size:
        raise BadValue("a cohort has at least one member, but none came.")
    parts = [unit[first : first + CHUNK] for first in range(0, len(unit), CHUNK)]
    work = partial(_part, design=design or Design(), ages=tuple(np.atleast_1d(ages).tolist()))
    solved = list((executor.map if executor is not None else map)(work, parts))
    return xr.concat(solved, "member", combine_attrs="override", data_vars="all")


def _part(unit: np.ndarray, design: Design, ages: tuple[float, ...]) -> xr.Dataset:
    """One part of a cohort, in whichever process it is solved."""
    links = draw_links(unit)
    result = outcome(design, ages, **links)
    wide = {name: value.broadcast_like(links["leverage"]) for name, value in result.data_vars.items()}
    kept = {name: value.assign_attrs(units=LINKS[name].unit, long_name=LINKS[name].description)
            for name, value in links.items()}  # fmt: skip
    for name, value in wide.items():
        value.attrs = result[name].attrs
    # The design knows the copies; among the links of a cohort each name is needed once.
    return xr.Dataset({**kept, **{name: value.transpose("member", ...) for name, value in wide.items()}})


def simulate_cohort(
    n: int, executor: Executor | None = None, *, seed: int = 0, design: Design | None = None, ages: Any = (65.0, 75.0)
) -> xr.Dataset:
    """Give one design to many people with uncertain links.

    All links are drawn first, so that neither the executor nor the number of workers can change a digit.

    Parameters
    ----------
    n : int
        Members; the first ones of a larger cohort are the same.
    executor : concurrent.futures.Executor, optional
        Whoever solves the parts: a process pool, or what ``client.get_executor()`` of Dask gives. This process if left
        out.
    seed : int, optional
    design : Design, optional
    ages : sequence of float, optional

    Returns
    -------
    xarray.Dataset
        The drawn links, the steps of `chain` and the outcome over ``member``.

    Examples
    --------
    >>> people = simulate_cohort(20)
    >>> people.sizes["member"], bool((people.gain >= 0).all())
    (20, True)
    """
    if isinstance(n, bool) or not isinstance(n, (int, np.integer)) or n < 1:
        raise BadValue(f"a cohort has a whole number of members, 1 or more, but {n!r} came.")
    unit = np.random.default_rng(seed).random((int(n), len(LINKS)))
    return simulate_sample(unit, executor, design, ages)


def sobol(
    n: int = 64,
    *,
    seed: int = 0,
    executor: Executor | None = None,
    design: Design | None = None,
) -> Any:
    """Sobol indices of the gain: which link's ignorance makes the spread of the outcome.

    Parameters
    ----------
    n : int
        Base points, a power of two; the chain is solved ``n * (links + 2)`` times.
    seed, executor, design
        As for `simulate_cohort`.

    Returns
    -------
    pandas.DataFrame
        ``first`` (share of the variance that a link explains alone) and ``total`` (with all it takes part in), each
        with the half-width of a 95 % interval from resampling; the largest total first.

    Raises
    ------
    MissingExtra
        Without SALib.

    Examples
    --------
    >>> sobol(4).columns.tolist()
    ['first', 'first_error', 'total', 'total_error']
    """
    import pandas

    analyze, sample = _salib()
    if n < 2 or n & (n - 1):
        raise BadValue(f"Sobol's sequence needs a power of two, but n = {n} came. Try 64.")
    problem = {"num_vars": len(LINKS), "names": [*LINKS], "bounds": [[0.0, 1.0]] * len(LINKS)}
    unit = sample(problem, n, calc_second_order=False, seed=seed)
    gain = simulate_sample(unit, executor, design).gain.to_numpy()
    # SALib takes a seed of 0 for none.
    found = analyze(problem, gain, calc_second_order=False, seed=seed + 1)
    columns = {"first": "S1", "first_error": "S1_conf", "total": "ST", "total_error": "ST_conf"}
    table = pandas.DataFrame({name: found[key] for name, key in columns.items()}, index=[*LINKS])
    return table.rename_axis("link").sort_values("total", ascending=False, kind="stable")


def _salib() -> tuple[Any, Any]:
    try:
        from SALib.analyze.sobol import analyze
        from SALib.sample.sobol import sample
    except ImportError:
        raise MissingExtra(
            "Sobol indices need the package SALib, which is not installed. Run: pip install 'osteolib[cohort]'"
        ) from None
    return analyze, sample
