"""Grading: damaged files, moved cells, tables, pages, results kept, and faults of the grader's own."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import nbformat
import pytest

from osteolib.exercise import Mistake, Number, Part, Question
from osteolib.grade import command
from osteolib.grade.cache import Cache, context, write_whole
from osteolib.grade.checks import graded_questions, read_checks
from osteolib.grade.errors import GradeError, UnusableError
from osteolib.grade.gradebook import Gradebook, row
from osteolib.grade.marks import Mark, Marker, Result, patience
from osteolib.grade.notebook import read_cells
from osteolib.grade.rebuild import rebuild, set_of
from osteolib.grade.reference import read_reference
from osteolib.grade.report import exports
from osteolib.grade.report.student import file_name, student_page
from osteolib.grade.report.summary import commonest_mistakes, earned, states, summary_page
from osteolib.grade.sandbox import Limits
from osteolib.grade.submissions import Submission, find_submissions
from osteolib.grade.words import isolation

v4 = nbformat.v4


def question(number, **more):
    """A question of the toy set."""
    given = {
        "objective": "toy-1",
        "asks": f"the number {number} <&>",
        "points": 2,
        "expects": Number("d"),
        "right": lambda: float(number),
        "parts": [
            Part(1, "is positive", lambda x: x > 0),
            Part(1, "agrees", lambda x: abs(x - number) < 1e-6),
        ],
        "mistakes": [Mistake("doubled", lambda: 2.0 * number, "You counted <twice>.")],
    }
    return Question(f"toy.{number}", **{**given, **more})


TOY = {f"toy.{number}": question(number) for number in (1, 2, 3)}


def toy_notebook():
    """The toy set as it is handed out."""
    cells = [v4.new_markdown_cell("# Toy", id="toy-00"), v4.new_code_cell("unit = 1.0", id="toy-01")]
    for number in (1, 2, 3):
        tag = f"toy.{number}"
        for kind, source in (("answer", f"answer_{number} = ..."), ("check", f'check("{tag}", answer_{number})')):
            cells.append(v4.new_code_cell(source, id=f"toy-{number}-{kind}", metadata={"tags": [kind, tag]}))
    return json.loads(nbformat.writes(v4.new_notebook(cells=cells)))


def answered(notebook, **sources):
    """Notebook with answers filled in: ``_1="answer_1 = 1.0"``."""
    for cell in notebook["cells"]:
        number = cell["id"].split("-")[1]
        if cell["id"].endswith("-answer") and f"_{number}" in sources:
            cell["source"] = sources[f"_{number}"]
    return notebook


def data(notebook):
    """Content of the file."""
    return json.dumps(notebook).encode()


@pytest.fixture
def reference(tmp_path):
    """The toy set, read."""
    path = tmp_path / "toy.ipynb"
    path.write_bytes(data(toy_notebook()))
    return read_reference(path)


# ---- files and cells ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"  \n", "is empty"),
        (data(toy_notebook())[:-30], "cut off"),
        (b'{"cells": [}', "damaged in line 1"),
        (b"\xff\xfe\x00", "no notebook"),
        (b"[1]", "no notebook"),
        (b"{}", "no list of cells"),
        (b'{"cells": 3}', "no list of cells"),
        (b"[" * 100_000, "no notebook"),
        (b'{"nbformat": 3, "worksheets": 5}', "could not be converted"),
    ],
)
def test_a_file_without_answers_is_told_in_words(content, words):
    with pytest.raises(UnusableError, match=words):
        read_cells(content)


def test_odd_cells_are_read_as_far_as_they_go():
    odd = [5, {}, {"source": ["a", 1, "b"]}, {"source": 7, "metadata": {"tags": [1, "x"]}}, {"metadata": [], "id": 3}]
    cells, notes = read_cells(json.dumps({"cells": odd, "metadata": {"kernelspec": []}}).encode())
    assert [cell.source for cell in cells] == ["", "ab", "7", ""]
    assert cells[2].tags == {"x"}
    assert notes == []


def test_the_reference_tells_set_up_answers_and_names(reference):
    assert reference.setup == ("unit = 1.0",)
    assert [(slot.question, slot.cell, slot.name) for slot in reference.slots] == [
        (f"toy.{n}", f"toy-{n}-answer", f"answer_{n}") for n in (1, 2, 3)
    ]


def test_a_reference_without_its_checks_is_the_teachers_to_mend(tmp_path):
    notebook = toy_notebook()
    notebook["cells"][3]["source"] = "print(answer_1)"
    (tmp_path / "toy.ipynb").write_bytes(data(notebook))
    with pytest.raises(GradeError, match=r"toy-1-check does not read check\("):
        read_reference(tmp_path / "toy.ipynb")
    with pytest.raises(GradeError, match="make exercises"):
        read_reference(tmp_path / "none.ipynb")


def rebuilt(reference, notebook):
    """What is taken from a notebook."""
    return rebuild(read_cells(data(notebook))[0], reference)


def test_only_answers_are_taken_wherever_they_stand(reference):
    notebook = answered(toy_notebook(), _1="answer_1 = 1.0", _2="answer_2 = 5")
    notebook["cells"].reverse()
    found = rebuilt(reference, notebook)
    assert found.answers == {"toy.1": "answer_1 = 1.0", "toy.2": "answer_2 = 5", "toy.3": "answer_3 = ..."}
    assert not found.notes
    assert not any(found.remarks.values())


def test_deleted_doubled_and_copied_cells_are_told(reference):
    notebook = answered(toy_notebook(), _1="answer_1 = 1.0", _2="answer_2 = 2.0", _3="answer_3 = 3.0")
    cells = {cell["id"]: cell for cell in notebook["cells"]}
    cells["toy-1-answer"]["id"] = "another"
    notebook["cells"].append({**cells["toy-2-answer"], "source": "answer_2 = 7.0", "cell_type": "markdown"})
    notebook["cells"].remove(cells["toy-3-answer"])
    found = rebuilt(reference, notebook)
    assert found.answers == {"toy.1": None, "toy.2": "answer_2 = 7.0", "toy.3": None}
    assert "A copy of it does not count" in found.remarks["toy.1"][0]
    assert ["there 2 times; the last one" in found.remarks["toy.2"][0], "run as code" in found.remarks["toy.2"][1]] == [
        1,
        1,
    ]
    assert "was deleted" in found.remarks["toy.3"][0]
    assert "copy" not in found.remarks["toy.3"][0]


@pytest.mark.parametrize("keep_tags", [True, False])
def test_without_ids_answers_are_found_by_tag_or_name(reference, keep_tags):
    notebook = answered(toy_notebook(), _1="answer_1 = 1.0\n", _2="def answer_2():\n    pass", _3="# answer_3 = 3")
    for cell in notebook["cells"]:
        del cell["id"]
        if not keep_tags:
            cell["metadata"] = {}
    found = rebuilt(reference, notebook)
    assert found.answers["toy.1"] == "answer_1 = 1.0\n"
    assert found.answers["toy.2"].startswith("def answer_2")
    assert (found.answers["toy.3"] is None) != keep_tags
    assert "lost their ids" in found.notes[0]


def test_the_set_of_a_notebook_is_known_by_its_cells(reference):
    assert set_of(read_cells(data(toy_notebook()))[0], [reference]) is reference
    assert set_of(read_cells(b'{"cells": [{"source": "answer_1 = 1"}]}')[0], [reference]) is None


# ---- marks -------------------------------------------------------------------------------------------------------


class Stub:
    """Stands for the sandbox where only what comes out of it matters."""

    def __init__(self, answer):
        self.answer, self.sandbox = answer, self
        self.standing = ["network"]

    def ask(self, source, name, patience):
        return self

    def __enter__(self):
        return self.answer

    def __exit__(self, *_):
        return None


def marker(reference, prepared):
    """Marker of the toy set."""
    return Marker([reference], {"toy": TOY}, prepared, Limits())


def test_a_fault_of_the_grader_is_told_and_costs_that_question_only(reference):
    def prepared(_):
        raise OSError("no room")

    result = marker(reference, prepared).mark(data(answered(toy_notebook(), _1="answer_1 = 1.0")))
    assert [mark.state for mark in result.marks] == ["fault", "blank", "blank"]
    assert "OSError: no room" in result.marks[0].line
    made = row(Submission("A", [Path("a.ipynb")]), [result], ["toy"])
    assert made.faulty
    assert "toy.1: the grader failed." in made.note


def test_an_answer_that_is_blank_or_missing_is_not_run(reference):
    def prepared(_):
        raise AssertionError("nothing had to run")

    notebook = toy_notebook()
    del notebook["cells"][2]
    result = marker(reference, prepared).mark(data(answered(notebook, _2="  \n")))
    assert [mark.state for mark in result.marks] == ["missing", "blank", "blank"]
    assert result.walls is None
    assert isolation([result]) == ["No answer had to be run."]


def test_missing_walls_are_told():
    told = isolation([Result("toy", walls=["network", "powers"]), Result("toy", walls=["network"])])
    assert "no network" in told[0]
    assert "powers" in told[1]


def test_a_question_that_needs_time_gets_it():
    assert patience(TOY["toy.1"]) == 1
    slow = [q for q in graded_questions("bone_remodeling", None).values() if getattr(q.expects, "seconds", 0) > 5]
    assert all(patience(q) == q.expects.seconds / 5 for q in slow)


def test_hidden_checks_add_their_points(tmp_path):
    assert read_checks(tmp_path, "bone_remodeling") == {}
    (tmp_path / "bone_remodeling.py").write_text(
        "from osteolib.exercise import Part\nHIDDEN = {'bone_remodeling.2': [Part(3, 'also so', lambda x: True)]}"
    )
    public, graded = graded_questions("bone_remodeling", None), graded_questions("bone_remodeling", tmp_path)
    assert graded["bone_remodeling.2"].points == public["bone_remodeling.2"].points + 3
    assert graded["bone_remodeling.1"].points == public["bone_remodeling.1"].points


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1 / 0", "ZeroDivisionError"),
        ("HIDDEN = 3", "cannot be used"),
        ("HIDDEN = {'bone_remodeling.77': []}", "no question of bone_remodeling"),
        ("HIDDEN = {'bone_remodeling.1': [lambda x: x]}", r"list of Part\("),
    ],
)
def test_hidden_checks_that_cannot_be_used_stop_before_the_first_answer(tmp_path, text, words):
    (tmp_path / "bone_remodeling.py").write_text(text)
    with pytest.raises(GradeError, match=words):
        read_checks(tmp_path, "bone_remodeling")


# ---- who handed in what ------------------------------------------------------------------------------------------


def test_submissions_are_found_by_file_and_by_folder(tmp_path):
    for name in (
        "b é.ipynb",
        "a/deep/x.ipynb",
        "a/.ipynb_checkpoints/x.ipynb",
        "__MACOSX/c.ipynb",
        "notes.txt",
        "empty/x.txt",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("{}")
    (tmp_path / "a" / "link.ipynb").symlink_to(tmp_path / "b é.ipynb")
    found = find_submissions(tmp_path)
    assert [(one.student, [path.name for path in one.files]) for one in found] == [
        ("a", ["x.ipynb"]),
        ("b é", ["b é.ipynb"]),
        ("empty", []),
    ]


def test_packed_downloads_of_moodle_and_canvas_are_understood(tmp_path):
    for name in ("Ana López_4711_assignsubmission_file/x.ipynb", "lee_LATE_12_9_toy.ipynb", "lee_12_10_other.ipynb"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("{}")
    ana, lee = find_submissions(tmp_path)
    assert (ana.student, ana.moodle, len(ana.files)) == ("Ana López", "4711", 1)
    assert (lee.student, lee.canvas, len(lee.files)) == ("lee", "12", 2)


def test_nothing_handed_in_is_told(tmp_path):
    with pytest.raises(GradeError, match="holds no submission"):
        find_submissions(tmp_path)
    with pytest.raises(GradeError, match="there is no folder"):
        find_submissions(tmp_path / "none")


# ---- results kept ------------------------------------------------------------------------------------------------


def test_results_are_kept_whole_or_not_at_all(tmp_path):
    cache = Cache(tmp_path / "results", "context")
    result = Result("toy", [Mark("toy.1", 1, 2, "wrong", "line", remarks=["é"])], ["note"], 0.5, ["network"])
    key = cache.key(b"notebook")
    assert cache.get(key) is None
    cache.put(key, result)
    assert cache.get(key) == result
    assert Cache(tmp_path / "results", "other").get(Cache(tmp_path / "results", "other").key(b"notebook")) is None
    path = next((tmp_path / "results").iterdir())
    path.write_text(path.read_text()[:50])
    assert cache.get(key) is None


def test_whatever_decides_a_result_is_in_its_key(tmp_path):
    check = tmp_path / "toy.py"
    keys = [context([check], Limits())]
    check.write_text("HIDDEN = {}")
    keys += [context([check], Limits()), context([check], Limits(seconds=1)), context([], Limits())]
    assert len(set(keys)) == 4
    assert context([check], Limits()) == keys[1]


# ---- tables and pages --------------------------------------------------------------------------------------------


@pytest.fixture
def book():
    """A class of three, one of whom handed in nothing."""
    wrong = "[no] toy.2: You counted <twice>. (1 of 2 points)"
    marks = [
        Mark("toy.1", 2, 2, "right", "[ok] toy.1: right"),
        Mark("toy.2", 1, 2, "wrong", wrong, "doubled", ["is positive"], ["is positive", "agrees <b>"]),
        Mark(
            "toy.3", 0, 2, "failed", "[no] toy.3: the cell stops with <script>alert(1)</script>", remarks=["a remark"]
        ),
    ]
    files = [Path("x.ipynb")]
    rows = [
        row(Submission("=Eve <i>", files, moodle="7"), [Result("toy", marks, ["-a note"])], ["toy"]),
        row(Submission("Li", files, canvas="12"), [Result("toy", [marks[1]])], ["toy"]),
        row(Submission("Óscar"), [], ["toy"]),
    ]
    return Gradebook(dict.fromkeys(TOY, 2), {q: TOY[q].asks for q in TOY}, rows)


def table(text):
    """Rows of a CSV text."""
    return list(csv.DictReader(io.StringIO(text)))


def test_grades_have_a_row_a_student(book):
    eve, li, oscar = table(exports.grades(book))
    assert (eve["student"], eve["toy.1"], eve["toy.2"], eve["total"], eve["max"]) == ("'=Eve <i>", "2", "1", "3", "6")
    assert eve["note"] == "'-a note toy.3: a remark toy.3: stopped with an error."
    assert (li["toy.1"], li["total"]) == ("", "1")
    assert (oscar["total"], oscar["note"]) == ("0", "There is no notebook in the folder.")


def test_moodle_gets_the_columns_that_its_importers_look_for(book, tmp_path):
    roster = tmp_path / "roster.csv"
    roster.write_text(
        "\ufeffFirst name,Full name,Email address,ID number\nLi,Li,li@example.org,007\n", encoding="utf-8"
    )
    eve, li, _ = table(exports.moodle(book, exports.read_roster(roster)))
    assert (eve["Identifier"], eve["Grade"], eve["Maximum Grade"]) == ("Participant 7", "3", "6")
    assert {"Last modified (grade)", "Feedback comments"} <= set(eve)
    assert (li["Email address"], li["ID number"]) == ("li@example.org", "007")


def test_canvas_gets_points_possible_and_who_is_who(book, tmp_path):
    roster = tmp_path / "roster.csv"
    roster.write_text('Student,ID,SIS User ID,SIS Login ID,Section\n"O, Óscar",33,s33,Óscar,A\n', encoding="utf-8")
    first, eve, li, oscar = table(exports.canvas(book, "Toy (99)", exports.read_roster(roster)))
    assert (first["Student"].strip(), first["Toy (99)"]) == ("Points Possible", "6")
    assert (eve["SIS Login ID"], eve["Toy (99)"], li["ID"]) == ("'=Eve <i>", "3", "12")
    assert (oscar["Student"], oscar["ID"], oscar["SIS User ID"], oscar["Section"]) == ("O, Óscar", "33", "s33", "A")


def test_a_roster_that_names_nobody_is_told(tmp_path):
    (tmp_path / "roster.csv").write_text("a,b\n1,2\n")
    with pytest.raises(GradeError, match="names nobody"):
        exports.read_roster(tmp_path / "roster.csv")
    with pytest.raises(GradeError, match="cannot be read"):
        exports.read_roster(tmp_path / "none.csv")


def test_a_students_page_escapes_every_word_and_runs_nothing(book):
    html = student_page(book.rows[0], book)
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "=Eve &lt;i&gt;" in html
    assert "the number 1 &lt;&amp;&gt;" in html
    assert "partly right, 1 of 2 points" in html
    assert "earned: is positive" in html
    assert "not earned: agrees &lt;b&gt;" in html
    assert "http" not in html


def test_the_summary_counts_and_has_words_for_every_figure(book):
    assert earned(book) == {"toy.1": pytest.approx(100 / 3), "toy.2": pytest.approx(100 / 3), "toy.3": 0}
    assert states(book).loc["toy.3"].to_dict() == {"right": 0, "wrong": 0, "stopped": 1, "blank": 2}
    assert commonest_mistakes(book) == [("toy.2", "doubled", 2, "You counted <twice>.")]
    html = summary_page(book, ["Each ran alone."], {"toy": 0})
    assert html.count('role="img" aria-label="') == 3
    assert "toy.3: 0, 0, 1 and 2" in html
    assert "public parts only" in html
    assert "<script" not in html
    assert "Li</a>" in html


def test_a_long_name_still_makes_a_file(tmp_path):
    name = file_name("ż" * 300)
    write_whole(tmp_path / name, "x")
    assert file_name("ż" * 300) != file_name("ż" * 299 + "z")


def test_files_of_one_set_handed_in_twice_and_of_another_set_are_told():
    files = [Path("old.ipynb"), Path("new.ipynb"), Path("other.ipynb"), Path("bad.ipynb")]
    results = [Result("toy", [Mark("toy.1", 0, 2, "blank", "")]), Result("toy", [Mark("toy.1", 2, 2, "right", "")])]
    made = row(Submission("A", files), [*results, Result("next"), Result(None, notes=["Empty."])], ["toy"])
    assert made.total == 2
    assert "new.ipynb, counted" in made.note
    assert "other.ipynb belongs to next" in made.note
    assert "bad.ipynb: Empty." in made.note


# ---- the command -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--set", "estrogenn"], "there is no set 'estrogenn'"),
        (["--reference", "nowhere"], "no reference notebook is in nowhere"),
        (["--roster", "nobody.csv"], "cannot be read"),
    ],
)
def test_a_command_that_cannot_start_says_why(tmp_path, capsys, more, words):
    (tmp_path / "a.ipynb").write_text("")
    assert command.main([str(tmp_path), "--out", str(tmp_path / "out" / "grades.csv"), *more]) == 2
    assert words in capsys.readouterr().err


def class_of(tmp_path, count):
    """A folder of damaged submissions, which need no sandbox."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(count):
        (folder / f"student {number}.ipynb").write_text("[" * (number + 1))
    return [str(folder), "--out", str(tmp_path / "grades.csv"), "--set", "bone_remodeling", "--cores", "1"]


