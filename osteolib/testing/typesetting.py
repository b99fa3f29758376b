"""Does a printed equation typeset?"""

from __future__ import annotations

import re

_CASES = re.compile(r"\\begin\{cases\}((?:(?!\\begin\{cases\}).)*?)\\end\{cases\}", re.DOTALL)


def latex_fault(latex: str) -> str | None:
    r"""Say what is wrong with an aligned block of equations, or nothing.

    Parameters
    ----------
    latex : str
        As made by `osteolib.model.Model.equations`.

    Returns
    -------
    str or None

    Examples
    --------
    >>> latex_fault(r"\begin{aligned} x &= \frac{a}{b} \end{aligned}") is None
    True
    >>> print(latex_fault(r"\begin{aligned} x &= \frac{a}{b \end{aligned}"))
    a brace is not closed
    """
    depth = 0
    for brace in re.findall(r"(?<!\\)[{}]", latex):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return "a brace is closed that was not opened"
    if depth:
        return "a brace is not closed"
    for opening, closing in ((r"\left", r"\right"), (r"\begin", r"\end")):
        if len(re.findall(rf"\{opening}\b", latex)) != len(re.findall(rf"\{closing}\b", latex)):
            return f"{opening} and {closing} do not match"
    return _unreadable(latex)


def _unreadable(latex: str) -> str | None:
    """What matplotlib's own reader of formulas says; it knows no environments, so it gets one row at a time."""
    from matplotlib.mathtext import MathTextParser

    parser = MathTextParser("path")
    # The cases of a formula are rows of their own inside one of the block, the innermost first.
    while (flat := _CASES.sub(lambda cases: cases[1].replace(r"\\", ";"), latex)) != latex:
        latex = flat
    for row in re.sub(r"\\(begin|end)\{aligned\}", "", latex).split(r"\\"):
        formula = row.replace("&", "").strip()
        try:
            parser.parse(f"${formula}$")
        except ValueError as error:
            return f"{formula} cannot be read: {str(error).strip().splitlines()[-1]}"
    return None
