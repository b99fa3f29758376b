"""Check that everything is ready for a release, and print what its notes say: ``python -m tools.release``.

With ``--tag v0.2.0`` the tag must be that of the version. With ``--paths`` the built book's pages are written down,
so that a later version cannot lose one of their addresses. With ``--zenodo`` the metadata for Zenodo are made anew from
CITATION.cff.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib

import yaml

from tools.book import ROOT
from tools.publish.compose import pages
from tools.publish.pages import HERE

ZENODO = ROOT / ".zenodo.json"
# A Zenodo record has one license; the text's is in LICENSE-CONTENT, and the description says so.
CONTENT = "Code: BSD 3-Clause. Text and figures: CC BY 4.0. Not medical advice."


class NotReady(RuntimeError):
    """Something has to be done before this version can be released."""


def version() -> str:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


def citation() -> dict:
    return yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))


def notes(number: str, changelog: str) -> str:
    """What the changelog says of a version.

    Examples
    --------
    >>> notes("0.2.0", "## [0.2.0] - 2026-12-01\\n\\n- New.\\n\\n## [0.1.0] - 2026-11-23\\n\\n- Old.\\n")
    '- New.'
    """
    found = re.search(rf"^## \[{re.escape(number)}\] - \S+\n(.*?)(?=^## \[|\Z)", changelog, re.MULTILINE | re.DOTALL)
    if not found or not found[1].strip():
        raise NotReady(f'CHANGELOG.md: expected a section "## [{number}] - YYYY-MM-DD" with what has changed')
    return found[1].strip()


def dated(number: str, changelog: str) -> str:
    """Day of a version in the changelog."""
    return re.search(rf"^## \[{re.escape(number)}\] - (\S+)", changelog, re.MULTILINE)[1]


def check(tag: str | None = None) -> str:
    """Notes of the present version, once all that names it agrees."""
    number, changelog = version(), (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    text = notes(number, changelog)
    if tag is not None and tag != f"v{number}":
        raise NotReady(f"the tag is {tag}, but pyproject.toml has version {number}: expected v{number}")
    said = {"version": str(citation()["version"]), "day": str(citation()["date-released"])}
    wanted = {"version": number, "day": dated(number, changelog)}
    if said != wanted:
        raise NotReady(f"CITATION.cff has {said}, but pyproject.toml and CHANGELOG.md have {wanted}")
    if json.loads(ZENODO.read_text(encoding="utf-8")) != zenodo():
        raise NotReady(".zenodo.json is not what CITATION.cff says: run `python -m tools.release --zenodo`")
    return text


def zenodo() -> dict:
    """Metadata of the record on Zenodo, from CITATION.cff."""
    said = citation()
    return {
        "title": said["title"],
        "description": f"<p>{said['abstract']}</p><p>{CONTENT}</p>",
        "upload_type": said["type"],
        "version": str(said["version"]),
        "publication_date": str(said["date-released"]),
        "creators": [{"name": creator(author)} for author in said["authors"]],
        "license": said["license"],
        "access_right": "open",
        "language": "eng",
        "keywords": said["keywords"],
        "related_identifiers": [
            {
                "identifier": work["doi"],
                "relation": "isDerivedFrom",
                "resource_type": "publication-article",
                "scheme": "doi",
            }
            for work in said["references"]
            if "doi" in work
        ],
    }


def creator(author: dict) -> str:
    """Name as Zenodo wants it.

    >>> creator({"family-names": "Curie", "given-names": "Marie"}), creator({"name": "A team"})
    ('Curie, Marie', 'A team')
    """
    return author.get("name") or f"{author['family-names']}, {author['given-names']}"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--tag", help="tag that the release is made from")
    options.add_argument("--paths", action="store_true", help="write down the pages of the built book")
    options.add_argument("--zenodo", action="store_true", help="write .zenodo.json")
    chosen = options.parse_args()
    if chosen.paths:
        built = pages(ROOT / "_build" / "html")
        if not built:
            sys.exit("release: no book is built; run `make book` first.")
        (HERE / "released.txt").write_text("".join(f"{page}\n" for page in built), encoding="utf-8")
    elif chosen.zenodo:
        ZENODO.write_text(json.dumps(zenodo(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    else:
        try:
            print(check(chosen.tag))
        except NotReady as error:
            sys.exit(f"release: {error}")


if __name__ == "__main__":
    main()
