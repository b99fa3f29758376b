"""Quizzes in a browser: every kind of item answered right, wrong and by its slips, by keyboard and without scripts.

``bench`` is a page of its own, opened as a file, with one item of every kind and an explorer; lessons are the pages of
the book. What a page is asked here is computed from the declaration of its items.
"""

from __future__ import annotations

import json
from functools import cache

import pytest
from playwright.sync_api import Locator, Page, expect

from osteolib import explore
from osteolib import explorer as explorer_room
from osteolib import quiz as quiz_room
from osteolib.quiz import Item, Multiple, Numeric, Order, Predict, Quiz, Right, Single, Slip, Step, Wrong
from osteolib.quiz import items as items_of
from osteolib.quiz.page import secret
from osteolib.remodeling import komarova2003
from tests.site.answers import LESSONS, NOT_YET, RIGHT, answer_by_turns, give, right_answer, words
from tests.site.conftest import HEIGHT

TARGET = 24  # px, the least that a finger is given
GIVEN = "found => found.map(e => (e.type === 'number' ? e.value : e.checked))"
SIZES = "found => found.map(e => [e.getBoundingClientRect().width, e.getBoundingClientRect().height])"

PREDICT = {
    "objective": "toy-4",
    "question": "What does <i>g</i><sub>11</sub> do?",
    "options": [Wrong("nothing", "It does."), Right("a deeper dig", "More dig."), Wrong("a flat line", "Not flat.")],
    "explorer": "komarova2003",
    "slider": "g11",
    "to": 0.9,
    "control": "<i>g</i><sub>11</sub>",
    "instead": "Run <code>simulate</code>.",
    "proof": lambda: True,
}
ITEMS: list[Item] = [
    Single(
        objective="toy-1",
        question="One?",
        options=[
            Wrong("first", "It is <i>not</i> the first."),
            Right("second", "It is the second."),
            Wrong("third", "It is not the third: β &lt; 1."),
        ],
    ),
    Multiple(
        objective="toy-1",
        question="Several?",
        options=[
            Right("a", "A holds."),
            Wrong("b", "B does not hold."),
            Right("c", "C holds."),
            Wrong("d", "D does not hold."),
        ],
    ),
    Numeric(
        objective="toy-2",
        question="How long?",
        answer=lambda: 50.0,
        unit="days",
        tolerance=0.02,
        right="One over the rate.",
        hint="Which combination is a time?",
        slips=[Slip(lambda: 0.02, "This is the rate."), Slip(lambda: -50.0, "A sign was lost.")],
    ),
    Order(
        objective="toy-3",
        question="In order?",
        steps=[
            Step("dig"),
            Step("fill", early="No hole yet."),
            Step("bury", early="Nothing to be buried in."),
            Step("rest", early="Too soon to rest."),
        ],
        right="Dig, fill, bury, rest.",
    ),
    Predict(**PREDICT),
    Predict(**{**PREDICT, "question": "Elsewhere?", "explorer": "not_on_this_page"}),
]
SURROUNDINGS = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Quiz</title>
<link rel="icon" href="data:,"><meta name="viewport" content="width=device-width,initial-scale=1">
<style>body{margin:12px;color:#222;background:#fff}"""


@cache
def bench_text() -> str:
    view = explore(komarova2003, sliders=[("g11", 0.3, 0.9), ("beta1", 0.15, 0.3)], show=["bone_mass"], until=300)
    style = explorer_room.page_style() + quiz_room.page_style()
    scripts = "".join(f"<script>{room.page_script()}</script>" for room in (explorer_room, quiz_room))
    body = f"<main><h1>Quiz</h1>{view._repr_html_()}{Quiz('bench', ITEMS).html}</main>"
    return f"{SURROUNDINGS}{style}</style>{body}{scripts}</html>"


@pytest.fixture(scope="session")
def bench(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("quiz") / "bench.html"
    path.write_text(bench_text(), encoding="utf-8")
    return path.as_uri()


# ---- Answering


def form(page: Page, place: int) -> Locator:
    return page.locator("section.quiz form").nth(place)


def check(page: Page, place: int) -> str:
    """Press the button of a form; what is then said."""
    form(page, place).locator("button[type=submit]").click()
    return said(page, place)


def said(page: Page, place: int) -> str:
    return " ".join(form(page, place).get_by_role("status").inner_text().split())


def choose(page: Page, place: int, chosen: list[int]) -> None:
    boxes = form(page, place).locator("input")
    for i in range(boxes.count()):
        if boxes.nth(i).get_attribute("type") == "radio":
            continue
        boxes.nth(i).set_checked(i in chosen)
    if boxes.first.get_attribute("type") == "radio":
        boxes.nth(chosen[0]).check()


def arrange(page: Page, place: int, wanted: list[str]) -> None:
    """Bring steps into an order by their buttons alone."""
    for target, text in enumerate(wanted):
        step = form(page, place).locator("li", has=page.get_by_text(text, exact=True))
        while steps(page, place).index(text) > target:
            step.locator("[data-move='-1']").click()


def steps(page: Page, place: int) -> list[str]:
    return form(page, place).locator("li > span:first-child").all_inner_texts()


def move_to(page: Page, name: str, value: float) -> None:
    """Put a slider of the page's first explorer somewhere, as a hand would."""
    page.locator(f"[data-slider={name}]").first.evaluate(
        "(input, value) => { input.value = value; input.dispatchEvent(new Event('input', { bubbles: true })); }", value
    )


def answer_right(page: Page, place: int, item: Item) -> None:
    """Give the right answer to an item, whatever its kind, by hand."""
    given = right_answer(item)
    if isinstance(item, Numeric):
        form(page, place).locator("input").fill(given)
    elif isinstance(item, Order):
        arrange(page, place, given)
    else:
        choose(page, place, given)


# ---- Every kind


@pytest.mark.parametrize("chosen", range(3))
def test_single_says_of_each_option_what_was_declared(open_page, bench, chosen):
    page = open_page(bench)
    choose(page, 0, [chosen])
    option = ITEMS[0].options[chosen]
    assert check(page, 0) == f"{RIGHT if option.right else NOT_YET} {words(option.feedback)}"


@pytest.mark.parametrize("place", [0, 1, 2, 4])
def test_nothing_chosen_is_no_answer(open_page, bench, place):
    page = open_page(bench)
    text = check(page, place)
    assert "first" in text
    assert "Right" not in text and "Not yet" not in text
    expect(page.locator(".quiz-progress")).to_have_text(f"0 of {len(ITEMS)} right")


@pytest.mark.parametrize("chosen", [[0], [1], [0, 2], [0, 1], [0, 1, 2], [0, 1, 2, 3], [1, 3]])
def test_multiple_answers_what_was_ticked_and_counts_what_is_missing(open_page, bench, chosen):
    page, options = open_page(bench), ITEMS[1].options
    choose(page, 1, chosen)
    text = check(page, 1)
    right = [i for i, option in enumerate(options) if option.right]
    missing = len(set(right) - set(chosen))
    assert text.startswith(RIGHT if chosen == right else NOT_YET)
    assert (f"{missing} more" in text) == bool(missing)
    for i, option in enumerate(options):
        told = i in chosen and (chosen == right or not option.right)
        assert (option.feedback in text) == told, option.text


@pytest.mark.parametrize("typed", ["50", "51", "49", "5e1", "50.99", "49.01"])
def test_numeric_takes_numbers_within_its_tolerance(open_page, bench, typed):
    page = open_page(bench)
    form(page, 2).locator("input").fill(typed)
    assert check(page, 2) == f"{RIGHT} {ITEMS[2].right}"


@pytest.mark.parametrize(
    ("typed", "index"),
    [("51.1", None), ("48.9", None), ("0", None), ("1e300", None), ("0.02", 0), (".0204", 0), ("-50", 1)],
)
def test_numeric_knows_its_slips_and_gives_a_hint_to_all_else(open_page, bench, typed, index):
    page, item = open_page(bench), ITEMS[2]
    form(page, 2).locator("input").fill(typed)
    assert check(page, 2) == f"{NOT_YET} {item.hint if index is None else item.slips[index].feedback}"


def test_numeric_is_checked_by_the_enter_key_and_names_its_unit(open_page, bench):
    page = open_page(bench)
    box = page.get_by_role("spinbutton", name="days")
    box.fill("50")
    box.press("Enter")
    assert said(page, 2).startswith(RIGHT)


def test_order_names_the_first_step_that_comes_too_early(open_page, bench):
    page, item = open_page(bench), ITEMS[3]
    assert steps(page, 3) != [step.text for step in item.steps]
    arrange(page, 3, ["dig", "bury", "fill", "rest"])
    text = check(page, 3)
    assert text.startswith(NOT_YET) and "Place 2" in text and text.endswith("Nothing to be buried in.")
    arrange(page, 3, ["dig", "fill", "bury", "rest"])
    assert said(page, 3) == "", "what was said belonged to another order"
    assert check(page, 3) == f"{RIGHT} {item.right}"


def test_order_is_put_right_with_the_keyboard_alone(open_page, bench):
    page = open_page(bench)
    wanted = [step.text for step in ITEMS[3].steps]
    for target, text in enumerate(wanted):
        step = form(page, 3).locator("li", has=page.get_by_text(text, exact=True))
        if steps(page, 3).index(text) > target:
            step.locator("[data-move='-1']").focus()
        while steps(page, 3).index(text) > target:
            page.keyboard.press("Enter")
            focused = page.evaluate("document.activeElement.getAttribute('aria-label')")
            assert text in focused and f"now {steps(page, 3).index(text) + 1} of 4" in focused
    form(page, 3).locator("button[type=submit]").focus()
    page.keyboard.press("Space")
    assert said(page, 3).startswith(RIGHT)


def test_choices_are_made_with_the_keyboard_alone(open_page, bench):
    page = open_page(bench)
    form(page, 0).locator("input").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert said(page, 0).startswith(RIGHT)
    form(page, 1).locator("input").first.focus()
    for key in ("Space", "Tab", "Tab", "Space", "Tab", "Tab", "Enter"):
        page.keyboard.press(key)
    assert said(page, 1).startswith(RIGHT)


# ---- Predictions


def test_prediction_is_answered_when_the_slider_is_where_it_should_be(open_page, bench):
    page = open_page(bench)
    choose(page, 4, [0])
    assert "Move g11 to 0.9" in check(page, 4)
    assert page.evaluate("document.activeElement.dataset.slider") == "g11"
    aside = page.locator(".quiz-aside")
    expect(aside).to_contain_text("You made a prediction. Now move g11 to 0.9.")
    move_to(page, "g11", 0.7)
    expect(aside).to_contain_text("You made a prediction.")
    move_to(page, "g11", 0.9)
    expect(aside.get_by_role("status")).to_have_text(f"{NOT_YET} It does.")
    assert said(page, 4) == f"{NOT_YET} It does."
    aside.get_by_role("link", name="Back to the question").click()
    assert page.evaluate("document.activeElement.closest('form')?.id") == "quiz-bench-5"
    expect(page.locator(".quiz-progress")).to_have_text(f"0 of {len(ITEMS)} right")


def test_prediction_waits_until_all_other_sliders_stand_at_their_start(open_page, bench):
    page = open_page(bench)
    choose(page, 4, [1])
    check(page, 4)
    move_to(page, "beta1", 0.3)
    move_to(page, "g11", 0.9)
    expect(page.locator(".quiz-aside")).to_contain_text("Press Reset")
    page.get_by_role("button", name="Reset").click()
    move_to(page, "g11", 0.89)
    expect(page.locator(".quiz-aside")).to_contain_text(f"{RIGHT} More dig.")
    assert said(page, 4).startswith(RIGHT)


def test_prediction_with_the_keyboard_alone(open_page, bench):
    page = open_page(bench)
    form(page, 4).locator("input").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("End")
    assert said(page, 4).startswith(RIGHT)


def test_another_prediction_takes_the_first_one_back(open_page, bench):
    page = open_page(bench)
    choose(page, 4, [0])
    check(page, 4)
    choose(page, 4, [1])
    assert page.locator(".quiz-aside").count() == 0
    move_to(page, "g11", 0.9)
    assert said(page, 4) == "", "nobody held the reader to the second one yet"


def test_prediction_without_its_explorer_says_what_to_do_and_then_the_answer(open_page, bench):
    page = open_page(bench)
    choose(page, 5, [1])
    text = check(page, 5)
    assert "Run simulate." in text and "Right" not in text
    assert check(page, 5) == f"{RIGHT} More dig."


# ---- In a notebook


def test_a_notebook_runs_the_same_script_on_the_same_html(open_page):
    page, view = open_page("index.html"), Quiz("bench", ITEMS)
    page.evaluate(
        """async ([source, html]) => {
            const module = await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
            const el = document.createElement("div");
            document.querySelector("article").append(el);
            window.leave = module.default.render({ model: { get: () => html }, el });
        }""",
        [str(view._esm), view.html],
    )
    answer_right(page, 3, ITEMS[3])
    assert check(page, 3) == f"{RIGHT} {ITEMS[3].right}"
    choose(page, 0, [0])
    assert check(page, 0).startswith(NOT_YET)
    expect(page.locator(".quiz-progress")).to_have_text(f"1 of {len(ITEMS)} right")
    page.evaluate("leave()")


# ---- What is kept, and where


def test_answers_are_kept_over_a_reload_and_cleared_by_the_button(open_page):
    page, items = open_page(LESSONS["one_cycle"]), items_of("one_cycle")
    asked = [place for place, item in enumerate(items) if not isinstance(item, Predict)]
    for place in asked:
        answer_right(page, place, items[place])
        assert check(page, place).startswith(RIGHT), items[place].kind
    progress = page.locator(".quiz-progress")
    expect(progress).to_have_text(f"{len(asked)} of {len(items)} right")
    before = [said(page, place) for place in asked]
    given = page.locator("section.quiz input").evaluate_all(GIVEN)
    arranged = [steps(page, place) for place in asked]
    page.reload()
    expect(progress).to_have_text(f"{len(asked)} of {len(items)} right")
    assert [said(page, place) for place in asked] == before
    assert [steps(page, place) for place in asked] == arranged
    again = page.locator("section.quiz input").evaluate_all(GIVEN)
    assert again == given

    page.get_by_role("button", name="Clear my answers").click()
    expect(progress).to_have_text(f"0 of {len(items)} right")
    assert [said(page, place) for place in asked] == [""] * len(asked)
    assert not page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('osteolib.quiz'))")
    page.reload()
    expect(progress).to_have_text(f"0 of {len(items)} right")
    assert page.locator("section.quiz :checked").count() == 0


def test_an_answer_to_an_older_wording_is_forgotten(open_page):
    page, items = open_page(LESSONS["one_cycle"]), items_of("one_cycle")
    answer_right(page, 1, items[1])
    assert check(page, 1).startswith(RIGHT)
    page.evaluate(
        """() => {
            const kept = JSON.parse(localStorage.getItem("osteolib.quiz.one_cycle"));
            for (const answer of Object.values(kept)) answer.version += 1;
            localStorage.setItem("osteolib.quiz.one_cycle", JSON.stringify(kept));
        }"""
    )
    page.reload()
    expect(page.locator(".quiz-progress")).to_have_text(f"0 of {len(items)} right")


@pytest.mark.parametrize(
    "kept", ["no JSON", "null", "[]", '"text"', '{"quiz-bench-1": null}', '{"quiz-bench-4": {"answer": 3}}']
)
def test_what_else_lies_in_the_storage_does_no_harm(open_page, bench, kept):
    page = open_page(bench)
    page.evaluate("kept => localStorage.setItem('osteolib.quiz.bench', kept)", kept)
    page.reload()
    answer_right(page, 1, ITEMS[1])
    assert check(page, 1).startswith(RIGHT)
    assert page.evaluate("kept => localStorage.getItem('osteolib.quiz.bench') !== kept", kept), "not where it is kept"


def test_quiz_works_where_the_browser_refuses_its_storage(open_page, bench):
    page = open_page(bench, own=True)
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })"
    )
    page.reload()
    answer_right(page, 0, ITEMS[0])
    assert check(page, 0).startswith(RIGHT)
    page.get_by_role("button", name="Clear my answers").click()
    assert said(page, 0) == ""


