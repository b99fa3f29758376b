"""A made-up class, from honest to hostile: every mark is the known one, and the machine is as it was."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import time
from html import unescape
from pathlib import Path

import psutil
import pytest

from osteolib.grade.report.student import file_name
from osteolib.grade.sandbox.sandbox import USERS
from tools.book import ROOT
from tools.made_class.cells import SECRET, TRICKS
from tools.made_class.files import FILES
from tools.made_class.making import make_class, read_set, write_class

alone = pytest.mark.alone  # uses every core by itself, and answers have to be done in time
STUDENTS = 60
LIMITS = ["--seconds", "5", "--call-seconds", "2", "--memory", "300"]
TOUCHED = Path("/tmp/osteolib-was-here")
SETS = sorted(path.stem for path in (ROOT / "exercises/student").glob("*.ipynb"))


@pytest.fixture(scope="module")
def checks(tmp_path_factory):
    """A private copy of the hidden checks, with a secret in each that thieves look for."""
    folder = tmp_path_factory.mktemp("private checks")
    for path in (ROOT / "instructor").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        (folder / path.name).write_text(f"{text}\nSECRET = {SECRET!r}\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def made(checks):
    """The class, with the marks that it has to get."""
    sets = [read_set(name, ROOT / "exercises/student", ROOT / "exercises/solutions", checks) for name in SETS]
    return make_class(sets, STUDENTS)


@pytest.fixture(scope="module")
def graded(made, checks, tmp_path_factory):
    """The class graded by the command, as a teacher would: folder of what came out, and what the machine was like."""
    folder = tmp_path_factory.mktemp("class")
    write_class(made, folder / "submissions")
    command = [sys.executable, "-m", "osteolib.grade", folder / "submissions", "--set", "all", "--checks", checks]
    command += ["--out", folder / "out" / "grades.csv", *LIMITS]
    memory, began = psutil.virtual_memory().available, time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    seconds = time.monotonic() - began
    print(f"\n{len(made)} submissions in {seconds:.0f} s, {seconds / len(made):.2f} s each, {os.cpu_count()} cores")
    lost = memory - psutil.virtual_memory().available
    return {"out": folder / "out", "command": command, "done": done, "lost": lost, "rows": rows(folder)}


def rows(folder):
    """Rows of the table by student."""
    text = (folder / "out" / "grades.csv").read_text(encoding="utf-8")
    return {row["student"].lstrip("'"): row for row in csv.DictReader(text.splitlines())}


def test_the_class_is_large_and_has_everything(made):
    assert len(made) >= STUDENTS
    kinds = {(kind, one.set) for one in made for kind in one.kinds}
    assert {kind for kind, _ in kinds} >= {"perfect", "blank", "half", "mistake 1", *TRICKS, *FILES}
    assert {name for kind, name in kinds if kind == "perfect"} == set(SETS) != set()
    assert any(not one.student.isascii() for one in made)


@alone
def test_nothing_aborts_the_batch(made, graded):
    assert graded["done"].returncode == 0, graded["done"].stderr
    assert len(graded["rows"]) == len(made)
    assert "Traceback" not in graded["done"].stderr


@alone
def test_every_mark_is_the_known_one(made, graded):
    wrong = []
    for one in made:
        row = graded["rows"][one.student]
        got = {question: float(row[question] or 0) for question in one.points}
        if got != one.points:
            wrong.append(
                (one.kinds, one.set, {q: (got[q], p) for q, p in one.points.items() if got[q] != p}, row["note"])
            )
        assert float(row["total"]) == sum(got.values())
    assert not wrong


@alone
def test_feedback_says_what_happened(made, graded):
    silent = []
    for one in made:
        html = unescape((graded["out"] / "grades/feedback" / file_name(one.student)).read_text(encoding="utf-8"))
        silent += [(one.kinds, words) for words in one.words if words not in html]
        assert SECRET not in html
    assert not silent


@alone
def test_nothing_is_left_of_any_answer(graded):
    own = [p for p in psutil.process_iter(["uids"]) if p.info["uids"] and USERS[0] <= p.info["uids"].real < 2**31]
    assert not own
    parents = [
        p for p in psutil.process_iter(["cmdline"]) if "osteolib.grade.sandbox.parent" in (p.info["cmdline"] or [])
    ]
    assert not [p for p in parents if p.ppid() == 1]
    assert not TOUCHED.exists()
    assert graded["lost"] < 1.5e9


@alone
def test_a_second_run_is_instant_and_says_the_same(graded):
    first = (graded["out"] / "grades.csv").read_text(encoding="utf-8")
    stamps = {path: path.stat().st_mtime_ns for path in (graded["out"] / "grades/results").iterdir()}
    done = subprocess.run(graded["command"], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "grading" not in done.stderr
    assert {path: path.stat().st_mtime_ns for path in (graded["out"] / "grades/results").iterdir()} == stamps
    assert (graded["out"] / "grades.csv").read_text(encoding="utf-8") == first
