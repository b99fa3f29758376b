"""Questions on the capstone, *Design an exosome therapy*."""

from osteolib.exercise.sets.capstone import design, uncertainty

QUESTIONS = [*design.QUESTIONS, *uncertainty.QUESTIONS]