# ---- Every reader


def test_without_scripts_a_quiz_is_read_and_shows_no_control(open_page, bench):
    page = open_page(bench, javascript=False)
    quiz = page.locator("section.quiz")
    assert quiz.locator("input:visible, button:visible").count() == 0
    assert "has to run scripts" in quiz.inner_text()
    for item in ITEMS:
        for text in [item.question, *(part.text for part in getattr(item, "options", getattr(item, "steps", [])))]:
            assert words(text) in quiz.inner_text()


@pytest.mark.parametrize("lesson", LESSONS)
def test_quiz_of_a_lesson_when_answered(open_page, lesson):
    """By turns right and wrong, then by every slip; test_pages looks at the answered page in its colors."""
    page, items = open_page(LESSONS[lesson]), items_of(lesson)
    assert not page.locator(".quiz-needs").is_visible()
    answer_by_turns(page, LESSONS[lesson])
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        sizes = page.locator("section.quiz").locator("button, input").evaluate_all(SIZES)
        assert all(min(size) >= TARGET for size in sizes), width
    page.get_by_role("button", name="Clear my answers").click()
    for place, item in enumerate(items):
        assert said(page, place) == ""
        answer_by_slips(page, place, item)


def answer_by_slips(page: Page, place: int, item: Item) -> None:
    """Commit every slip of a number, and follow a prediction to its end."""
    if isinstance(item, Numeric):
        for value, slip in zip(item.wrong, item.slips, strict=True):
            assert give(page, place, f"{value:g}") == f"{NOT_YET} {words(slip.feedback)}"
    if isinstance(item, Predict):
        assert "Your prediction is noted. Move" in give(page, place, right_answer(item))
        put(page, item)
        assert said(page, place).startswith(RIGHT)
        page.get_by_role("button", name="Reset").first.click()


