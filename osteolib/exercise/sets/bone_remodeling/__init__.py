"""Questions on bone remodeling: one cycle, the signals that set its balance, and the load that steers it."""

from osteolib.exercise.sets.bone_remodeling import load_and_extension, one_cycle, signals

QUESTIONS = [*one_cycle.QUESTIONS, *signals.QUESTIONS, *load_and_extension.QUESTIONS]
