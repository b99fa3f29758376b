"""Sentences on what enclosed the answers."""

from __future__ import annotations

from collections.abc import Iterable

from osteolib.grade.marks import Result

WALLS = {
    "powers": "a user without powers",
    "network": "no network",
    "files": "a view of the files without submissions, hidden checks or anything else of yours",
    "processes": "a process list of its own, which the system empties with its end",
}


def isolation(results: Iterable[Result]) -> list[str]:
    """What enclosed the answers, and what was missing.

    Examples
    --------
    >>> isolation([])
    ['No answer had to be run.']
    """
    ran = [set(result.walls) for result in results if result.walls is not None]
    if not ran:
        return ["No answer had to be run."]
    standing = set.intersection(*ran)
    had = [words for wall, words in WALLS.items() if wall in standing]
    lacked = [words for wall, words in WALLS.items() if wall not in standing]
    always = ["a process of its own", "limits on time, memory, processes and files"]
    told = [f"Each answer ran with {'; '.join([*always, *had])}."]
    if lacked:
        told.append(f"This system did not allow: {'; '.join(lacked)}. Use a container; see instructor/README.md.")
    return told
