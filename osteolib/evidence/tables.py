"""The ledger's files, read once and when first needed.

``claims, interactions, nodes`` are the review in our words; ``edge_checks, reference_checks, support`` are what the
cited papers turned out to show; ``corrections, added_edges, added_nodes, errata`` are what the course teaches instead;
``figures, figure_columns`` say what the two mechanism figures show and where; ``bibliography`` is made from
references.bib by ``python -m tools.bibliography``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from osteolib.model.errors import require_known

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


def chosen(given: str | Iterable[str] | None, known: tuple[str, ...], what: str) -> tuple[str, ...]:
    """Names that a caller asks for: one, several, or all for None.

    Raises
    ------
    UnknownName
        For a name that is not one of `known`.

    Examples
    --------
    >>> chosen("2.2", SECTIONS, "section"), chosen(None, ("a", "b"), "letter")
    (('2.2',), ('a', 'b'))
    """
    if given is None:
        return known
    asked = (given,) if isinstance(given, str) else tuple(given)
    for one in asked:
        require_known(one, known, what, "the ledger")
    return asked


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
