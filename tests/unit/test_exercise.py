"""What holds for every set of questions; a new set is found by itself."""

from __future__ import annotations

import subprocess
import sys
from functools import cache

import pytest

from osteolib.exercise import (
    Array,
    Choice,
    Function,
    Integer,
    Names,
    Order,
    QuestionError,
    Record,
    check,
    find,
    judge,
    questions,
    set_names,
)
from osteolib.exercise.sets import ORDER
from tools.lessons import objectives

FEWEST_QUESTIONS, FEWEST_FUNCTIONS, FEWEST_MISTAKES = 6, 2, 3
LONGEST_LINE = 400

QUESTIONS = [question for name in set_names() for question in questions(name)]
MISTAKES = [(question, mistake) for question in QUESTIONS for mistake in question.mistakes]

every_set = pytest.mark.parametrize("name", set_names())
every_question = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
every_mistake = pytest.mark.parametrize(
    ("question", "mistake"), MISTAKES, ids=[f"{question.id}-{mistake.name}" for question, mistake in MISTAKES]
)


@cache
def mistaken(question, mistake):
    """Verdict on a mistake: several tests look at it."""
    return judge(question, mistake.gives())


def test_there_are_sets_and_each_is_one_of_the_course():
    assert set_names()
    assert set(set_names()) <= set(ORDER)


@every_set
def test_a_set_has_enough_questions_of_each_sort(name):
    here = questions(name)
    assert len(here) >= FEWEST_QUESTIONS
    assert sum(isinstance(question.expects, Function) for question in here) >= FEWEST_FUNCTIONS
    assert any(question.finds_flaw for question in here)


@every_question
def test_objective_is_one_that_a_lesson_of_the_chapter_declares(question):
    assert question.objective in objectives(), f"{question.id}: no lesson declares {question.objective}"
    declared = objectives()[question.objective]
    chapter = "therapy" if question.set == "capstone" else question.set
    assert declared.chapter == chapter, f"{question.objective} belongs to {declared.chapter}"


@every_question
def test_right_answer_is_right_and_earns_every_point(question):
    verdict = judge(question, question.right())
    assert (verdict.state, verdict.points, verdict.mistake) == ("right", question.points, None), verdict.line
    assert verdict.line.startswith("[ok] ")


@every_question
def test_there_are_enough_mistakes_each_with_words_of_its_own(question):
    assert len(question.mistakes) >= FEWEST_MISTAKES
    for each in ("name", "hint"):
        words = [getattr(mistake, each) for mistake in question.mistakes]
        assert len(set(words)) == len(words), f"{question.id}: two mistakes share a {each}"
    assert all(len(mistake.hint.split()) >= 6 for mistake in question.mistakes), "a hint is a sentence"


@every_mistake
def test_mistake_is_wrong_and_gets_its_own_hint(question, mistake):
    verdict = mistaken(question, mistake)
    assert (verdict.state, verdict.mistake) == ("wrong", mistake.name), verdict.line
    assert mistake.hint in verdict.line
    assert 0 <= verdict.points < question.points
    assert verdict.line.startswith("[no] ") and len(verdict.line) < LONGEST_LINE


@every_mistake
def test_mistake_differs_from_the_right_answer_and_from_the_others(question, mistake):
    given = question.wrong[mistake.name]
    assert not question.expects.same(question.reference, given)
    others = [name for name in question.wrong if name != mistake.name]
    assert not [name for name in others if question.expects.same(question.wrong[name], given)]


@every_question
def test_unanswered_is_not_wrong(question):
    blanks = [None, ...]
    if isinstance(question.expects, Function):
        blanks += [lambda *_: None, lambda *_: ...]
    for blank in blanks:
        verdict = judge(question, blank)
        assert (verdict.state, verdict.points) == ("blank", 0)
        assert verdict.line.startswith("[  ] ")


