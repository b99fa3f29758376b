"""The numbers of the chapter that belong to no equation system: each with its unit, source and status."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from osteolib.model import Parameter
from osteolib.model.table import ParameterTable, parameter_table

if TYPE_CHECKING:
    import pandas

BOLTZMANN = 1.380649e-23  # J/K, exact since 2019
AVOGADRO = 6.02214076e23  # 1/mol, exact since 2019
ZERO_CELSIUS = 273.15  # K

# fmt: off
_ALL = [
    Parameter("d", 100.0, "nm", 30.0, 300.0, "diameter of a vesicle",
              "hessvik2018knowledge", "illustrative", "d", (1e-6, inf)),
    Parameter("membrane", 5.0, "nm", 4.0, 7.0, "thickness of the membrane",
              "hessvik2018knowledge", "illustrative", "m", (0.0, inf)),
    Parameter("lipid_area", 0.65, "nm2", 0.4, 0.7, "membrane area of one phospholipid",
              "takamori2006", "published", "a", (1e-3, inf)),
    Parameter("ribosome", 25.0, "nm", 20.0, 30.0, "diameter of a ribosome",
              "chemgapedia", "illustrative", "d_r", (0.0, inf)),
    Parameter("mitochondrion", 500.0, "nm", 500.0, 1000.0, "smallest width of a mitochondrion",
              "britannica", "published", "d_m", (0.0, inf)),
    Parameter("median", 95.0, "nm", 60.0, 150.0, "median diameter of a sample",
              "kim2019nta", "illustrative", "M", (1e-3, inf)),
    Parameter("sigma", 0.30, "1", 0.1, 0.6, "spread of the sample: standard deviation of ln d",
              "kim2019nta", "illustrative", r"\sigma", (1e-3, 2.0)),
    Parameter("steps", 10, "1", 4, 100, "steps in a track",
              "kim2019nta", "illustrative", "N", (1, 100_000)),
    Parameter("shown", 10, "1", 1, 40, "steps walked so far",
              "kim2019nta", "illustrative", "N", (1, 40)),
    Parameter("vesicle", 1, "1", 1, 4, "which of four vesicles",
              "kim2019nta", "illustrative", "i", (1, 4)),
    Parameter("interval", 1 / 30, "s", 1 / 60, 1 / 10, "time between two frames of the film",
              "kim2019nta", "illustrative", r"\Delta t", (1e-6, inf)),
    Parameter("copies", 0.00825, "1", 1e-4, 1.0, "copies of one microRNA per vesicle, mean of six sources",
              "chevillet2014", "measured", "c", (0.0, inf)),
    Parameter("half_life", 10.0, "min", 1.0, 60.0, "time in which half of the free vesicles are taken up",
              "lenzini2020", "illustrative", "h", (1e-6, inf)),
    Parameter("hindrance", 1.0, "1", 0.01, 1.0, "mobility in the matrix, relative to water",
              "lenzini2020", "illustrative", r"D/D_0", (1e-6, 1.0)),
    Parameter("secretion", 100.0, "1/(cell h)", 60.0, 170.0, "vesicles that a cell releases",
              "evsecretion2023", "published", "s", (0.0, inf)),
]
# fmt: on

NUMBERS = {p.name: p for p in _ALL}


def numbers(*names: str) -> ParameterTable:
    """Numbers of the chapter with unit, teaching range, source and status; all of them, or those named.

    Examples
    --------
    >>> numbers("copies").loc["copies", "status"]
    'measured'
    """
    return parameter_table(NUMBERS[name] for name in names or NUMBERS)


def default(name: str) -> float:
    """Value of one of `NUMBERS`."""
    return NUMBERS[name].value


def size_classes() -> pandas.DataFrame:
    """Size classes of extracellular vesicles as the review prints them, in nm.

    Examples
    --------
    >>> size_classes().loc["microvesicle", ["low", "high"]].tolist()
    [100, 1000]
    """
    import pandas

    rows = [
        ("exosome", 30, 150, "inside of a multivesicular body", "C066"),
        ("microvesicle", 100, 1000, "plasma membrane", "C068"),
        ("apoptotic body", 500, 2000, "dying cell", "C067"),
    ]
    return pandas.DataFrame(rows, columns=["name", "low", "high", "origin", "claim"]).set_index("name")
