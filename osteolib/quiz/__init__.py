"""Quizzes inside the lessons: every answer is answered, in the book and in a notebook, and nothing is sent anywhere."""

from osteolib.quiz.errors import BadItem
from osteolib.quiz.kinds import Item, Multiple, Numeric, Order, Predict, Right, Single, Slip, Step, Wrong
from osteolib.quiz.page import page_script, page_style
from osteolib.quiz.widget import Quiz, items, lessons_with_quiz, quiz

__all__ = [
    "BadItem",
    "Item",
    "Multiple",
    "Numeric",
    "Order",
    "Predict",
    "Quiz",
    "Right",
    "Single",
    "Slip",
    "Step",
    "Wrong",
    "items",
    "lessons_with_quiz",
    "page_script",
    "page_style",
    "quiz",
]
