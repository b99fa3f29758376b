"""The ledger's files, read once and when first needed.

``claims, interactions, nodes`` are the review in our words; ``edge_checks, reference_checks, support`` are what the
cited papers turned out to show; ``corrections, added_edges, added_nodes, errata`` are what the course teaches instead;
``figures, figure_columns`` say what the two mechanism figures show and where; ``bibliography`` is made from
references.bib by ``python -m tools.bibliography``.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

SECTIONS = ("1", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3", "4", "5")
KINDS = ("definition", "mechanism", "quantity", "experiment", "clinical", "limitation", "prospect")
# Strongest first: what was seen in people, in animals, in cells, in somebody's summary, or nowhere that is named.
EVIDENCE = ("human", "animal", "in vitro", "review", "unspecified")
SPECIES = {"mouse": "animal", "rat": "animal", "rabbit": "animal"}
SIGNS = {
    "activates": 1,
    "produces": 1,
    "carries": 1,
    "differentiates_to": 1,
    "inhibits": -1,
    "targets": 0,
    "contains": 0,
}


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Rows of one file of the ledger.

    Examples
    --------
    >>> len(rows("claims")), rows("nodes")[0]["name"]
    (183, 'immune cell')
    """
    path = files("osteolib.evidence") / "data" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def listed(cell: str) -> tuple[str, ...]:
    """Parts of a cell that lists several things.

    Examples
    --------
    >>> listed("IL-17; interleukin 17A"), listed("")
    (('IL-17', 'interleukin 17A'), ())
    """
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def numbers(cell: str) -> tuple[int, ...]:
    """Reference numbers in a cell.

    Examples
    --------
    >>> numbers("15;16;17")
    (15, 16, 17)
    """
    return tuple(int(part) for part in listed(cell))


def strongest(kinds: list[str]) -> str:
    """The strongest of several kinds of evidence; ``unspecified`` for none.

    Examples
    --------
    >>> strongest(["review", "in vitro"]), strongest([])
    ('in vitro', 'unspecified')
    """
    return min(kinds, key=EVIDENCE.index, default="unspecified")


def weakest(kinds: list[str]) -> str:
    """The weakest of several kinds of evidence; ``unspecified`` for none.

    Examples
    --------
    >>> weakest(["human", "review"])
    'review'
    """
    return max(kinds, key=EVIDENCE.index, default="unspecified")
