"""Every objective of the course is tested by something, and the book says by what."""

from __future__ import annotations

import re

import pytest

from tools import exercise_pages, objectives
from tools.lessons import objectives as declared
from tools.notebooks import pages_of_the_book


def test_every_objective_is_tested():
    assert len(declared()) > 50
    assert not objectives.orphans()


def test_lessons_still_to_come_are_lessons_that_lack_something():
    lacking = {row.objective.lesson for row in objectives.matrix() if not row.tested}
    assert lacking >= objectives.NOT_YET, f"complete by now, take them out: {sorted(objectives.NOT_YET - lacking)}"


def test_an_objective_that_nothing_tests_is_found(monkeypatch, capsys):
    rows = objectives.matrix()
    monkeypatch.setattr(objectives, "matrix", lambda: [objectives.Row(rows[0].objective, (), ()), *rows[1:]])
    with pytest.raises(SystemExit, match=f"nothing tests {rows[0].objective.id}"):
        objectives.main()
    assert "-" in capsys.readouterr().out.splitlines()[0]


def test_matrix_names_every_question_of_every_set():
    asked = {identifier for row in objectives.matrix() for identifier in row.questions}
    assert asked == {q.id for name in exercise_pages.set_names() for q in objectives.questions(name)}
    for identifier in asked:
        assert f"(#exercise-{re.sub('[_.]', '-', identifier)})" in objectives.page()


def test_book_lists_a_page_for_each_set_and_one_for_the_objectives():
    listed = [name for name in pages_of_the_book() if name.startswith("exercises/")]
    assert listed == [f"exercises/{name}" for name in (*exercise_pages.set_names(), "objectives")]


def test_pages_are_written_once_and_leave_nothing_old(tmp_path):
    paths = exercise_pages.write(tmp_path)
    before = {path: path.stat().st_mtime_ns for path in paths}
    (paths[0].parent / "kidney.md").write_text("gone")
    assert exercise_pages.write(tmp_path) == paths
    assert {path: path.stat().st_mtime_ns for path in paths[0].parent.glob("*.md")} == before


@pytest.mark.parametrize("name", exercise_pages.set_names())
def test_page_folds_every_solution_away(name):
    text = exercise_pages.page(name)
    open_parts = re.sub(r"(?s)<details>.*?</details>", "", text)
    count = len(objectives.questions(name))
    assert text.count("<summary>Solution of question") == count
    assert open_parts.count('check("') == count
    assert "[ok]" not in open_parts and "**Why.**" not in open_parts
    assert "../../chapters/" not in text
