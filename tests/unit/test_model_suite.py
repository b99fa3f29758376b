"""Every model passes the common suite, and the suite notices every kind of broken model."""

import itertools
import math
import os
from pathlib import Path

import numpy as np
import pytest

from osteolib.model import Model, NoSteadyState, Parameter, Quantity, State
from osteolib.testing import RULES, UnfitModel, check_model, registered_models
from osteolib.testing.corners import corners, inside
from osteolib.testing.typesetting import latex_fault

REFERENCES = Path(__file__).parents[2] / "references.bib"


@pytest.mark.parametrize("name", registered_models())
def test_every_model_passes_the_common_suite(name):
    check_model(registered_models()[name], REFERENCES)


def test_all_models_of_the_course_are_registered():
    of_remodeling = {"graham2013", "komarova2003", "lemaire2004"}
    of_estrogen = {"jorg2022", "jorg2022_t_cells", "lemaire2004_estrogen", "nelson2026"}
    of_exosomes = {"endosome_route", "secretion_by_cell", "uptake_routes"}
    assert of_remodeling | of_estrogen | of_exosomes <= set(registered_models())
    assert list(registered_models()) == sorted(registered_models())


def test_a_model_exported_under_another_name_is_refused(monkeypatch):
    import osteolib.remodeling as room

    monkeypatch.setattr(room, "bone", room.komarova2003, raising=False)
    monkeypatch.setattr(room, "__all__", [*room.__all__, "bone"])
    with pytest.raises(ValueError, match="'komarova2003' as 'bone'"):
        registered_models()


# Toy models: one that is sound, and for every rule some that break it -------------------------------------------------


def toy(**changed):
    """Production and decay, with one part replaced."""
    parameter = {
        "name": "k", "value": 0.1, "unit": "1/d", "low": 0.05, "high": 0.2, "description": "decay",
        "source": "komarova2003", "status": "illustrative",
    } | changed.pop("parameter", {})  # fmt: skip
    state = {"name": "cells", "unit": "cells", "initial": 5.0, "description": "cells", "symbol": "c"}
    state |= changed.pop("state", {})
    parts = {"source": "komarova2003", "rhs": lambda t, y, p: (1.0 - p.k * y[0],)} | changed
    return Model(
        "toy", "cells that come and go", parts.pop("source"), "d",
        states=[State(**state)], parameters=[Parameter(**parameter), *parts.pop("more", ())], **parts,
    )  # fmt: skip


def test_a_sound_toy_passes():
    check_model(toy(), REFERENCES)


counter = itertools.count()


def forgetful(t, y, p):
    return (1.0 - p.k * y[0] * (1 + 1e-9 * next(counter)),)


def meddling(t, y, p):
    p.loss = p.k * y[0]
    return (1.0 - p.loss,)


def overwriting(t, y, p):
    if isinstance(y[0], np.ndarray):
        y[0] *= 1.0
    return (1.0 - p.k * y[0],)


def mixing(t, y, p):
    mean = y[0].mean() if isinstance(y[0], np.ndarray) else y[0]
    return (1.0 - p.k * mean,)


def mixing_later(t, y, p):
    return mixing(t, y, p) if isinstance(y[0], np.ndarray) and t > 200 else (1.0 - p.k * y[0],)


def different_in_symbols(t, y, p):
    return (1.0 - (1.01 if hasattr(y[0], "free_symbols") else 1.0) * p.k * y[0],)


def clock(t, y, p, q):
    q.age = t + 0 * y[0]


LOST = Quantity("lost", "cells/d", "lost cells", r"\ell")

