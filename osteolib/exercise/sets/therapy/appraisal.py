"""Questions on the lesson *Reading the evidence*."""

from __future__ import annotations

from statistics import NormalDist

from osteolib.exercise.kinds import Function, Number
from osteolib.exercise.question import Mistake, Part, Question
from osteolib.therapy import predict, printed_error, smd_error

EDGE = NormalDist().inv_cdf(0.975)


def _ppv(sensitivity: float, specificity: float, prevalence: float) -> float:
    return float(predict(sensitivity, specificity, prevalence).ppv)


def _npv(sensitivity: float, specificity: float, prevalence: float) -> float:
    return float(predict(sensitivity, specificity, prevalence).npv)


def _swapped(sensitivity: float, specificity: float, prevalence: float) -> float:
    true, false = sensitivity * prevalence, specificity * (1 - prevalence)
    return true / (true + false)


def _trials(low: float, high: float, smd: float, each: int) -> float:
    return (float(smd_error(smd, each, each)) / float(printed_error(low, high))) ** 2


QUESTIONS = [
    Question(
        "therapy.9",
        objective="appraise-2",
        asks="a function for what a positive result means",
        points=3,
        expects=Function(Number("", rel=0.005), probes=[(0.95, 0.82, 0.068), (0.9, 0.9, 0.3), (0.7, 0.99, 0.01)]),
        right=lambda: _ppv,
        parts=[
            Part(1, "the rarer the disease, the less it means", lambda ppv: ppv(0.9, 0.8, 0.01) < ppv(0.9, 0.8, 0.2)),
            Part(1, "a test that hardly ever errs on the healthy", lambda ppv: abs(ppv(0.6, 1 - 1e-7, 0.1) - 1) < 1e-4),
            Part(1, "agrees", lambda ppv: abs(ppv(0.85, 0.75, 0.12) / _ppv(0.85, 0.75, 0.12) - 1) < 0.005),
        ],
        mistakes=[
            Mistake(
                "sensitivity",
                lambda: lambda sensitivity, specificity, prevalence: sensitivity,
                "That is how many of the ill test positive. The woman asks how many of the positive are ill.",
            ),
            Mistake(
                "as many ill as healthy",
                lambda: lambda sensitivity, specificity, prevalence: _ppv(sensitivity, specificity, 0.5),
                "You took as many ill as healthy people. Weigh both groups by how many there are: the prevalence.",
            ),
            Mistake(
                "negative",
                lambda: _npv,
                "That is what a negative result is worth. The question is about a positive one.",
            ),
            Mistake(
                "specificity for false alarms",
                lambda: _swapped,
                "You took specificity for the rate of false alarms. Among the healthy, 1 - specificity test positive.",
            ),
            Mistake(
                "percent",
                lambda: lambda sensitivity, specificity, prevalence: 100 * _ppv(sensitivity, specificity, prevalence),
                "That is in percent. The question asks for a share, between 0 and 1, as all other numbers here.",
            ),
        ],
    ),
    Question(
        "therapy.10",
        objective="appraise-4",
        asks="a function that checks a printed interval",
        points=3,
        finds_flaw=True,
        expects=Function(
            Number("trials", rel=0.01), probes=[(2.08, 2.25, 2.17, 6), (1.4, 1.6, 1.5, 8), (0.2, 1.0, 0.6, 12)]
        ),
        right=lambda: _trials,
        parts=[
            Part(1, "a narrower interval needs more trials", lambda need: need(1.9, 2.1, 2, 6) > need(1.0, 3.0, 2, 6)),
            Part(1, "larger trials, fewer of them", lambda need: need(1.9, 2.1, 2, 20) < need(1.9, 2.1, 2, 6)),
            Part(1, "agrees", lambda need: abs(need(0.5, 0.9, 0.7, 10) / _trials(0.5, 0.9, 0.7, 10) - 1) < 0.01),
        ],
        mistakes=[
            Mistake(
                "half-width for error",
                lambda: lambda low, high, smd, each: _trials(low, high, smd, each) / EDGE**2,
                "You took half of the interval for the standard error. An interval of 95 % reaches 1.96 standard "
                "errors to each side.",
            ),
            Mistake(
                "whole width",
                lambda: lambda low, high, smd, each: _trials(low, high, smd, each) / 4,
                "You used the whole width. From the middle to each end it is half of that.",
            ),
            Mistake(
                "no square",
                lambda: lambda low, high, smd, each: _trials(low, high, smd, each) ** 0.5,
                "Errors shrink with the root of the number of trials, so the number is the square of the ratio.",
            ),
            Mistake(
                "upside down",
                lambda: lambda low, high, smd, each: 1 / _trials(low, high, smd, each),
                "The ratio stands upside down: the error of one trial is the larger one.",
            ),
        ],
    ),
]
