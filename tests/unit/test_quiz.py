"""Quizzes without a browser: what is refused as an item, what a page shows and hides, and whether the model agrees."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from lxml import html

from osteolib.quiz import (
    BadItem,
    Multiple,
    Numeric,
    Order,
    Predict,
    Quiz,
    Right,
    Single,
    Slip,
    Step,
    Wrong,
    lessons_with_quiz,
    page_script,
    page_style,
    quiz,
)
from osteolib.quiz import items as items_of
from osteolib.quiz.page import secret, shown_order
from osteolib.quiz.sealing import seal, unseal
from osteolib.quiz.wording import checked, plain

LESSONS = lessons_with_quiz()
SCRIPT_BYTES = 12_000

OPTIONS = [Right("yes", "Because."), Wrong("no", "Not so."), Wrong("maybe", "Neither.")]
SINGLE = {"objective": "toy-1", "question": "Is it?", "options": OPTIONS}
NUMERIC = {
    "objective": "toy-2",
    "question": "How long?",
    "answer": lambda: 50.0,
    "unit": "days",
    "right": "One over the rate.",
    "hint": "What has the unit of a time?",
    "slips": [Slip(lambda: 0.02, "The rate."), Slip(lambda: 34.66, "The half-life.")],
}
ORDER = {
    "objective": "toy-3",
    "question": "In order?",
    "steps": [Step("one"), Step("two", early="After one."), Step("three", early="Last.")],
    "right": "So it is.",
}
PREDICT = {
    **SINGLE,
    "explorer": "toy",
    "slider": "k",
    "to": 2.0,
    "control": "<i>k</i>",
    "instead": "Run <code>toy()</code>.",
    "proof": lambda: True,
}

every_lesson = pytest.mark.parametrize("lesson", LESSONS)


def forms(text: str) -> list[html.HtmlElement]:
    return html.fragment_fromstring(text).xpath(".//form")


def feedbacks(item) -> list[str]:
    """Every sentence that an answer to `item` can lead to."""
    if isinstance(item, Numeric):
        return [item.right, item.hint, *(slip.feedback for slip in item.slips)]
    if isinstance(item, Order):
        return [item.right, *(step.early for step in item.steps if step.early)]
    return [option.feedback for option in item.options]


# ---- What is refused


@pytest.mark.parametrize(
    ("kind", "given", "changed", "words"),
    [
        (Single, SINGLE, {"objective": "toy"}, "one-cycle-2"),
        (Single, SINGLE, {"question": " "}, "no text"),
        (Single, SINGLE, {"question": "Is $x$ it?"}, "TeX"),
        (Single, SINGLE, {"question": "Is x < 1?"}, "&lt;"),
        (Single, SINGLE, {"options": OPTIONS[:2]}, "2 options"),
        (Single, SINGLE, {"options": [*OPTIONS, OPTIONS[1]]}, "twice"),
        (Single, SINGLE, {"options": [Right(c, "Because.") for c in "abc"]}, "no Wrong"),
        (Single, SINGLE, {"options": [*OPTIONS, Right("too", "Because.")]}, "2 Right"),
        (Single, SINGLE, {"options": [Wrong(c, "No.") for c in "abc"]}, "0 Right"),
        (Multiple, SINGLE, {}, "make it a Single"),
        (Numeric, NUMERIC, {"slips": NUMERIC["slips"][:1]}, "1 slips"),
        (Numeric, NUMERIC, {"slips": [*NUMERIC["slips"], Slip(lambda: 50.9, "Near.")]}, "cannot tell"),
        (Numeric, NUMERIC, {"answer": lambda: float("nan")}, "finite"),
        (Numeric, NUMERIC, {"answer": lambda: 0.0}, "zero"),
        (Numeric, NUMERIC, {"tolerance": 0.5}, "tolerance"),
        (Numeric, NUMERIC, {"hint": ""}, "hint"),
        (Order, ORDER, {"steps": [Step("one"), Step("two"), Step("three", early="Last.")]}, "early"),
        (Order, ORDER, {"steps": ORDER["steps"][:2]}, "2 steps"),
        (Predict, PREDICT, {"proof": None}, "proof"),
        (Predict, PREDICT, {"to": 0.0}, "within"),
        (Predict, PREDICT, {"instead": ""}, "instead"),
    ],
)
def test_an_item_that_teaches_nothing_is_refused_and_the_message_says_why(kind, given, changed, words):
    kind(**(given if kind is not Multiple else {**given, "options": [*OPTIONS, Right("too", "Because.")]}))
    with pytest.raises(BadItem, match=re.escape(words)):
        kind(**{**given, **changed})


@pytest.mark.parametrize("make", [Right, Wrong])
@pytest.mark.parametrize("texts", [("", "Because."), ("yes", ""), ("<i>yes", "Because."), ("yes", "<a href='x'>y</a>")])
def test_an_option_needs_a_text_and_a_feedback(make, texts):
    with pytest.raises(BadItem):
        make(*texts)


@pytest.mark.parametrize(
    "text", ["<i>a", "a</i>", "<i>a</b>", "<script>x</script>", "<i class='x'>a</i>", "1 < 2", "a_$b$"]
)
def test_only_a_few_marks_are_read(text):
    with pytest.raises(BadItem, match="the text"):
        checked(text, "the text")


def test_a_number_is_cut_where_processors_differ():
    item = Numeric(**{**NUMERIC, "answer": lambda: 50.0 * (1 + 1e-12), "slips": NUMERIC["slips"]})
    assert (item.number, item.wrong) == (50.0, (0.02, 34.66))


# ---- What a page shows and hides


@pytest.mark.parametrize("text", ["", "a", "µ – β é", "x" * 5000])
def test_what_is_sealed_comes_back_and_shows_nothing(text):
    sealed = seal({"say": text}, "quiz-toy-1")
    assert unseal(sealed, "quiz-toy-1") == {"say": text}
    assert re.fullmatch(r"[A-Za-z0-9+/]+=*", sealed)
    assert seal({"say": text}, "quiz-toy-2") != sealed


@every_lesson
def test_answers_are_not_in_clear_text(lesson):
    shown = quiz(lesson).html
    for item in items_of(lesson):
        for words in feedbacks(item):
            assert words not in shown
            assert plain(words) not in html.fragment_fromstring(shown).text_content()
        if isinstance(item, Numeric):
            assert not re.search(rf"(?<![\d.]){re.escape(f'{item.number:g}')}(?![\d.])", shown), item.question
    assert not re.search(r"right|wrong|correct", re.sub(r'data-sealed="[^"]*"', "", shown), re.IGNORECASE)


@every_lesson
def test_page_says_every_question_and_every_option_of_the_declaration(lesson):
    made, text = forms(quiz(lesson).html), repr(quiz(lesson))
    assert len(made) == len(items_of(lesson))
    for item, form in zip(items_of(lesson), made, strict=True):
        assert plain(item.question) in text
        question = html.fragment_fromstring(f"<p>{item.question}</p>").text_content()
        assert question in form.find(".//legend").text_content()
        answers = getattr(item, "options", getattr(item, "steps", []))
        shown = [" ".join(li.find(".//span").itertext()) for li in form.iter("li")]
        assert len(shown) == len(answers)
        assert form.get("data-objective") == item.objective
        assert unseal(form.get("data-sealed"), form.get("id")) == json.loads(json.dumps(secret(item, form.get("id"))))


@every_lesson
def test_form_without_scripts_shows_no_control_that_does_nothing(lesson):
    for form in forms(quiz(lesson).html):
        assert form.xpath("./fieldset/legend")
        for control in form.xpath(".//input | .//button"):
            assert control.get("hidden") is not None
        for box in form.xpath(".//input"):
            assert box.xpath("ancestor::label"), "every box has its words"


def test_steps_are_never_shown_in_the_right_order():
    for n in range(3, 8):
        for number in range(200):
            order = shown_order(range(n), f"quiz-toy-{number}")
            assert sorted(order) == list(range(n)) != order


def test_keys_of_an_order_lead_back_to_the_declaration():
    item, identifier = Order(**ORDER), "quiz-toy-3"
    shown = shown_order(item.steps, identifier)
    hidden = secret(item, identifier)
    assert [item.steps[shown[key]].text for key in hidden["keys"]] == ["one", "two", "three"]
    assert [item.steps[place].early for place in shown] == hidden["early"]


def test_script_is_small_and_one_script_serves_page_and_notebook():
    assert len(page_script().encode()) < SCRIPT_BYTES
    assert "export" not in page_script()
    assert Quiz._esm is not None
    assert page_style().count("{") == page_style().count("}")


def test_a_notebook_gets_the_widget_and_every_other_reader_html_and_text():
    shown = quiz(LESSONS[0])
    data, _ = shown._repr_mimebundle_()
    assert data["text/html"] == shown.html == shown._repr_html_()
    assert data["text/plain"] == repr(shown)
    assert "application/vnd.jupyter.widget-view+json" in data


def test_a_misspelled_lesson_is_told_the_nearest():
    with pytest.raises(ValueError, match="one_cycle"):
        quiz("one-cycle")


# ---- Every lesson


@every_lesson
def test_the_model_agrees_with_what_is_called_right(lesson):
    for item in items_of(lesson):
        assert item.proof is None or bool(item.proof()), item.question


@every_lesson
def test_the_right_option_is_not_always_in_one_place(lesson):
    choices = [item for item in items_of(lesson) if isinstance(item, Single | Predict)]
    places = {next(i for i, option in enumerate(item.options) if option.right) for item in choices}
    assert len(choices) < 2 or len(places) > 1


@every_lesson
def test_a_feedback_is_said_once_and_does_not_repeat_the_verdict(lesson):
    said = [words for item in items_of(lesson) for words in feedbacks(item)]
    assert len(said) == len(set(said))
    for words in said:
        assert not re.match(r"(right|wrong|correct|yes|no|not yet)\b[.,!:]", words, re.IGNORECASE), words
        assert re.search(r"[.?!]$|</code>$", words), words


def test_an_item_can_be_changed_as_a_whole():
    assert replace(Single(**SINGLE), question="Is it not?").question == "Is it not?"
