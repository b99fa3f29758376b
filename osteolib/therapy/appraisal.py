"""How far a result carries: markers that overlap, small samples, rare disease, and intervals that are too narrow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import xarray as xr
from scipy.special import ndtr, ndtri
from scipy.stats import rankdata

from osteolib.model import Parameter

_COHORT = "mirnapanel"


def separation(auc: Any) -> Any:
    r"""Distance of two normal distributions of one width, in standard deviations: :math:`\sqrt 2\,\Phi^{-1}(AUC)`.

    Examples
    --------
    >>> [f"{separation(auc):.3f}" for auc in (0.77, 0.88, 0.80)]
    ['1.045', '1.662', '1.190']
    """
    return np.sqrt(2) * ndtri(auc)


def combined_auc(aucs: Sequence[float], correlation: float = 0.0) -> float:
    r"""Area under the curve of the best linear combination of normal markers that are all correlated alike.

    With separations :math:`d` and correlation matrix :math:`R` it is :math:`\Phi(\sqrt{d^T R^{-1} d / 2})`.

    Parameters
    ----------
    aucs : sequence of float
        Area of each marker alone.
    correlation : float, optional
        Between any two markers, within patients and within controls.

    Raises
    ------
    ValueError
        If no such correlation is possible between so many markers.

    Examples
    --------
    >>> [f"{combined_auc([0.77, 0.88, 0.80], rho):.4f}" for rho in (0, 0.5)]
    ['0.9477', '0.8876']
    """
    d, matrix = separation(np.asarray(aucs, float)), _correlated(len(aucs), correlation)
    return float(ndtr(np.sqrt(d @ np.linalg.solve(matrix, d) / 2)))


def _correlated(count: int, correlation: float) -> np.ndarray:
    least = -1 / (count - 1) if count > 1 else -1
    if not least < correlation < 1:
        raise ValueError(
            f"{count} markers cannot all be correlated by {correlation:g}; it lies between {least:.3g} and 1. "
            "Take a value inside."
        )
    return np.full((count, count), correlation) + (1 - correlation) * np.eye(count)


class Answer(NamedTuple):
    """What a test result is worth.

    Attributes
    ----------
    ppv, npv : float
        Share of the positive who are ill, and of the negative who are not.
    lr_positive, lr_negative : float
        Factors by which either result multiplies the odds of being ill.
    """

    ppv: Any
    npv: Any
    lr_positive: Any
    lr_negative: Any


def predict(sensitivity: Any, specificity: Any, prevalence: Any) -> Answer:
    """What a positive and a negative result say where a given share of those tested is ill.

    Examples
    --------
    >>> print(f"{predict(0.95, 0.82, 0.10).ppv:.1%}")
    37.0%
    """
    true_positive, false_negative = prevalence * sensitivity, prevalence * (1 - sensitivity)
    false_positive, true_negative = (1 - prevalence) * (1 - specificity), (1 - prevalence) * specificity
    return Answer(
        true_positive / (true_positive + false_positive),
        true_negative / (true_negative + false_negative),
        sensitivity / (1 - specificity),
        (1 - sensitivity) / specificity,
    )


def auc_error(auc: Any, patients: Any, controls: Any) -> Any:
    """Standard error of an area under the curve, after Hanley and McNeil (1982).

    Examples
    --------
    >>> [f"{auc_error(0.88, *n):.3f}" for n in ((57, 168), (8, 8))]
    ['0.031', '0.091']
    """
    q1, q2 = auc / (2 - auc), 2 * auc**2 / (1 + auc)
    spread = auc * (1 - auc) + (patients - 1) * (q1 - auc**2) + (controls - 1) * (q2 - auc**2)
    return np.sqrt(spread / (patients * controls))


def area(scores: Any, ill: Any) -> Any:
    """Area under the curve of scores: how often a patient scores above a control.

    Parameters
    ----------
    scores : array, shape (people,) or (people, markers)
    ill : array of bool, shape (people,)

    Examples
    --------
    >>> area([1.0, 2.0, 3.0, 4.0], [False, True, False, True])
    np.float64(0.75)
    """
    ranks, ill = _ranks(np.asarray(scores, dtype=float)), np.asarray(ill, bool)
    patients, controls = ill.sum(), (~ill).sum()
    return (ranks[ill].sum(axis=0) - patients * (patients + 1) / 2) / (patients * controls)


def _ranks(scores: np.ndarray) -> np.ndarray:
    """Ranks among the people; those who tie share theirs. Where nobody does, one sort is enough, and much faster."""
    columns = np.ascontiguousarray(scores.T)
    order = np.argsort(columns, axis=-1)
    ordered = np.take_along_axis(columns, order, axis=-1)
    if not np.all(ordered[..., 1:] > ordered[..., :-1]):  # ties, or no numbers
        return rankdata(scores, axis=0)
    ranks = np.empty(columns.shape)
    np.put_along_axis(ranks, order, np.arange(1.0, columns.shape[-1] + 1), axis=-1)
    return ranks.T


def cohort(
    patients: int = 57,
    controls: int = 168,
    aucs: Sequence[float] = (0.77, 0.88, 0.80),
    correlation: float = 0.0,
    seed: int = 0,
) -> tuple[np.ndarray, np.ndarray]:
    """Made-up people with markers of known worth.

    Parameters
    ----------
    patients, controls : int
    aucs : sequence of float
        True area of each marker.
    correlation : float, optional
    seed : int, optional

    Returns
    -------
    scores : array, shape (people, markers)
    ill : array of bool, shape (people,)

    Examples
    --------
    >>> scores, ill = cohort(seed=42)
    >>> area(scores, ill).round(3).tolist()
    [0.73, 0.898, 0.759]
    """
    mixed = np.linalg.cholesky(_correlated(len(aucs), correlation)).T
    random = np.random.default_rng(seed)
    healthy = random.standard_normal((controls, len(aucs))) @ mixed
    diseased = separation(np.asarray(aucs, float)) + random.standard_normal((patients, len(aucs))) @ mixed
    return np.vstack([healthy, diseased]), np.repeat([False, True], [controls, patients])


def best_of_noise(markers: int = 22, patients: int = 8, controls: int = 8, times: int = 2000, seed: int = 0) -> Any:
    """Area of the best of many markers that mean nothing, study after study.

    A marker counts in the direction in which it happens to point, as it would in a search.

    Returns
    -------
    array, shape (times,)

    Examples
    --------
    >>> print(f"{best_of_noise().mean():.2f}")
    0.82
    """
    random = np.random.default_rng(seed)
    ill = np.repeat([False, True], [controls, patients])
    scores = random.standard_normal((ill.size, times * markers))
    found = area(scores, ill)
    return np.maximum(found, 1 - found).reshape(times, markers).max(axis=1)


def smd_error(smd: float, treated: int, untreated: int) -> float:
    """Standard error of a standardized mean difference in one study.

    Examples
    --------
    >>> print(f"{smd_error(2.17, 6, 6):.3f}")
    0.728
    """
    both = treated + untreated
    return float(np.sqrt(both / (treated * untreated) + smd**2 / (2 * both)))


def pooled_error(error: float, studies: int) -> float:
    """Standard error of the mean of equal studies that all measure the same: the smallest that pooling can give.

    Examples
    --------
    >>> print(f"{pooled_error(smd_error(2.17, 6, 6), 20):.3f}")
    0.163
    """
    return error / np.sqrt(studies)


def printed_error(low: float, high: float, level: float = 0.95) -> float:
    """Standard error behind a printed confidence interval.

    Examples
    --------
    >>> print(f"{printed_error(2.08, 2.25):.4f}")
    0.0434
    """
    return float((high - low) / (2 * ndtri(0.5 + level / 2)))


CORRELATION = Parameter(
    "correlation", 0.0, "1", 0.0, 0.9, "correlation between markers", _COHORT, "illustrative", r"\rho", (0.0, 0.99)
)
PREVALENCE = Parameter(
    "prevalence", 0.1, "1", 0.02, 0.4, "share who are ill", _COHORT, "illustrative", r"\pi", (0.0, 1.0)
)


def screening(correlation: Any = 0.0, prevalence: Any = 0.1, aucs: Sequence[float] = (0.77, 0.88, 0.80)) -> xr.Dataset:
    """What the best combination of markers finds, and what its positives are worth, at every false-alarm rate.

    Parameters
    ----------
    correlation, prevalence : float or xarray.DataArray
    aucs : sequence of float, optional
        Area of each marker alone.

    Returns
    -------
    xarray.Dataset
        ``sensitivity`` and ``ppv`` in percent over ``false_alarms`` in percent of the healthy.

    Examples
    --------
    >>> run = screening()
    >>> print(f"{float(run.sensitivity.sel(false_alarms=18)):.0f} %")
    92 %
    """
    d = separation(np.asarray(aucs, float))
    others = correlation * d.sum() ** 2 / (1 + (d.size - 1) * correlation)
    together = np.sqrt(((d**2).sum() - others) / (1 - correlation))
    percent = np.arange(1.0, 51.0)
    attributes = {"long_name": "false alarms", "units": "% of the healthy"}
    alarms = xr.DataArray(percent / 100, {"false_alarms": ("false_alarms", percent, attributes)}, "false_alarms")
    sensitivity = xr.apply_ufunc(ndtr, together + ndtri(alarms))
    ppv = predict(sensitivity, 1 - alarms, prevalence).ppv
    told = {"sensitivity": "ill who are found", "ppv": "positives who are ill"}
    made = {
        name: (100 * value).assign_attrs({"long_name": told[name], "units": "%", "kind": kind})
        for name, value, kind in (("sensitivity", sensitivity, "vesicle"), ("ppv", ppv, "bone"))
    }
    return xr.Dataset(made, attrs={"title": "A panel of markers"})
