"""Cells that need no compiled package give in the browser what they give here."""

from __future__ import annotations

import contextlib
import io

import pytest

CELLS = {
    "a claim and its evidence": """
from osteolib import evidence
for number in ("C001", "C038", "C119"):
    print(evidence.claim(number))
print(evidence.reference(72))
""",
    "chains through the graph": """
from osteolib import evidence
for chain in evidence.paths("MALAT1", "osterix"):
    print(chain)
""",
    "a network of switches, step by step": """
from osteolib.logic import BooleanNetwork
one = BooleanNetwork("toy", "two genes", "mendoza2006", "A = (A | signal) & !B\\nB = B & !A", inputs="signal",
                     fates="a = A & !B\\nb = B & !A")
print(one.path(signal=1), one.fate(["A"]), one.knock_out("A").step(["A"], signal=1))
""",
    "an error that teaches": """
from osteolib import evidence
from osteolib.model import ModelError
try:
    evidence.claim("C999")
except ModelError as error:
    print(error)
""",
    "symbols": """
import sympy
osteoclasts, rate = sympy.symbols("C k")
print(sympy.latex(sympy.solve(rate - osteoclasts**2, osteoclasts)))
""",
}


def here(code: str) -> str:
    """What code prints in this Python."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, "<cell>", "exec"), {})
    return printed.getvalue()


@pytest.mark.parametrize("name", CELLS)
def test_cell_prints_in_the_browser_what_it_prints_here(lesson, name):
    wanted = here(CELLS[name])
    assert wanted.strip()
    assert lesson.run(CELLS[name]).split() == wanted.split()


def test_widget_moves_python_and_python_moves_the_widget(lesson):
    output = lesson.output("import ipywidgets\nslider = ipywidgets.IntSlider(value=3, description='dose')\nslider")
    handle = output.get_by_role("slider").first
    handle.wait_for()
    handle.press("ArrowRight")
    lesson.page.wait_for_timeout(300)
    assert lesson.run("print(slider.value)").strip() == "4"


def test_widget_with_a_script_of_its_own_runs(lesson):
    """What explorers are made of."""
    code = """
import anywidget, traitlets
class Counter(anywidget.AnyWidget):
    _esm = '''export default { render({ model, el }) {
        const button = document.createElement("button");
        button.textContent = "count";
        button.onclick = () => { model.set("n", model.get("n") + 1); model.save_changes(); };
        el.append(button);
    } }'''
    n = traitlets.Int(0).tag(sync=True)
counter = Counter()
counter
"""
    button = lesson.output(code).get_by_role("button", name="count")
    button.click()
    lesson.page.wait_for_timeout(300)
    assert lesson.run("print(counter.n)").strip() == "1"
