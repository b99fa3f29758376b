"""Questions on estrogen: menopause as an experiment, and the T cells behind it."""

from osteolib.exercise.sets.estrogen import menopause, t_cells

QUESTIONS = [*menopause.QUESTIONS, *t_cells.QUESTIONS]
