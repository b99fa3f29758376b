"""Where the course departs from the review: its list of errata."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osteolib.evidence.tables import listed, numbers, rows

if TYPE_CHECKING:
    import pandas as pd

GROUPS = {
    "A": "Against the title or abstract of the cited paper",
    "B": "The review against itself",
    "C": "Grammar that leaves the direction open",
    "D": "Names and terms",
    "E": "The list of references",
    "F": "Found later, while the references were checked",
}
BASES = {
    "text": "the review's own text",
    "title": "title of the cited paper",
    "abstract": "abstract of the cited paper",
    "general": "general knowledge, with a source where one is named",
}


def errata() -> pd.DataFrame:
    """Points in which the course corrects, completes or questions the review.

    Returns
    -------
    pandas.DataFrame
        Indexed by item; columns ``group`` (a key of `GROUPS`), ``title``, ``claims`` and ``refs`` (tuples), ``printed``
        (what the review says), ``problem``, ``teach`` (what the course says), ``basis`` (tuple of keys of `BASES`),
        ``sources`` (tuple of keys of the bibliography).

    Examples
    --------
    >>> table = errata()
    >>> int((table.group != "F").sum()), table.loc[1, "claims"]
    (72, ('C155', 'C156'))
    """
    import pandas as pd

    table = [
        {**row, "item": int(row["item"]), "claims": listed(row["claims"]), "refs": numbers(row["refs"]),
         "basis": listed(row["basis"]), "sources": listed(row["sources"])}
        for row in rows("errata")
    ]  # fmt: skip
    return pd.DataFrame(table).set_index("item")
