"""Write what osteolib.evidence knows of the papers, from references.bib, where it is written by hand.

The library has no BibTeX reader (there is none in Pyodide), so that it takes a plain table along.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
from pathlib import Path

from pybtex.database import Entry, parse_file
from pybtex.richtext import Text

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "references.bib"
TABLE = ROOT / "osteolib" / "evidence" / "data" / "bibliography.csv"
COLUMNS = ("key", "number", "authors", "year", "title", "journal", "doi")


def plain(latex: str) -> str:
    r"""Text of a BibTeX field.

    >>> plain(r"M{\"u}ller on {TNF}")
    'Müller on TNF'
    """
    return str(Text.from_latex(latex)).strip()


def row(key: str, entry: Entry) -> dict[str, str]:
    """One paper as the table has it."""
    people = [plain(str(person)) for person in entry.persons.get("author", [])]
    fields = {name: plain(entry.fields.get(name, "")) for name in ("year", "title", "journal")}
    number, doi = entry.fields.get("reviewnumber", ""), entry.fields.get("doi", "")
    return {"key": key, "number": number, "authors": "; ".join(people), **fields, "doi": doi}


def table() -> str:
    """Text that the table should have."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(row(key, entry) for key, entry in parse_file(SOURCE).entries.items())
    return text.getvalue()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--check", action="store_true", help="write nothing; fail if the table would change")
    fresh = table()
    if options.parse_args().check and TABLE.read_text(encoding="utf-8") != fresh:
        sys.exit("bibliography: the table is not that of references.bib; run python -m tools.bibliography")
    TABLE.write_text(fresh, encoding="utf-8")


if __name__ == "__main__":
    main()
