"""Ways to run a class, from the most comfortable to the most robust: each is the next one's way out.

A way is told of where this repository holds what it needs.
"""

from __future__ import annotations

from dataclasses import dataclass

from tools.book import ROOT
from tools.offline.__main__ import MOST


@dataclass(frozen=True)
class Route:
    """One way.

    Attributes
    ----------
    name, when, needs, works, limits : str
        What it is called, for which class it is, what it needs, what works, what does not.
    made_of : str
        File or folder of this repository without which it does not exist.
    """

    name: str
    when: str
    needs: str
    works: str
    limits: str
    made_of: str


ROUTES = (
    Route(
        "JupyterHub",
        "a term, graded work, students without Python",
        "a server or a cluster, somebody who runs it, accounts",
        "everything; work is kept",
        "sized by measurement on one machine, see below",
        "deploy",
    ),
    Route(
        "Binder",
        "a trial, a workshop with a network",
        "a public repository; nothing on the students' computers",
        "every notebook",
        "another's service: starts slowly, limits memory and users, forgets all work when idle",
        "binder",
    ),
    Route(
        "In the browser (JupyterLite)",
        "a workshop without a server",
        "a recent browser on a computer; a first download of some 50 MB a student",
        "notebooks, as far as their packages exist for WebAssembly",
        "slower; sandboxes and processes do not exist there; work stays in that browser",
        "lite",
    ),
    Route(
        "JupyterLab on each computer",
        "students who have Python, or a computer room",
        "Python, git, make and a network once; then none",
        "everything; work is kept",
        "installing costs the first half hour of a class",
        "tools/live.py",
    ),
    Route(
        "The static site",
        "reading, lectures, homework without code",
        "any browser, also on a phone",
        "text, explorers, ledger, map, search, slides",
        "no code can be changed",
        "_config.yml",
    ),
    Route(
        "A folder on a USB stick",
        "no network at all",
        f"a stick and a browser; the zip file of `make offline` stays below {MOST / 1e6:.0f} MB",
        "as the static site, search included; notebooks where Python is installed already",
        "holds no Python; a phone may refuse to open a folder",
        "tools/offline",
    ),
)


def routes() -> list[Route]:
    """Ways that exist in this repository, the most comfortable first.

    >>> routes()[-1].name
    'A folder on a USB stick'
    """
    return [route for route in ROUTES if (ROOT / route.made_of).exists()]
