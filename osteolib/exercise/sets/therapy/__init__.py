"""Questions on therapy: messages, silencing, macrophages, doses, and the reading of evidence."""

from osteolib.exercise.sets.therapy import appraisal, dose, macrophages, messages, silencing

QUESTIONS = [
    *messages.QUESTIONS,
    *silencing.QUESTIONS,
    *macrophages.QUESTIONS,
    *dose.QUESTIONS,
    *appraisal.QUESTIONS,
]