def put(page: Page, item: Predict) -> None:
    """Move the slider of a prediction, beside which the page has put its note, to where it is asked."""
    explorer = page.locator(".explorer", has=page.locator(".quiz-aside")).last
    explorer.locator(f"[data-slider={item.slider}]").evaluate(
        """(input, [to, stops]) => {
            if (input.type === "checkbox") input.checked = to > 0.5;
            else input.value = stops ? stops.indexOf(to) : to;
            input.dispatchEvent(new Event("input", { bubbles: true }));
        }""",
        [item.to, stops_of(page, item)],
    )


def stops_of(page: Page, item: Predict) -> list[float] | None:
    """The choices of a slider, from what the page draws from."""
    islands = page.locator("figure[data-explorer] > script").all_text_contents()
    specs = [spec for spec in map(json.loads, islands) if spec["name"] == item.explorer]
    sliders = [s for spec in specs for s in spec["sliders"] if s["name"] == item.slider]
    return sliders[item.which - 1].get("stops")


def test_focus_can_be_seen(open_page, bench):
    page = open_page(bench)
    form(page, 0).locator("input").first.focus()
    page.keyboard.press("ArrowDown")
    for _ in range(3):
        style = page.evaluate(
            "() => ['outlineStyle', 'outlineWidth'].map((name) => getComputedStyle(document.activeElement)[name])"
        )
        assert style == ["solid", "2px"]
        page.keyboard.press("Tab")


def test_the_same_envelope_is_opened_by_page_and_python(open_page, bench):
    page = open_page(bench)
    source = quiz_room.page_script().replace('(() => {\n"use strict";', "").rpartition("document.querySelectorAll")[0]
    page.add_script_tag(content=source)
    for place, item in enumerate(ITEMS):
        opened = page.evaluate(
            "place => { const f = document.forms[place]; return unseal(f.dataset.sealed, f.id); }", place
        )
        assert opened == json.loads(json.dumps(secret(item, f"quiz-bench-{place + 1}")))
