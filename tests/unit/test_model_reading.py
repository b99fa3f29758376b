"""A model read as a table, as equations, as SBML; and how little it takes to load one."""

import subprocess
import sys
import time

import libsbml
import numpy as np
import pandas as pd
import pytest
import roadrunner
import sympy
from hypothesis import given
from hypothesis import strategies as st

from osteolib.model import MissingExtra, Model, Quantity, State, exp, hill, log, positive_part
from osteolib.model.symbolic import read
from osteolib.remodeling import graham2013, komarova2003, lemaire2004
from osteolib.testing import registered_models
from osteolib.testing.exchange import round_trip
from osteolib.testing.typesetting import latex_fault
from tests.unit.toys import decay, parameter

MODELS = registered_models()


def everything():
    """A model that uses every function a right-hand side may use, the time, constants and chained quantities."""

    def constants(p):
        p.double = 2 * p.k

    def quantities(t, y, p, q):
        q.effect = hill(y[0], p.k, 2)
        q.more = 1 + q.effect

    def rates(t, y, p, q):
        return (
            positive_part(1 - y[0] / p.double) * q.more - p.k * log(1 + y[0]),
            exp(-p.k * t) - y[1] ** 1.5 / 3,
        )

    return Model(
        "everything", "a model for tests", "komarova2003", "d",
        states=[State("first", "mg", 0.5, "first <state>", "a_{1}"), State("second", "mg", 2.0, "second & last", "b")],
        parameters=[parameter("k", 1.0, 0.1, 2.0, symbol=r"\kappa")],
        constants=[Quantity("double", "1/d", "twice k", r"\delta")], derive_constants=constants,
        quantities=[Quantity("effect", "1", "effect", "e"), Quantity("more", "1", "more", "m")],
        derive_quantities=quantities, rhs=rates,
    )  # fmt: skip


# Table ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", MODELS)
def test_the_table_holds_every_parameter_as_declared(name):
    model = MODELS[name]
    table = model.table()
    assert isinstance(table, pd.DataFrame)
    assert list(table.index) == list(model.parameters)
    for parameter_name, row in table.iterrows():
        declared = model.parameters[parameter_name]
        for field in ("symbol", "value", "unit", "low", "high", "description", "source", "status"):
            assert row[field] == getattr(declared, field)


def test_a_table_is_a_copy():
    table = komarova2003.table()
    table.loc["g11", "value"] = 9.0
    assert komarova2003.table().loc["g11", "value"] == 0.5


def test_a_model_says_what_it_is():
    assert repr(komarova2003) == f"<Model komarova2003: {komarova2003.title}>"


# Equations -----------------------------------------------------------------------------------------------------------


def test_equations_are_those_of_the_paper():
    text = komarova2003.equations().text.splitlines()
    assert text[0] == "d(osteoclasts)/dt = alpha1*osteoblasts**g21*osteoclasts**g11 - beta1*osteoclasts"
    assert len(text) == len(komarova2003.states) + len(komarova2003.constants)
    latex = komarova2003.equations().latex
    assert r"\frac{d z}{dt} &= - k_1\,\left[x_1 - \bar{x}_1\right]_{+} + k_2\,\left[x_2 - \bar{x}_2\right]_{+}" in latex
    assert "Max" not in latex


def test_a_notebook_shows_typeset_equations_and_a_terminal_text():
    equations = lemaire2004.equations()
    assert equations._repr_latex_() == f"$$\n{equations.latex}\n$$"
    assert repr(equations) == equations.text
    assert r"\pi_L" in equations.latex


def test_positive_parts_nest_and_have_powers():
    x = sympy.Symbol("x", real=True)
    model = Model(
        "nested", "for tests", "komarova2003", "d", states=[State("x", "1", 1.0, "x")], parameters=[],
        rhs=lambda t, y, p: (positive_part(1 - positive_part(log(y[0]) - 1)) ** 2 / positive_part(y[0]),),
    )  # fmt: skip
    latex = model.equations().latex
    assert latex_fault(latex) is None
    assert r"\left[1 - \left[\log{\left(x \right)} - 1\right]_{+}\right]_{+}^{2}" in latex
    assert r"{\left[x\right]_{+}}" in latex
    assert read(model).rates["x"].has(sympy.Max)
    assert read(model).rates["x"].free_symbols == {x}


def test_other_maxima_are_printed_as_such():
    model = Model(
        "maximum", "for tests", "komarova2003", "d", states=[State("x", "1", 1.0, "x")],
        parameters=[parameter("k", 1.0, 0.1, 2.0)],
        rhs=lambda t, y, p: ((sympy.Max if hasattr(y[0], "free_symbols") else np.maximum)(y[0], p.k),),
    )  # fmt: skip
    assert r"\max\left(" in model.equations().latex