def spoiled(kind, right) -> list:
    """Wrong answers that nobody thought of: another sign, size or order, another choice."""
    if isinstance(kind, Function):
        count = len(spoiled(kind.returns, right(*kind.probes[0])))
        return [lambda *given, n=n: spoiled(kind.returns, right(*given))[n] for n in range(count)]
    if isinstance(kind, Record):
        changed = {name: spoiled(kind.of, right[name]) for name in kind.names}
        each = [{**right, name: wrong} for name in kind.names for wrong in changed[name]]
        return each + [dict(zip(kind.names, wrongs, strict=True)) for wrongs in zip(*changed.values(), strict=True)]
    if isinstance(kind, Choice):
        return [name for name in kind.names if name != right]
    if isinstance(kind, Names):
        return [set(), set(kind.names), set(kind.names) - right]
    if isinstance(kind, Order):
        return [right[::-1], right[1:] + right[:1]]
    if isinstance(kind, Array):
        return [-right, 1000 * right, right[::-1], 0 * right, right / 1000]
    return [-right, 1000 * right, 0 * right, right - 1000, right if isinstance(kind, Integer) else right / 1000]


@every_question
def test_parts_add_up_and_each_can_be_failed(question):
    """A part that every wrong answer passes tells nobody apart."""
    assert sum(part.points for part in question.parts) == question.points
    verdicts = [mistaken(question, mistake) for mistake in question.mistakes]
    verdicts += [judge(question, wrong) for wrong in spoiled(question.expects, question.reference)]
    for part in question.parts:
        assert [v for v in verdicts if part.says not in v.passed], f"every wrong answer passes {part.says!r}"


@every_set
def test_a_set_gives_partial_credit(name):
    points = [mistaken(q, mistake).points / q.points for q in questions(name) for mistake in q.mistakes]
    assert any(0 < share < 1 for share in points)


@every_question
def test_check_prints_the_line_of_the_verdict(question, capsys):
    assert check(question.id, question.mistakes[0].gives()) is None
    assert capsys.readouterr().out == judge(question, question.mistakes[0].gives()).line + "\n"


def test_unknown_question_is_told_the_nearest(capsys):
    check("bone_remodelling.2", 3)
    check("bone_remodeling.99", 3)
    check("kidney", 3)
    check(3, "bone_remodeling.2")
    lines = capsys.readouterr().out.splitlines()
    assert "did you mean 'bone_remodeling.2'?" in lines[0]
    assert "'bone_remodeling' has questions 1 to" in lines[1]
    assert "the sets are bone_remodeling" in lines[2]
    assert "an int came" in lines[3]


def test_broken_question_is_not_blamed_on_the_learner(capsys, monkeypatch):
    from osteolib.exercise import Mistake, Number, Part, Question

    broken = Question("estrogen.1", "", "", 1, Number(), lambda: 1 / 0, [Part(1, "", lambda x: False)], [])
    with pytest.raises(QuestionError, match="estrogen.1: its right answer could not be worked out"):
        judge(broken, 3)
    monkeypatch.setattr("osteolib.exercise.judging.find", lambda _: broken)
    check("estrogen.1", 3)
    assert "this question is broken" in capsys.readouterr().out
    with pytest.raises(QuestionError, match="worth 2 points"):
        Question("estrogen.1", "", "", 1, Number(), lambda: 1, [Part(2, "", bool)], [Mistake("", lambda: 1, "")])
    with pytest.raises(QuestionError, match="SET.NUMBER"):
        Question("estrogen", "", "", 0, Number(), lambda: 1, [], [])


def test_find_is_quick_and_loads_one_set_only():
    code = """
    import sys, osteolib.exercise
    assert not [name for name in sys.modules if name.startswith("osteolib.exercise.sets.")]
    assert not {"sympy", "matplotlib", "pandas", "xarray"} & set(sys.modules)
    osteolib.exercise.find("bone_remodeling.1")
    loaded = {name.split(".")[3] for name in sys.modules if name.startswith("osteolib.exercise.sets.")}
    assert loaded == {"bone_remodeling"}, loaded
    """
    done = subprocess.run([sys.executable, "-c", "\n".join(line[4:] for line in code.splitlines())], check=False)
    assert done.returncode == 0


def test_every_question_is_found_by_its_id():
    assert [find(question.id) for question in QUESTIONS] == QUESTIONS
