"""Answer the quiz of a lesson in a browser by script, as its declaration asks."""

from __future__ import annotations

from playwright.sync_api import Page

from osteolib import quiz as quiz_room
from osteolib.quiz import Item, Numeric, Order, Predict
from osteolib.quiz import items as items_of
from osteolib.quiz.wording import plain
from tools.notebooks import CHAPTERS, pages_of_the_book

LESSONS = {
    name.rpartition("/")[2]: f"{name}.html"
    for name in pages_of_the_book()
    if (CHAPTERS / f"{name}.ipynb").exists() and name.rpartition("/")[2] in quiz_room.lessons_with_quiz()
}
RIGHT, NOT_YET = "✓ Right.", "✗ Not yet."

GIVE = """([place, given]) => {
    const form = document.querySelectorAll("section.quiz form")[place], field = form.querySelector("input");
    const steps = () => [...form.querySelectorAll("li")], says = step => step.querySelector("span").innerText;
    if (typeof given === "string") {
        field.value = given;
        field.dispatchEvent(new Event("input", { bubbles: true }));
    } else if (!field)
        for (const [target, text] of given.entries())
            while (steps().findIndex(step => says(step) === text) > target)
                steps().find(step => says(step) === text).querySelector("[data-move='-1']").click();
    else
        form.querySelectorAll("input").forEach((box, i) => { if (box.checked !== given.includes(i)) box.click(); });
    form.querySelector("button[type=submit]").click();
    return form.querySelector("[role=status]").innerText;
}"""


def words(text: str) -> str:
    """A feedback as it is read on a page."""
    return " ".join(plain(text).replace("_", "").replace("^", "").split())


def right_answer(item: Item) -> str | list[str] | list[int]:
    """What is typed, the steps in order, or the places of the options to be chosen."""
    if isinstance(item, Numeric):
        return f"{item.number:g}"
    if isinstance(item, Order):
        return [step.text for step in item.steps]
    return [i for i, option in enumerate(item.options) if option.right]


def wrong_answer(item: Item) -> str | list[str] | list[int]:
    """The first slip, no step moved from the wrong order that is shown, or the first wrong option."""
    if isinstance(item, Numeric):
        return f"{item.wrong[0]:g}"
    if isinstance(item, Order):
        return []
    return [next(i for i, option in enumerate(item.options) if not option.right)]


def give(page: Page, place: int, given: str | list[str] | list[int]) -> str:
    """Answer the item at a place and press its button; what is then said."""
    return " ".join(page.evaluate(GIVE, [place, given]).split())


def answer_by_turns(page: Page, path: str) -> None:
    """Answer the quiz of a page, if it has one: the first item wrong, the second right, and so on.

    A prediction is only made.
    """
    lesson = next((name for name, its_page in LESSONS.items() if its_page == path), None)
    for place, item in enumerate(items_of(lesson) if lesson else ()):
        right = place % 2 and not isinstance(item, Predict)
        reply = give(page, place, right_answer(item) if right else wrong_answer(item))
        if not isinstance(item, Predict):
            assert reply.startswith(RIGHT if right else NOT_YET), item.question
