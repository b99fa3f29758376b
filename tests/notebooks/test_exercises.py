"""Exercises: the source is written by hand; the student's form and the solutions follow from it. nbval runs both."""

from __future__ import annotations

import re
import shutil
from functools import cache

import nbformat
import pytest

from osteolib.exercise import find, judge, questions, set_names
from tools import exercises
from tools.exercises import BEGIN, EXERCISES, FORMS, SOURCE, ExerciseError, bare, form, question_of, role, sources
from tools.lessons import objectives
from tools.notebooks import METADATA, canonical, written

LONGEST_CELL = 25  # lines: an answer that extends a model declares it
PATHS = [EXERCISES / kind / f"{name}.ipynb" for kind in FORMS for name in set_names()]
IDS = [question.id for name in set_names() for question in questions(name)]

every_set = pytest.mark.parametrize("name", set_names())
every_form = pytest.mark.parametrize("path", PATHS, ids=[f"{path.parent.name}-{path.stem}" for path in PATHS])
every_question = pytest.mark.parametrize("identifier", IDS)


@cache
def read(kind: str, name: str) -> nbformat.NotebookNode:
    return nbformat.read(EXERCISES / kind / f"{name}.ipynb", as_version=4)


def printed(notebook: nbformat.NotebookNode) -> list[str]:
    """What the checks of an executed notebook printed."""
    lines = []
    for cell in notebook.cells:
        if role(cell) == "check":
            assert [output.get("name") for output in cell.outputs] == ["stdout"], cell.id
            lines.append(cell.outputs[0].text)
    return lines


def test_every_set_has_its_three_notebooks_and_there_is_no_other():
    for folder in ("source", *FORMS):
        assert {path.stem for path in (EXERCISES / folder).glob("*.ipynb")} == set(set_names()), folder
    assert [path.stem for path in sources()] == set_names()


@every_set
def test_source_is_stored_bare(name):
    path = SOURCE / f"{name}.ipynb"
    assert path.read_text(encoding="utf-8") == written(bare(read("source", name))), "run `make exercises`"


@every_form
def test_form_follows_from_its_source(path):
    made, stored = form(read("source", path.stem), path.parent.name), read(path.parent.name, path.stem)
    assert [(c.id, c.source, c.metadata) for c in stored.cells] == [(c.id, c.source, c.metadata) for c in made.cells]


@every_form
def test_form_is_executed_and_canonical(path):
    notebook = read(path.parent.name, path.stem)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert notebook.metadata == METADATA
    again = canonical(notebook, "cell")
    for cell, stored in zip(again.cells, notebook.cells, strict=True):
        cell.id = stored.id
    assert path.read_text(encoding="utf-8") == written(again)
    assert not [output for cell in code for output in cell.outputs if output.get("name") == "stderr"]


@every_set
def test_solutions_show_only_right_answers(name):
    lines = printed(read("solutions", name))
    assert len(lines) == len(questions(name))
    assert all(line.startswith("[ok] ") and line.count("\n") == 1 for line in lines), lines


@every_set
def test_student_starts_with_nothing_attempted(name):
    lines = printed(read("student", name))
    assert len(lines) == len(questions(name))
    assert all(line.startswith("[  ] ") and line.count("\n") == 1 for line in lines), lines


@every_set
def test_student_sees_no_solution_and_no_reasoning(name):
    student, source = read("student", name), read("source", name)
    text = "\n".join(cell.source for cell in student.cells)
    assert "SOLUTION" not in text and "### BLANK" not in text
    assert not [cell for cell in student.cells if role(cell) == "reasoning"]
    answers = [cell for cell in source.cells if role(cell) == "answer"]
    assert answers and all(BEGIN in cell.source for cell in answers)
    for cell in answers:
        for line in exercises.BLOCK.search(cell.source)[2].splitlines():
            plain = line.strip()
            if len(plain) > 25 and not plain.startswith(("###", "def ", "for ", "import ", "from ")):
                assert plain not in text, f"{cell.id} gives away {plain!r}"


@every_set
def test_each_question_has_its_four_cells_in_order(name):
    by_question: dict[str, list[str]] = {}
    for cell in read("source", name).cells:
        if role(cell):
            by_question.setdefault(question_of(cell), []).append(role(cell))
            assert cell.id == f"{question_of(cell)}-{role(cell)}".replace("_", "-").replace(".", "-")
    assert list(by_question) == [question.id for question in questions(name)]
    for identifier, roles in by_question.items():
        assert [each for each in roles if each != "answer"] == ["question", "check", "reasoning"], identifier
        assert roles.count("answer") == 1 and roles.index("question") < roles.index("answer") < roles.index("check")


