"""Hidden checks stay with the instructor: in no package, no page, no notebook that students get."""

from __future__ import annotations

import ast
import subprocess
import sys
import tarfile
import zipfile

import pytest

from osteolib.exercise import judge, set_names
from osteolib.grade.checks import graded_questions, read_checks
from tools.book import ROOT

FOLDER = ROOT / "instructor"


@pytest.fixture(scope="module")
def packages(tmp_path_factory):
    """Wheel and source archive, built as a release would be."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "--directory", folder]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return folder


def hidden_words():
    """What students must not read before they are graded: the hidden parts' words."""
    return [part.says for name in set_names() for parts in read_checks(FOLDER, name).values() for part in parts]


def contents(packages):
    """Names and bytes of all files in both packages."""
    for path in packages.iterdir():
        if path.suffix == ".whl":
            with zipfile.ZipFile(path) as archive:
                yield from ((name, archive.read(name)) for name in archive.namelist())
        else:
            with tarfile.open(path) as archive:
                yield from ((one.name, archive.extractfile(one).read()) for one in archive if one.isfile())


def test_packages_hold_no_hidden_check(packages):
    assert {path.suffix for path in packages.iterdir()} >= {".whl", ".gz"}
    found = list(contents(packages))
    assert any(name.endswith("osteolib/grade/report/templates/student.html") for name, _ in found)
    assert not [name for name, _ in found if "instructor" in name]
    assert not [(name, words) for name, data in found for words in hidden_words() if words.encode() in data]


def test_neither_book_nor_student_notebooks_hold_a_hidden_check():
    places = [ROOT / "_toc.yml", ROOT / "_config.yml", *(ROOT / "chapters").rglob("*.*")]
    places += (ROOT / "exercises").rglob("*.ipynb")
    assert len(places) > 10
    for path in places:
        text = path.read_text(encoding="utf-8")
        assert "instructor/" not in text or path.suffix == ".md", path
        assert not [words for words in hidden_words() if words in text], path


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.stem)
def test_the_right_answers_pass_and_a_hidden_part_can_fail(path):
    hidden = read_checks(FOLDER, path.stem)
    graded = graded_questions(path.stem, FOLDER)
    assert hidden
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    for question in hidden:
        one = graded[question]
        verdict = judge(one, one.right())
        assert (verdict.state, verdict.points) == ("right", one.points), verdict.line
        passed = [judge(one, mistake.gives()).passed for mistake in one.mistakes]
        for part in hidden[question]:
            assert not all(part.says in each for each in passed), f"{question}: every mistake passes {part.says!r}"
