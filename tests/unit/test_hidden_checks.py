"""Hidden checks of every set: worked solutions pass, a blank earns nothing, a copy of what is public is not enough."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import nbformat
import pytest

from osteolib.exercise import Function, QuestionError, agrees, find, judge, questions, set_names
from osteolib.grade.checks import graded_questions, read_checks

ROOT = Path(__file__).parents[2]
INSTRUCTOR, SOURCE = ROOT / "instructor", ROOT / "exercises" / "source"
# Three switches have eight states, and the question's own check asks for all of them.
ALL_IS_PUBLIC = {"aging_immunity.4"}

HIDDEN = {each: parts for name in set_names() for each, parts in read_checks(INSTRUCTOR, name).items()}
FUNCTIONS = [each for name in set_names() for each in questions(name) if isinstance(each.expects, Function)]

SOLVED = [each for each in HIDDEN if (SOURCE / f"{find(each).set}.ipynb").is_file()]

every_hidden = pytest.mark.parametrize("identifier", HIDDEN)


def graded(identifier):
    """The question with its hidden parts."""
    return graded_questions(find(identifier).set, INSTRUCTOR)[identifier]


@cache
def asked(identifier):
    """What a question's public checks ask a function, and what the right one returns."""
    question, known = find(identifier), {}

    def answer(*inputs):
        known[repr(inputs)] = inputs, question.reference(*inputs)
        return known[repr(inputs)][1]

    assert judge(question, answer).state == "right"
    for probe in question.expects.probes:
        answer(*probe)
    return known


def cells(name, *tags):
    """Code of a set's source, of its set-up and of the cells with all these tags."""
    notebook = nbformat.read(SOURCE / f"{name}.ipynb", as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    wanted = [cell for cell in code if not cell.metadata.get("tags") or set(tags) <= set(cell.metadata.tags)]
    return [cell.source for cell in wanted]


def worked(name, identifier):
    """What the check of the worked solution is given."""
    names = {}
    for source in cells(name, "answer", identifier):
        exec(source, names)
    given = cells(name, "check", identifier)[-1].rpartition(",")[2].strip(" )")
    return names[given]


def numbers(inputs):
    """All numbers of some arguments, in a row."""
    return [number for each in inputs for number in (numbers(each) if isinstance(each, list | tuple) else [each])]


def distance(mine, theirs):
    """How far apart two tuples of arguments are, each number on its own scale."""
    mine, theirs = numbers(mine), numbers(theirs)
    far = [abs(a - b) / (abs(a) + abs(b) or 1) for a, b in zip(mine, theirs, strict=False)]
    return sum(far) + abs(len(mine) - len(theirs))


def copied(known):
    """A function that repeats these values, elsewhere that of the nearest known input."""

    def answer(*inputs):
        return min(known, key=lambda each: distance(inputs, each[0]))[1]

    return answer


def test_every_set_has_hidden_checks_and_no_other_file_has():
    assert {path.stem for path in INSTRUCTOR.glob("*.py")} == set(set_names())


@pytest.mark.parametrize("question", FUNCTIONS, ids=lambda question: question.id)
def test_every_function_is_asked_for_more_than_is_public(question):
    assert question.id in HIDDEN


@pytest.mark.parametrize("identifier", SOLVED)
def test_worked_solution_earns_every_point(identifier):
    """It is written in another way than the reference: a hidden part must not ask for the reference's own way."""
    question = graded(identifier)
    verdict = judge(question, worked(find(identifier).set, identifier))
    assert [part.says for part in question.parts if part.says not in verdict.passed] == []
    assert verdict.state == "right"


@every_hidden
def test_blank_earns_nothing(identifier):
    question = graded(identifier)
    blanks = [None, ...] + [lambda *inputs: ...] * isinstance(question.expects, Function)
    assert {(judge(question, blank).state, judge(question, blank).points) for blank in blanks} == {("blank", 0)}


@pytest.mark.parametrize(
    "identifier", [each for each in HIDDEN if each not in ALL_IS_PUBLIC and each in {f.id for f in FUNCTIONS}]
)
def test_values_copied_from_public_checks_are_not_enough(identifier):
    question, public = graded(identifier), find(identifier)
    only_probes = [(inputs, public.reference(*inputs)) for inputs in public.expects.probes]
    for known in (only_probes, list(asked(identifier).values())):
        verdict = judge(question, copied(known))
        hidden = {part.says for part in HIDDEN[identifier]}
        assert not hidden <= set(verdict.passed), "hidden parts that a table of public values passes"
        assert verdict.points < question.points


@every_hidden
def test_words_of_a_hidden_part_differ_from_those_of_the_others(identifier):
    says = [part.says for part in graded(identifier).parts]
    assert len(set(says)) == len(says)


def test_agreement_is_for_functions_at_named_inputs():
    with pytest.raises(QuestionError, match="asks for no function"):
        agrees("bone_remodeling.1", (1,))
    with pytest.raises(QuestionError, match="needs inputs"):
        agrees("therapy.9")
