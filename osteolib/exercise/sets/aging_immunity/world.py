"""People who do not exist, in whom the effect of age on IL-6 is known."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

PEOPLE = 3000
DIRECT = 0.01  # of the logarithm, for each year: what adjusting for illness should find
THROUGH_ILLNESS = 0.8


@cache
def _draw() -> pd.DataFrame:
    random = np.random.default_rng(1309015)
    age = random.uniform(65, 95, PEOPLE)
    ill = random.random(PEOPLE) < (age - 55) / 50
    height = 0.5 * random.normal(size=PEOPLE) + DIRECT * (age - 65) + THROUGH_ILLNESS * ill
    return pd.DataFrame({"age": age, "ill": ill.astype(int), "il6": 1.6 * np.exp(height)})


def world() -> pd.DataFrame:
    """A made-up survey: age in years, ill (1) or not (0), IL-6 in pg/mL.

    Age acts on IL-6 a little by itself, and more through illness.

    Examples
    --------
    >>> list(world().columns)
    ['age', 'ill', 'il6']
    """
    return _draw().copy()
