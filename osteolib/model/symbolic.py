"""A model read as mathematics: its own functions, called with SymPy symbols."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sympy
from sympy.printing.latex import LatexPrinter

from osteolib.model.errors import require_known

if TYPE_CHECKING:
    from osteolib.model.model import Model


@dataclass(frozen=True)
class Reading:
    """Every equation of a model in symbols.

    Attributes
    ----------
    symbols : dict of str to sympy.Symbol
        One symbol for the time and for each state, parameter, constant and quantity, named as in the code.
    constants, quantities, rates : dict of str to sympy.Expr
        Right-hand sides; constants in parameters, quantities in states too, rates in all of these.
    """

    symbols: dict[str, sympy.Symbol]
    constants: dict[str, sympy.Expr]
    quantities: dict[str, sympy.Expr]
    rates: dict[str, sympy.Expr]


@dataclass(frozen=True)
class Equations:
    """Equations of a model, typeset in a notebook and readable as text.

    Attributes
    ----------
    latex : str
        One aligned block.
    text : str
        One equation a line, in the names of the code.
    """

    latex: str
    text: str

    def __repr__(self) -> str:
        return self.text

    def _repr_latex_(self) -> str:
        return f"$$\n{self.latex}\n$$"


class _Recorder:
    """Namespace that remembers what is assigned to each name and hands out the name's symbol."""

    def __init__(self, symbols: dict[str, sympy.Symbol]) -> None:
        self.__dict__["symbols"], self.__dict__["assigned"] = symbols, {}

    def __setattr__(self, name: str, value: Any) -> None:
        self.assigned[name] = sympy.sympify(value)

    def __getattr__(self, name: str) -> sympy.Symbol:
        return self.symbols[name]


def read(model: Model) -> Reading:
    """Call a model's functions with symbols.

    Examples
    --------
    >>> from osteolib.remodeling import komarova2003
    >>> read(komarova2003).rates["osteoblasts"]
    alpha2*osteoblasts**g22*osteoclasts**g12 - beta2*osteoblasts
    """
    declared = [*model.states, *model.parameters.values(), *model.constants, *model.quantities]
    symbols = {"time": sympy.Symbol("time"), **{d.name: sympy.Symbol(d.name, real=True) for d in declared}}
    p, q = _Recorder(symbols), _Recorder(symbols)
    model.derive(p)
    rates = model.rates(symbols["time"], [symbols[state.name] for state in model.states], p, q)
    named = dict(zip((state.name for state in model.states), map(sympy.sympify, rates), strict=True))
    return Reading(symbols, p.assigned, q.assigned, named)


class _PaperPrinter(LatexPrinter):
    """LaTeX as the papers write it: ``max(x, 0)`` is the positive part ``[x]_+``."""

    def _print_Max(self, expr: sympy.Max, exp: str | None = None) -> str:
        others = [argument for argument in expr.args if argument != 0]
        if len(others) == len(expr.args) or len(others) > 1:
            return self._hprint_variadic_function(expr, exp)
        power = f"^{{{exp}}}" if exp is not None else ""
        return rf"\left[{self._print(others[0])}\right]_{{+}}{power}"


def equations(model: Model, only: Sequence[str] | None = None) -> Equations:
    """Print equations of a model, all or some, as LaTeX in the paper's symbols and as text in the names of the code."""
    made = [one.name for one in (*model.states, *model.quantities, *model.constants)]
    wanted = made if only is None else only
    for name in wanted:
        require_known(name, made, "equation for", model.name)
    reading = read(model)
    declared = [*model.states, *model.parameters.values(), *model.constants, *model.quantities]
    printed = {reading.symbols[d.name]: d.symbol for d in declared} | {reading.symbols["time"]: "t"}
    printer = _PaperPrinter({"symbol_names": printed, "mul_symbol": r"\,"})
    rows, lines = [], []
    for state in (one for one in model.states if one.name in wanted):
        rows.append(rf"\frac{{d {state.symbol}}}{{dt}} &= {printer.doprint(reading.rates[state.name])}")
        lines.append(f"d({state.name})/dt = {reading.rates[state.name]}")
    for quantity in (one for one in (*model.quantities, *model.constants) if one.name in wanted):
        value = (reading.quantities | reading.constants)[quantity.name]
        rows.append(f"{quantity.symbol} &= {printer.doprint(value)}")
        lines.append(f"{quantity.name} = {value}")
    return Equations("\\begin{aligned}\n" + " \\\\\n".join(rows) + "\n\\end{aligned}", "\n".join(lines))
