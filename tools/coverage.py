"""Which lesson teaches which claim of the review: ``python -m tools.coverage``.

Lists every claim with the lessons that cite it, and fails where no lesson of its chapter cites a claim, where a
lesson cites a claim without a word about it, or where it cites one that the ledger does not have.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from pathlib import Path

import nbformat

from osteolib.evidence import claims
from tools.notebooks import CHAPTERS, in_reading_order

LINK = re.compile(r"\[(C\d+)\]\((?:\.\./)*evidence/ledger\.md#(C\d+)\)")
FEWEST_WORDS = 6  # besides ids, in a sentence or a table row that teaches a claim

# The part of the introduction that each chapter takes; the other sections go to one chapter whole.
INTRODUCTION = {
    "bone_remodeling": ("C001", "C002", "C003", "C004", "C005", "C006", "C013"),
    "exosome_biology": ("C007", "C008", "C009", "C010"),
    "therapy": ("C011", "C012"),
}
SECTIONS = {
    "bone_remodeling": ("2.1",),
    "estrogen": ("2.2",),
    "aging_immunity": ("2.3",),
    "exosome_biology": ("3.1",),
    "therapy": ("3.2", "3.3", "4", "5"),
}


def share(chapter: str) -> list[str]:
    """Claims that a chapter has to teach.

    >>> len(share("bone_remodeling"))
    20
    """
    return [*INTRODUCTION.get(chapter, ()), *claims(section=SECTIONS[chapter]).index]


def passages(path: Path) -> list[str]:
    """Sentences, list items and table rows of a lesson's text."""
    cells = [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown"]
    found = []
    for block in re.split(r"\n\s*\n|\n(?=\s*(?:[-*|]|\d+\.)\s?)", "\n\n".join(cells)):
        one = " ".join(block.split())
        found += [one] if one.startswith("|") else re.split(r"(?<=[.!?:;])\s+(?=[A-Z\[(*])", one)
    return found


def words(passage: str) -> int:
    """Words of a passage besides the ids of claims and the addresses of links.

    >>> words("| [C014](../evidence/ledger.md#C014) | matrix is destroyed |")
    3
    """
    text = re.sub(r"\]\([^)]*\)", "]", LINK.sub("", passage))
    return len(re.findall(r"[^\W\d_]{2,}", text))


def citations(lessons: list[Path]) -> tuple[dict[str, list[str]], list[str]]:
    """Lessons that cite each claim, and what is wrong with a citation."""
    cited: dict[str, list[str]] = defaultdict(list)
    faults = []
    known = set(claims().index)
    for path in lessons:
        for passage in passages(path):
            for shown, target in LINK.findall(passage):
                if path.stem not in cited[target]:
                    cited[target].append(path.stem)
                if shown != target or target not in known:
                    faults.append(
                        f"{path.stem}: {shown} leads to {target}, which is not a claim of the ledger of that name"
                    )
                elif words(passage) < FEWEST_WORDS:
                    faults.append(f"{path.stem}: {target} stands in no sentence: {passage[:80]}")
    return cited, faults


def missing(cited: dict[str, list[str]]) -> list[str]:
    """Claims that no lesson of their chapter cites."""
    faults = []
    for chapter in SECTIONS:
        own = {path.stem for path in (CHAPTERS / chapter).glob("*.ipynb")}
        lost = [claim for claim in share(chapter) if not own & set(cited.get(claim, ()))]
        faults += [f"{chapter}: no lesson cites {claim}" for claim in lost]
    return faults


def main() -> None:
    cited, faults = citations(in_reading_order())
    for claim in claims().index:
        print(f"{claim}  {', '.join(cited.get(claim, ())) or '-'}")
    faults += missing(cited)
    done = sum(claim in cited for claim in claims().index)
    print(f"coverage: {done} of {len(claims())} claims cited")
    if faults:
        sys.exit("\n".join(f"coverage: {fault}" for fault in faults))


if __name__ == "__main__":
    main()