@pytest.mark.parametrize("name", MODELS)
def test_symbols_and_numbers_are_the_same_function(name):
    """Every printed rate, with numbers put in, is the rate that is solved."""
    model, reading = MODELS[name], read(MODELS[name])
    p = model.namespace({key: one.value for key, one in model.parameters.items()})
    starts = model.start_values().values()
    y = [1.3 * value + 0.1 * state.scale for state, value in zip(model.states, starts, strict=True)]
    solved = model.rates(0.0, y, p)
    values = {reading.symbols[state.name]: value for state, value in zip(model.states, y, strict=True)}
    values |= {reading.symbols["time"]: 0.0} | {reading.symbols[key]: value for key, value in vars(p).items()}
    for key, expression in reading.quantities.items():
        values[reading.symbols[key]] = expression.subs(values)
    for state, rate in zip(model.states, solved, strict=True):
        assert float(reading.rates[state.name].subs(values)) == pytest.approx(float(rate), rel=1e-9)


# The functions of a right-hand side ----------------------------------------------------------------------------------


@given(st.floats(-50, 50), st.floats(0.1, 10))
def test_functions_take_numbers_arrays_and_symbols_alike(x, half):
    symbol = sympy.Symbol("x", real=True)
    for function, at in ((positive_part, x), (exp, x / 10), (log, abs(x) + 0.1), (lambda v: hill(v, half, 2), abs(x))):
        number = float(function(at))
        np.testing.assert_allclose(function(np.array([at, at])), [number, number], rtol=1e-14)
        assert float(function(symbol).subs(symbol, at)) == pytest.approx(number, rel=1e-9, abs=1e-12)


@given(st.floats(0.01, 100), st.floats(0.5, 4))
def test_hill_rises_from_zero_through_one_half_to_one(half, n):
    assert hill(0.0, half, n) == 0
    assert hill(half, half, n) == pytest.approx(0.5)
    assert hill(half * 1e6, half, n) == pytest.approx(1, abs=2e-3)
    assert hill(0.9 * half, half, n) < hill(1.1 * half, half, n)


# SBML ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", [*MODELS.values(), everything(), decay()], ids=lambda model: model.name)
def test_sbml_is_valid_level_3(model):
    document = libsbml.readSBMLFromString(model.to_sbml())
    document.setConsistencyChecks(libsbml.LIBSBML_CAT_UNITS_CONSISTENCY, False)
    document.setConsistencyChecks(libsbml.LIBSBML_CAT_MODELING_PRACTICE, False)
    document.checkConsistency()
    assert document.getNumErrors(libsbml.LIBSBML_SEV_ERROR) == 0
    assert (document.getLevel(), document.getVersion()) == (3, 2)
    assert document.getModel().getId() == model.name


def test_sbml_carries_values_units_and_sources():
    sbml = libsbml.readSBMLFromString(lemaire2004.to_sbml()).getModel()
    for name, declared in lemaire2004.parameters.items():
        written = sbml.getParameter(name)
        assert written.getValue() == declared.value
        assert written.getConstant()
        assert declared.source in written.getNotesString()
        assert declared.unit in written.getNotesString()
    start = lemaire2004.start_values()
    written = {state.name: sbml.getParameter(state.name).getValue() for state in lemaire2004.states}
    assert written == pytest.approx(start, rel=1e-14)


def test_sbml_of_every_function_gives_the_same_curves():
    differences = round_trip(everything(), 20, {"k": 0.7})
    assert set(differences) == {"first", "second", "effect", "more"}
    assert max(differences.values()) < 1e-6


def test_sbml_constants_follow_the_parameters_in_the_file():
    runner = roadrunner.RoadRunner(komarova2003.to_sbml())
    assert runner["osteoclasts_at_rest"] == pytest.approx(float(komarova2003.steady_state().osteoclasts), rel=1e-12)


def test_a_round_trip_notices_a_wrong_file(monkeypatch):
    right = graham2013.to_sbml()
    wrong = right.replace('value="0.7"', 'value="0.71"')
    assert wrong != right
    monkeypatch.setattr(Model, "to_sbml", lambda self: wrong)
    assert round_trip(graham2013, 50, {})["bone_volume"] > 1e-3


def test_without_libsbml_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "libsbml", None)
    with pytest.raises(MissingExtra, match="python-libsbml, which is not installed. Run: pip install python-libsbml"):
        komarova2003.to_sbml()


def test_without_libroadrunner_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "roadrunner", None)
    with pytest.raises(MissingExtra, match="pip install libroadrunner"):
        round_trip(komarova2003, 10, {})


# Import budget -------------------------------------------------------------------------------------------------------


def fresh(code):
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return ran.stdout


HEAVY = ("sympy", "matplotlib", "networkx", "libsbml", "roadrunner", "ipywidgets", "anywidget", "IPython")


def test_neither_importing_nor_simulating_pulls_in_anything_heavy():
    steps = [
        *(f"import {name}" for name in ("osteolib", "osteolib.model", "osteolib.remodeling", "osteolib.estrogen")),
        "osteolib.remodeling.lemaire2004.simulate(10, K_L=[2e6, 3e6])",
    ]
    told = (f"{step}; print({step!r}, [name for name in {HEAVY} if name in sys.modules])" for step in steps)
    assert fresh("import sys\n" + "\n".join(told)).splitlines() == [f"{step} []" for step in steps]


def test_importing_takes_less_than_a_second():
    """The best of three in CPU time, so that a busy machine does not decide."""
    code = "import time\nt = time.process_time()\nimport osteolib\nprint(time.process_time() - t)"
    began = time.perf_counter()
    assert min(float(fresh(code)) for _ in range(3)) < 1.0
    assert time.perf_counter() - began < 60
