"""The two blows to bone: estrogen that is lost, and inflammation that rises with age. A declared teaching model."""

from __future__ import annotations

from math import inf
from math import log as natural_log
from typing import Any

from osteolib.aging.inflammation import inflammaging
from osteolib.estrogen import jorg2022
from osteolib.model import Parameter, changed, exp, positive_part

_DOUBLING = inflammaging.parameters["doubling"]


def _inflamed(resorption: Any, p: Any, t: Any) -> Any:
    """Each osteoclast resorbs more as IL-6 rises above its level at the onset, and formation does not answer."""
    il6 = exp(natural_log(2) / p.doubling * positive_part(t - p.a_i))
    return resorption * (1 + p.kappa * (il6 - 1))


# The strength of the second blow is bounded, not measured: at its default a model without menopause loses as much
# from 50 to 80 as the hips of men differ between these ages (kim2022), as if nothing else in men made the difference.
jorg2022_inflammaging = changed(
    jorg2022,
    "jorg2022_inflammaging",
    "menopause, and inflammation that rises with age",
    "jorg2022",
    changes={"resorption": _inflamed},
    parameters=[
        Parameter(
            "a_i", 50.0, "y", 45.0, 65.0, "age at which inflammation begins to rise",
            "puzianowskakuznicka2016", "assumption", "a_i", (0.0, inf),
        ),
        Parameter(
            "doubling", _DOUBLING.value, "y", _DOUBLING.low, _DOUBLING.high, _DOUBLING.description,
            "puzianowskakuznicka2016", "fitted", "D", (1.0, inf),
        ),
        Parameter(
            "kappa", 0.07, "1", 0.0, 0.1, "more resorption when IL-6 has doubled",
            "kim2022", "assumption", r"\kappa", (0.0, 10.0),
        ),
    ],
)  # fmt: skip