@every_question
def test_question_says_its_number_its_objective_and_its_points(identifier):
    question = find(identifier)
    cells = read("source", question.set).cells
    text = next(cell.source for cell in cells if role(cell) == "question" and question_of(cell) == identifier)
    assert re.match(rf"### {question.number}\. \S", text)
    assert f"`{question.objective}` · {question.points:g} point{'s' if question.points != 1 else ''}" in text
    assert question.objective in objectives()


@every_question
def test_reasoning_says_why_and_what_people_get_wrong(identifier):
    cells = read("source", find(identifier).set).cells
    text = next(cell.source for cell in cells if role(cell) == "reasoning" and question_of(cell) == identifier)
    assert "**Why.**" in text and "*Typical mistakes.*" in text


@cache
def prepared(name: str) -> dict:
    """Names after the set-up cells of a set."""
    space: dict = {}
    for cell in read("solutions", name).cells:
        if cell.cell_type == "code" and not role(cell):
            exec(cell.source, space)
    return space


@every_question
def test_question_runs_alone(identifier):
    """An answer uses the set-up and nothing of another answer, so that each question can be graded alone."""
    question = find(identifier)
    name = exercises.names(read("source", question.set))[identifier]
    for kind, state in (("solutions", "right"), ("student", "blank")):
        space = dict(prepared(question.set))
        for cell in read(kind, question.set).cells:
            if role(cell) == "answer" and question_of(cell) == identifier:
                exec(cell.source, space)
        verdict = judge(question, space[name])
        assert verdict.state == state, verdict.line


@every_form
def test_cells_are_short_and_outputs_name_no_place(path):
    for cell in read(path.parent.name, path.stem).cells:
        if cell.cell_type == "code":
            assert cell.source.count("\n") < LONGEST_CELL, cell.id
            assert not re.search(r"0x[0-9a-f]{6,}|/home/|/tmp/|/root/|site-packages", str(cell.outputs)), cell.id


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """One source in a folder of its own."""
    (tmp_path / "source").mkdir()
    shutil.copy(SOURCE / "bone_remodeling.ipynb", tmp_path / "source")
    monkeypatch.setattr(exercises, "EXERCISES", tmp_path)
    monkeypatch.setattr(exercises, "SOURCE", tmp_path / "source")
    return tmp_path


def test_second_build_is_byte_identical_and_check_finds_a_change(elsewhere, monkeypatch, capsys):
    """The first build is the one in the repository; the check, like a build, but told to leave what it finds."""
    paths = [elsewhere / kind / "bone_remodeling.ipynb" for kind in FORMS]
    first = [(EXERCISES / path.parent.name / path.name).read_bytes() for path in paths]
    for path, text in zip(paths, first, strict=True):
        path.parent.mkdir()
        path.write_bytes(text)
    paths[0].write_bytes(changed := first[0].replace(b"not attempted", b"never attempted"))
    monkeypatch.setattr(exercises, "generated", cache(exercises.generated))
    monkeypatch.setattr("sys.argv", ["exercises", "--check"])
    with pytest.raises(SystemExit, match="not as `make exercises` writes them: student/bone_remodeling.ipynb$"):
        exercises.main()
    assert paths[0].read_bytes() == changed != first[0]
    capsys.readouterr()
    monkeypatch.setattr("sys.argv", ["exercises"])
    exercises.main()
    assert [path.read_bytes() for path in paths] == first
    assert capsys.readouterr().out.count("written") == 1


def test_source_that_cannot_be_used_is_named(elsewhere):
    source = nbformat.read(elsewhere / "source" / "bone_remodeling.ipynb", as_version=4)
    answer = next(cell for cell in source.cells if role(cell) == "answer")
    kept, answer.source = answer.source, "answer_1 = 3"
    with pytest.raises(ExerciseError, match="bone-remodeling-1-answer: has no block"):
        form(source, "student")
    answer.source = kept
    next(cell for cell in source.cells if role(cell) == "check").source = "check(answer_1)"
    with pytest.raises(ExerciseError, match="bone-remodeling-1-check: expected"):
        form(source, "student")


def test_unknown_set_is_named(monkeypatch):
    monkeypatch.setattr("sys.argv", ["exercises", "kidney"])
    with pytest.raises(SystemExit, match="no source called kidney"):
        exercises.main()
