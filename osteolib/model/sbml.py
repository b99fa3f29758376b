"""A model written as SBML Level 3 Version 2, for the simulators of systems biology."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sympy
from sympy.printing.str import StrPrinter

from osteolib.model.errors import MissingExtra
from osteolib.model.symbolic import read

if TYPE_CHECKING:
    from osteolib.model.model import Model


class _FormulaPrinter(StrPrinter):
    """SymPy expressions in libSBML's infix language."""

    def _print_Pow(self, expr: sympy.Pow, rational: bool = False) -> str:
        return f"({self._print(expr.base)})^({self._print(expr.exp)})"

    def _print_Max(self, expr: sympy.Max) -> str:
        return f"max({', '.join(self._print(argument) for argument in expr.args)})"

    def _print_Piecewise(self, expr: sympy.Piecewise) -> str:
        pieces = [self._print(part) for value, condition in expr.args[:-1] for part in (value, condition)]
        return f"piecewise({', '.join([*pieces, self._print(expr.args[-1].expr)])})"

    def _print_log(self, expr: sympy.log) -> str:
        # There "log" is the decimal one.
        return f"ln({self._print(expr.args[0])})"

    def _print_Rational(self, expr: sympy.Rational) -> str:
        return f"({expr.p}/{expr.q})"

    def _print_Float(self, expr: sympy.Float) -> str:
        return repr(float(expr))


def to_sbml(model: Model) -> str:
    """Write states as parameters with rate rules, constants as initial assignments, quantities as assignment rules.

    Raises
    ------
    MissingExtra
        If python-libsbml is not installed.
    """
    libsbml = _libsbml()
    reading = read(model)
    document = libsbml.SBMLDocument(3, 2)
    sbml = document.createModel()
    sbml.setId(model.name)
    sbml.setName(model.title)
    sbml.setNotes(_note(f"{model.title}. Source: {model.source}. Time in {model.time_unit}."))
    start = model.start_values()
    for parameter in model.parameters.values():
        note = f"{parameter.description}; {parameter.unit}; {parameter.source}, {parameter.status}"
        _value(sbml, parameter.name, parameter.symbol, parameter.value, note, constant=True)
    for constant in model.constants:
        _value(sbml, constant.name, constant.symbol, None, f"{constant.description}; {constant.unit}", constant=True)
        rule = sbml.createInitialAssignment()
        rule.setSymbol(constant.name)
        rule.setMath(_math(libsbml, reading.constants[constant.name]))
    for state in model.states:
        _value(sbml, state.name, state.symbol, start[state.name], f"{state.description}; {state.unit}", constant=False)
        rule = sbml.createRateRule()
        rule.setVariable(state.name)
        rule.setMath(_math(libsbml, reading.rates[state.name]))
    for quantity in model.quantities:
        _value(sbml, quantity.name, quantity.symbol, None, f"{quantity.description}; {quantity.unit}", constant=False)
        rule = sbml.createAssignmentRule()
        rule.setVariable(quantity.name)
        rule.setMath(_math(libsbml, reading.quantities[quantity.name]))
    return libsbml.writeSBMLToString(document)


def _libsbml() -> Any:
    try:
        import libsbml
    except ImportError:
        raise MissingExtra(
            "writing SBML needs the package python-libsbml, which is not installed. Run: pip install python-libsbml"
        ) from None
    return libsbml


def _value(sbml: Any, name: str, symbol: str, value: float | None, note: str, constant: bool) -> None:
    parameter = sbml.createParameter()
    parameter.setId(name)
    parameter.setName(symbol)
    parameter.setConstant(constant)
    if value is not None:
        parameter.setValue(float(value))
    parameter.setNotes(_note(note))


def _note(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    return f'<p xmlns="http://www.w3.org/1999/xhtml">{escaped}</p>'


def _math(libsbml: Any, expression: sympy.Expr) -> Any:
    # "time" is SBML's own symbol in this language, and the model's symbol for the time bears the same name.
    math = libsbml.parseL3Formula(_FormulaPrinter().doprint(expression))
    if math is None:
        raise ValueError(f"libSBML could not read {expression}: {libsbml.getLastParseL3Error()}")
    return math
