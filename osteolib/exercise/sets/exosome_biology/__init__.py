"""Questions on exosome biology: what an exosome is, how it leaves the cell, and how far its cargo gets."""

from osteolib.exercise.sets.exosome_biology import reach, secretion, vesicles

QUESTIONS = [*vesicles.QUESTIONS, *secretion.QUESTIONS, *reach.QUESTIONS]