BROKEN = {
    "source of the model unknown": (toy(source="nobody1900"), "declares_everything", "'nobody1900' of toy"),
    "source of a parameter unknown": (toy(parameter={"source": "x"}), "declares_everything", "source 'x' of k"),
    "unit missing": (toy(parameter={"unit": " "}), "declares_everything", "k has no unit"),
    "description missing": (toy(state={"description": ""}), "declares_everything", "cells has no description"),
    "name twice": (toy(state={"name": "k"}), "declares_everything", "'k' is declared twice"),
    "name is no identifier": (toy(state={"name": "bone mass"}), "declares_everything", "'bone mass' cannot be used"),
    "name taken by a call": (
        toy(more=[Parameter("doses", 1.0, "1", 1.0, 1.0, "doses", "komarova2003", "illustrative")]),
        "declares_everything",
        "'doses' cannot be used",
    ),
    "not a number by default": (
        toy(
            quantities=[LOST],
            derive_quantities=lambda t, y, p, q: setattr(q, "lost", (4.9 - y[0]) ** 0.5),
            rhs=lambda t, y, p, q: (1.0 - p.k * y[0],),
        ),
        "runs_with_defaults",
        "lost is not finite",
    ),
    "right-hand side raises": (
        toy(rhs=lambda t, y, p: (1.0 - p.rate * y[0],)),
        "runs_with_defaults",
        "raised AttributeError",
    ),
    "memory in the right-hand side": (toy(rhs=forgetful), "repeats_itself", "different results"),
    "parameters written to": (toy(rhs=meddling), "leaves_inputs_alone", "writes to the parameters"),
    "states written to": (toy(rhs=overwriting), "leaves_inputs_alone", "read-only"),
    "members mixed": (toy(rhs=mixing), "keeps_members_apart", "run alone and the same run in a stack"),
    "members mixed later": (toy(rhs=mixing_later), "keeps_members_apart", "the rate of cells at time [0-9.]+ differs"),
    "scalars only": (toy(rhs=lambda t, y, p: (math.exp(-p.k * y[0]),)), "keeps_members_apart", "TypeError"),
    "negative at a corner": (
        toy(rhs=lambda t, y, p: (0.1 - p.k + 0 * y[0],)),
        "holds_at_the_corners",
        "cells is -0.1 at time 51 with k = 0.2",
    ),
    "no number at a corner": (
        toy(
            quantities=[LOST],
            derive_quantities=lambda t, y, p, q: setattr(q, "lost", (0.15 - p.k) ** 0.5 * y[0]),
            rhs=lambda t, y, p, q: (1.0 - p.k * y[0],),
        ),
        "holds_at_the_corners",
        "lost is nan at time 0 with k = 0.2 .and at 50.0% of the corners",
    ),
    "solver fails at a corner": (
        toy(rhs=lambda t, y, p: ((p.k - 0.15) * y[0] ** 2,)),
        "holds_at_the_corners",
        "SolverFailed: the solver stopped at time",
    ),
    "brace open": (toy(state={"symbol": r"c_{1"}), "prints_its_equations", "a brace is not closed"),
    "unknown command": (toy(parameter={"symbol": r"\kapa"}), "prints_its_equations", r"kapa"),
    "quantity never set": (
        toy(
            quantities=[LOST],
            derive_quantities=lambda t, y, p, q: None,
            rhs=lambda t, y, p, q: (1.0 - p.k * y[0],),
        ),
        "prints_its_equations",
        "KeyError: 'lost'",
    ),
    "other equations in symbols": (toy(rhs=different_in_symbols), "survives_as_sbml", "cells differs by"),
    "steady state wrong": (
        toy(rest=lambda p: {"cells": 1.01 / p.k}),
        "rests_at_its_steady_state",
        "cells = 10.1 cells is reported as steady",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_toy_is_noticed(case):
    model, rule, words = BROKEN[case]
    with pytest.raises(UnfitModel, match=rf"(?s)- {rule}: [^\n]*{words}"):
        check_model(model, REFERENCES)


def test_every_rule_has_a_model_that_breaks_it():
    assert {rule for _, rule, _ in BROKEN.values()} == set(RULES)


def test_all_faults_are_told_at_once():
    with pytest.raises(UnfitModel) as raised:
        check_model(toy(source="nobody1900", rest=lambda p: {"cells": 1.01 / p.k}), REFERENCES)
    assert str(raised.value).count("\n- ") == 2


def test_a_model_without_steady_state_is_no_fault():
    growing = toy(rhs=lambda t, y, p: (1.0 + 0 * p.k * y[0],))
    with pytest.raises(NoSteadyState):
        growing.steady_state()
    check_model(growing, REFERENCES)


# Parts of the suite --------------------------------------------------------------------------------------------------


def test_corners_are_all_of_them_for_few_parameters():
    second = Parameter("h", 2.0, "1", 1.0, 3.0, "second", "komarova2003", "illustrative")
    fixed = Parameter("f", 2.0, "1", 2.0, 2.0, "fixed", "komarova2003", "illustrative")
    sets = corners(toy(more=[second, fixed]))
    assert sorted(zip(sets["k"].values, sets["h"].values, strict=True)) == [(0.05, 1), (0.05, 3), (0.2, 1), (0.2, 3)]
    assert "f" not in sets


def test_corners_of_many_parameters_hold_every_single_extreme():
    model = registered_models()["lemaire2004"]
    sets = np.array([values.values for values in corners(model).values()]).T
    default = np.array([p.value for p in model.parameters.values()])
    assert sets.shape == (1024, len(default))
    low, high = (np.array([getattr(p, end) for p in model.parameters.values()]) for end in ("low", "high"))
    assert ((sets == low) | (sets == high) | (sets == default)).all()
    for k in range(len(default)):
        for end in (low, high):
            single = np.where(np.arange(len(default)) == k, end, default)
            assert (sets == single).all(axis=1).any()
    np.testing.assert_array_equal(sets, np.array([values.values for values in corners(model).values()]).T)


def test_inside_is_inside_and_seeded():
    model = registered_models()["komarova2003"]
    values = inside(model, 3)
    assert all(p.low <= values[name] <= p.high for name, p in model.parameters.items())
    assert values == inside(model, 3) != inside(model, 4)


@pytest.mark.parametrize(
    "latex, fault",
    [
        (r"\begin{aligned} x &= \frac{a}{b} \\ y &= \left[z\right]_{+} \end{aligned}", None),
        (r"x &= \begin{cases} a & t < 0 \\ \begin{cases} b \\ c \end{cases} & t \end{cases} \\ y &= z", None),
        (r"x &= \begin{cases} a & t < 0 \\ b", r"\begin and \end"),
        (r"x = \frac{a}}{b}", "closed that was not opened"),
        (r"x = \left(a", r"\left and \right"),
        (r"\begin{aligned} x", r"\begin and \end"),
        (r"x &= \nosuch{a}", "cannot be read"),
    ],
)
def test_latex_fault(latex, fault):
    assert latex_fault(latex) is None if fault is None else fault in latex_fault(latex)


def test_the_bibliography_is_found_from_the_root_of_the_repository(monkeypatch):
    monkeypatch.chdir(REFERENCES.parent)
    check_model(toy())
    monkeypatch.chdir(os.path.join(REFERENCES.parent, "tests"))
    with pytest.raises(FileNotFoundError):
        check_model(toy())