def test_an_interrupted_run_goes_on_and_an_unchanged_one_marks_nothing(tmp_path, monkeypatch, capsys):
    given, marked = class_of(tmp_path, 4), []
    original = command.mark_all

    def interrupted(plan, files, cores, done):
        marked.append(len(files))

        def stop_after_two(path, result):
            done(path, result)
            if len(marked) == 1 and len(list((tmp_path / "grades/results").glob("[!.]*"))) == 2:
                raise KeyboardInterrupt

        original(plan, files, cores, stop_after_two)

    monkeypatch.setattr(command, "mark_all", interrupted)
    assert command.main(given) == 130
    assert "goes on from here" in capsys.readouterr().err
    assert not (tmp_path / "grades.csv").exists()
    assert command.main(given) == 0
    first = (tmp_path / "grades.csv").read_text()
    assert command.main(given) == 0
    assert marked == [4, 2]
    assert (tmp_path / "grades.csv").read_text() == first
    assert len(table(first)) == 4


def test_a_process_of_the_grader_that_dies_costs_one_row(tmp_path, capsys):
    given = class_of(tmp_path, 2)
    checks = tmp_path / "checks"
    checks.mkdir()
    (checks / "bone_remodeling.py").write_text(
        "import os\nfrom osteolib.exercise import Part\n"
        "HIDDEN = {'bone_remodeling.2': [Part(1, 'kills the grader', lambda name: name == 'g22' and os._exit(1))]}"
    )
    path = command.CHECKOUT / "exercises/student/bone_remodeling.ipynb"
    notebook, slot = json.loads(path.read_text(encoding="utf-8")), read_reference(path).slots[1]
    for cell in notebook["cells"]:
        if cell["id"] == slot.cell:
            cell["source"] = "answer_2 = 'g22'"
    (tmp_path / "in" / "deadly.ipynb").write_text(json.dumps(notebook))
    assert command.main([*given, "--checks", str(checks)]) == 1
    rows = {one["student"]: one for one in table((tmp_path / "grades.csv").read_text())}
    assert "its process died" in rows["deadly"]["note"]
    assert "damaged" in rows["student 1"]["note"] or "cut off" in rows["student 1"]["note"]
    assert "deadly" in (tmp_path / "grades" / "summary.html").read_text()


def test_without_hidden_checks_the_command_says_so(tmp_path, capsys):
    assert command.main([*class_of(tmp_path, 1), "--checks", str(tmp_path / "none")]) == 0
    assert "only the public parts are graded" in capsys.readouterr().err
