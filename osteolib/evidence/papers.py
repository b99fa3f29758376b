"""The papers that the review cites, and what each was found to be and to show."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from osteolib.evidence.tables import rows
from osteolib.model.errors import require_known

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Reference:
    """A paper: where it stands, what kind of study it is, and what was found when it was checked.

    Attributes
    ----------
    key : str
        Key in ``references.bib``.
    number : int or None
        Number in the review; None for a paper that only the course cites.
    authors, year, title, journal, doi : str
        As in the bibliography.
    study_type, system, vesicles, basis, finding, supports, note : str
        What it studied and in what; whether it tested vesicles; whether its abstract or only its title was read; what
        that says; whether it supports what the review cites it for; what a teacher should know. Empty where the
        course has not checked the paper.
    """

    key: str
    number: int | None
    authors: str
    year: str
    title: str
    journal: str
    doi: str
    study_type: str = ""
    system: str = ""
    vesicles: str = ""
    basis: str = ""
    finding: str = ""
    supports: str = ""
    note: str = ""

    @property
    def cited(self) -> str:
        """First author and year, as a text cites it.

        Examples
        --------
        >>> reference(53).cited
        'Li et al. 2016'
        """
        first, *others = self.authors.split("; ")
        family = first.split(",")[0]
        return f"{family} et al. {self.year}" if others else f"{family} {self.year}"

    @property
    def evidence(self) -> str:
        """Kind of evidence: ``human, animal, in vitro, review`` or ``unspecified``.

        Cells of a patient, studied in a dish, count as in vitro.

        Examples
        --------
        >>> reference(48).evidence, reference(12).evidence, reference(51).evidence, reference(47).evidence
        ('animal', 'human', 'in vitro', 'animal')
        """
        if self.study_type in ("review", "guideline"):
            return "review"
        systems = self.system.split(" + ")
        if {"mouse", "rat", "rabbit"} & set(systems):
            return "animal"
        if "cell culture" in systems:
            return "in vitro"
        return "human" if "human" in systems else "unspecified"


@cache
def _papers() -> dict[str, Reference]:
    checks = {row["key"]: row for row in rows("reference_checks")}
    return {row["key"]: _paper(row, checks.get(row["key"], {})) for row in rows("bibliography")}


def _paper(row: dict[str, str], check: dict[str, str]) -> Reference:
    printed = {name: row[name] for name in ("key", "authors", "year", "title", "journal", "doi")}
    found = {name: check.get(name, "") for name in ("study_type", "basis", "finding", "supports", "note")}
    system, vesicles = (check.get(name, "").strip("-") for name in ("system", "exosomal"))
    return Reference(**printed, number=int(row["number"]) if row["number"] else None, **found, system=system,
                     vesicles=vesicles)  # fmt: skip


@cache
def _by_number() -> dict[int, Reference]:
    return {paper.number: paper for paper in _papers().values() if paper.number is not None}


def reference(which: int | str) -> Reference:
    """One paper, by its number in the review or by its key in the bibliography.

    Raises
    ------
    UnknownName
        If there is none.

    Examples
    --------
    >>> reference(72).finding
    'BMSC exosomal miR-150-3p promoted osteoblast proliferation and differentiation in osteoporosis.'
    >>> reference("cenci2001")
    Traceback (most recent call last):
    ...
    osteolib.model.errors.UnknownName: the bibliography has no paper 'cenci2001'. ...
    """
    if isinstance(which, str) and not which.isdigit():
        require_known(which, _papers(), "paper", "the bibliography")
        return _papers()[which]
    require_known(int(which), _by_number(), "reference number", "the review")
    return _by_number()[int(which)]


def references() -> pd.DataFrame:
    """The 79 references of the review, one row each, with what was found when they were checked.

    Returns
    -------
    pandas.DataFrame
        Indexed by the number in the review; columns as the attributes of `Reference`, and ``evidence``.

    Examples
    --------
    >>> table = references()
    >>> len(table), int((table.study_type == "review").sum())
    (79, 40)
    """
    import pandas as pd

    papers = [_by_number()[number] for number in sorted(_by_number()) if number]
    columns = ("number", "key", "authors", "year", "title", "journal", "doi", "study_type", "system", "vesicles")
    table = [{name: getattr(paper, name) for name in (*columns, "basis", "finding", "supports", "note", "evidence")}
             for paper in papers]  # fmt: skip
    return pd.DataFrame(table).set_index("number")
