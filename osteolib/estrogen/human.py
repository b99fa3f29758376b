"""What was measured in women: bone lost around menopause, density by age, and how many have osteoporosis."""

from __future__ import annotations

from importlib.resources import files

import pandas as pd


def bone_loss_at_menopause() -> pd.DataFrame:
    """Bone lost around menopause in cohorts of women, one row a value.

    Returns
    -------
    pandas.DataFrame
        ``source`` (key of the bibliography), ``site``, ``phase``, ``value``, ``uncertainty``, ``unit``, ``n_women`` and
        ``what_was_seen`` (which part of the source). Ratios after surgical and natural menopause are those that the
        model of nelson2026 was fitted to.

    Examples
    --------
    >>> loss = bone_loss_at_menopause().query("source == 'sowers2010' and site == 'lumbar_spine'")
    >>> loss.set_index("phase").value["0-2 y after"]
    np.float64(-3.3)
    """
    table = _read("bone_loss_menopause")
    table["value"] = pd.to_numeric(table["value"], errors="coerce")  # one entry is printed as "about 0"
    return table


def bone_density_by_age() -> pd.DataFrame:
    """Mean bone density of women and men by age.

    Returns
    -------
    pandas.DataFrame
        ``source``, ``site``, ``sex``, ``age_group_years``, ``n``, ``mean_g_cm2``, ``sd_g_cm2``, ``population``,
        ``licence`` and ``what_was_seen``. Different people at each age: a difference is not a loss.

    Examples
    --------
    >>> women = bone_density_by_age().query("source == 'kim2022' and site == 'total_hip' and sex == 'F'")
    >>> len(women), int(women.n.sum())
    (7, 517)
    """
    return _read("bmd_by_age")


def osteoporosis_prevalence() -> pd.DataFrame:
    """How many people have osteoporosis, or low bone mass, in surveys of the United States.

    Returns
    -------
    pandas.DataFrame
        ``source``, ``years``, ``sex``, ``age_group_years``, ``outcome``, ``prevalence_percent``, ``se``,
        ``population_n``, ``licence`` and ``what_was_seen``.

    Examples
    --------
    >>> share = osteoporosis_prevalence().query("source == 'wright2014' and sex == 'F' and age_group_years == '80+'")
    >>> share.prevalence_percent.iloc[0]
    np.float64(34.9)
    """
    return _read("osteoporosis_prevalence")


def _read(name: str) -> pd.DataFrame:
    with files("osteolib.estrogen").joinpath("data", f"{name}.csv").open(encoding="utf-8") as file:
        return pd.read_csv(file)
