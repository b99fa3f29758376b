"""From what a reader types to the name of a node: synonyms, Greek letters, hyphens and spellings of microRNA."""

from __future__ import annotations

import re
from functools import cache

from osteolib.evidence.tables import listed, rows
from osteolib.model.errors import UnknownName, nearest

_GREEK = {"alpha": "a", "beta": "b", "gamma": "g", "kappa": "k", "α": "a", "β": "b", "γ": "g", "κ": "k"}
_SPELLINGS = {"mirna": "mir", "microrna": "mir", "oestrogen": "estrogen", "ageing": "aging", "tumour": "tumor"}


def folded(name: str) -> str:
    """Name without what spellings differ in: case, hyphens, spaces, Greek letters, ``miRNA`` for ``miR``.

    Examples
    --------
    >>> folded("TNF-alpha") == folded("TNFa") == folded("tnf α")
    True
    >>> folded("miRNA-214-3p")
    'mir2143p'
    """
    plain = re.sub(r"[\s_\-–/+]+", "", name.casefold())
    for long, short in {**_GREEK, **_SPELLINGS}.items():
        plain = plain.replace(long, short)
    return plain


def synonyms(cell: str) -> tuple[str, ...]:
    """Synonyms of a node without the remarks that stand behind some of them.

    Examples
    --------
    >>> synonyms("mesenchymal stem cell; BMSC when from bone marrow; OC (as printed)")
    ('mesenchymal stem cell', 'BMSC', 'OC')
    """
    return tuple(re.sub(r"\s+when .*|\s*\([^)]*\)", "", part).strip('" ') for part in listed(cell))


@cache
def _index() -> dict[str, str]:
    """Folded spelling to node; a node's own name goes before another's synonym."""
    index: dict[str, str] = {}
    every = [*rows("nodes"), *rows("added_nodes")]
    for row in every:
        index.setdefault(folded(row["name"]), row["name"])
    for row in every:
        for synonym in synonyms(row["synonyms"]):
            index.setdefault(folded(synonym), row["name"])
    return index


def node(name: str) -> str:
    """Name of a node of the graph, found by its name or by a synonym, in any common spelling.

    Parameters
    ----------
    name : str
        Such as ``"TNFa"``, ``"BMSC"`` or ``"miRNA-214-3p"``.

    Returns
    -------
    str
        The ledger's own name.

    Raises
    ------
    UnknownName
        If no node bears that name; the message suggests the nearest.

    Examples
    --------
    >>> node("TNFa"), node("BMSC"), node("miRNA-214-3p")
    ('TNF-alpha', 'MSC', 'miR-214-3p')
    >>> node("osteoklast")
    Traceback (most recent call last):
    ...
    osteolib.model.errors.UnknownName: the ledger has no node 'osteoklast'. Did you mean 'osteoclast' or ...
    """
    index, plain = _index(), folded(str(name))
    if plain in index:
        return index[plain]
    near = list(dict.fromkeys(index[key] for key in nearest(plain, index)))
    hint = f"Did you mean {' or '.join(map(repr, near))}?" if near else "nodes() lists them all."
    raise UnknownName(f"the ledger has no node {str(name)!r}. {hint}")
