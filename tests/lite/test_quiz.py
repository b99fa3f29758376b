"""A quiz in the browser's notebook answers as it does on the page."""

from __future__ import annotations

QUIZ = """
from osteolib.quiz import Quiz, Right, Single, Wrong
item = Single(
    objective="trial-1",
    question="Which cells dig?",
    options=[
        Wrong("osteoblasts", "They fill."),
        Wrong("osteocytes", "They feel."),
        Right("osteoclasts", "They dissolve mineral and matrix."),
    ],
)
trial = Quiz("trial", [item])
trial
"""


def test_quiz_answers_without_any_compiled_package(lesson):
    shown = lesson.output(QUIZ)
    shown.get_by_label("osteoblasts").check()
    shown.get_by_role("button", name="Check").click()
    shown.get_by_text("They fill.").wait_for()
    shown.get_by_label("osteoclasts").check()
    shown.get_by_role("button", name="Check").click()
    shown.get_by_text("They dissolve mineral and matrix.").wait_for()
    assert lesson.run("import sys; print('numpy' in sys.modules)").strip() == "False"
