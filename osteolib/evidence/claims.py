"""The claims of the review, and the verdict on each: its kind of evidence, and whether its citation carries it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from osteolib.evidence.papers import Reference, reference
from osteolib.evidence.tables import KINDS, SECTIONS, listed, numbers, rows, strongest
from osteolib.model.errors import require_known

if TYPE_CHECKING:
    import pandas as pd

VERDICTS = ("supported", "partly", "not by its citation", "unclear", "disputed")
_BEST_FIRST = ("yes", "partly", "unclear", "no")
_VERDICT = {"yes": "supported", "partly": "partly", "unclear": "unclear", "no": "not by its citation"}
# A correction of these kinds contests what the review says; the others only find it unsupported or too general.
_CONTESTED = ("contradicted", "ambiguous")


@dataclass(frozen=True)
class Claim:
    """A statement of the review in our own words, with the verdict on it.

    Attributes
    ----------
    id : str
        Such as ``"C038"``.
    section : str
        Section of the review.
    text : str
        The statement.
    kind : str
        ``definition, mechanism, quantity, experiment, clinical, limitation`` or ``prospect``.
    refs : tuple of int
        References that the review gives for it; empty if it gives none.
    quantity : str
        Number in the statement, if there is one.
    """

    id: str
    section: str
    text: str
    kind: str
    refs: tuple[int, ...]
    quantity: str

    @property
    def evidence(self) -> str:
        """Strongest kind of evidence among the papers that speak best for the claim.

        Examples
        --------
        >>> claim("C038").evidence, claim("C044").evidence, claim("C001").evidence
        ('animal', 'review', 'unspecified')
        """
        pairs = [pair for pair in checks(self.id) if pair.cited] or checks(self.id)
        best = min((_BEST_FIRST.index(pair.support) for pair in pairs), default=None)
        return strongest([pair.paper.evidence for pair in pairs if _BEST_FIRST.index(pair.support) == best])

    @property
    def verdict(self) -> str:
        """Whether the papers carry the claim: one of `VERDICTS`.

        The best of the references that the review gives counts. Where it gives none, another of its references may
        carry the claim; where none does, nothing is known here: ``unclear``.

        Examples
        --------
        >>> [claim(name).verdict for name in ("C119", "C038", "C047", "C001", "C155")]
        ['supported', 'partly', 'not by its citation', 'unclear', 'disputed']
        """
        if self.id in _contested():
            return "disputed"
        cited = [pair.support for pair in checks(self.id) if pair.cited]
        others = [pair.support for pair in checks(self.id) if pair.support != "no"]
        return _VERDICT[min(cited or others, key=_BEST_FIRST.index, default="unclear")]

    @property
    def citation(self) -> str:
        """The papers given for the claim, in words.

        Examples
        --------
        >>> claim("C038").citation
        'ref 13, Cline-Smith et al. 2020'
        >>> claim("C001").citation
        'no citation in the review'
        """
        if not self.refs:
            return "no citation in the review"
        return "; ".join(f"ref {number}, {reference(number).cited}" for number in self.refs)

    def __str__(self) -> str:
        return f"{self.id} ({self.evidence}; {self.verdict}): {self.text} [{self.citation}]"


@dataclass(frozen=True)
class Check:
    """What one paper says on one claim; `cited` tells whether the review gives it for that claim."""

    claim: str
    paper: Reference
    support: str
    note: str
    cited: bool


@cache
def _claims() -> dict[str, Claim]:
    return {
        row["id"]: Claim(row["id"], row["section"], row["claim"], row["kind"], numbers(row["refs"]), row["quantity"])
        for row in rows("claims")
    }


@cache
def _contested() -> frozenset[str]:
    claim_of = {row["id"]: row["claim"] for row in rows("interactions")}
    return frozenset(claim_of[row["edge"]] for row in rows("corrections") if row["kind"] in _CONTESTED)


@cache
def _checks() -> dict[str, tuple[Check, ...]]:
    """For each claim the papers cited for it, then those found to speak on it that the review cites elsewhere."""
    own = {(row["claim"], int(row["ref"])): row for row in rows("support")}
    found: dict[str, tuple[Check, ...]] = {}
    for one in _claims().values():
        others = [number for name, number in own if name == one.id and number not in one.refs]
        found[one.id] = tuple(_check(one, number, own.get((one.id, number))) for number in (*one.refs, *others))
    return found


def _check(one: Claim, number: int, own: dict[str, str] | None) -> Check:
    paper = reference(number)
    support, note = (own["support"], own["note"]) if own else (paper.supports, paper.note)
    return Check(one.id, paper, support, note, number in one.refs)


def checks(identifier: str) -> tuple[Check, ...]:
    """Every paper that was checked against a claim, those that the review gives for it first.

    Examples
    --------
    >>> [(check.paper.number, check.support, check.cited) for check in checks("C047")]
    [(18, 'no', True), (19, 'no', True), (17, 'yes', False)]
    """
    return _checks()[claim(identifier).id]


def claim(identifier: str) -> Claim:
    """One claim of the review.

    Parameters
    ----------
    identifier : str
        Such as ``"C038"``.

    Raises
    ------
    UnknownName
        If the ledger has no such claim.

    Examples
    --------
    >>> print(claim("C120").text)
    Antisense inhibition of miR-214-3p removes the block on osteogenesis.
    >>> claim("C999")
    Traceback (most recent call last):
    ...
    osteolib.model.errors.UnknownName: the ledger has no claim 'C999'. Did you mean ...
    """
    require_known(identifier, _claims(), "claim", "the ledger")
    return _claims()[identifier]


def claims(section: str | Iterable[str] | None = None, kind: str | Iterable[str] | None = None) -> pd.DataFrame:
    """Claims of the review, one row each.

    Parameters
    ----------
    section : str or list of str, optional
        Sections to keep, such as ``"2.2"``.
    kind : str or list of str, optional
        Kinds to keep, such as ``"experiment"``.

    Returns
    -------
    pandas.DataFrame
        Indexed by id; columns ``section, kind, claim, refs, quantity, evidence, verdict``.

    Raises
    ------
    UnknownName
        For a section or a kind that does not exist.

    Examples
    --------
    >>> len(claims()), len(claims(section="2.2")), len(claims(section="3.3", kind="experiment"))
    (183, 24, 26)
    >>> claims("2.2").loc["C038", "verdict"]
    'partly'
    """
    import pandas as pd

    sections, kinds = _chosen(section, SECTIONS, "section"), _chosen(kind, KINDS, "kind of claim")
    kept = [one for one in _claims().values() if one.section in sections and one.kind in kinds]
    columns = ["id", "section", "kind", "claim", "refs", "quantity", "evidence", "verdict"]
    table = [(c.id, c.section, c.kind, c.text, c.refs, c.quantity, c.evidence, c.verdict) for c in kept]
    return pd.DataFrame(table, columns=columns).set_index("id")


def _chosen(given: str | Iterable[str] | None, known: tuple[str, ...], what: str) -> tuple[str, ...]:
    if given is None:
        return known
    chosen = (given,) if isinstance(given, str) else tuple(given)
    for one in chosen:
        require_known(one, known, what, "the ledger")
    return chosen


def support(identifier: str | Claim) -> pd.DataFrame:
    """What the papers really show that stand behind a claim.

    Parameters
    ----------
    identifier : str or Claim

    Returns
    -------
    pandas.DataFrame
        One row a paper, indexed by its number: ``paper, cited`` (whether the review gives it for this claim),
        ``study_type, system, basis`` (abstract or title), ``finding, support, note``.

    Examples
    --------
    >>> support("C036")[["study_type", "system", "basis", "support"]]
           study_type system     basis support
    number
    12        primary  human  abstract      no
    """
    import pandas as pd

    of = identifier.id if isinstance(identifier, Claim) else identifier
    names = ["number", "paper", "cited", "study_type", "system", "basis", "finding", "support", "note"]
    table = [
        (c.paper.number, c.paper.cited, c.cited, c.paper.study_type, c.paper.system, c.paper.basis, c.paper.finding,
         c.support, c.note)
        for c in checks(of)
    ]  # fmt: skip
    return pd.DataFrame(table, columns=names).set_index("number")


def errata_of(identifier: str) -> list[dict[str, str]]:
    """Errata that concern a claim.

    Examples
    --------
    >>> [row["item"] for row in errata_of("C002")]
    ['27']
    """
    return [row for row in rows("errata") if identifier in listed(row["claims"])]
