"""Questions on aging immunity: the pool of naive cells, the fates of helper cells, and the second hit."""

from osteolib.exercise.sets.aging_immunity import fate, inflammaging, thymus

QUESTIONS = [*thymus.QUESTIONS, *fate.QUESTIONS, *inflammaging.QUESTIONS]
