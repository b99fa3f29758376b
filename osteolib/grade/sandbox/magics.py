"""Lines that only a notebook understands: `%matplotlib inline`, `!pip install ...`, `name?`."""

from __future__ import annotations

import builtins
from typing import Any

HARMLESS = {"matplotlib", "config", "load_ext", "reload_ext", "autoreload", "precision", "pylab", "pinfo", "pinfo2"}
TIMED = {"time", "timeit", "prun", "capture"}


class NotWhenGraded(Exception):
    """A line that a notebook understands and the grader does not."""


class Notebook:
    """Stands for the notebook where an answer is graded without one."""

    def __init__(self, namespace: dict[str, Any]):
        self.user_ns = namespace

    def run_line_magic(self, name: str, line: str, *_, **__) -> Any:
        """Do what a line such as `%time f()` asks, as far as it concerns the answer."""
        if name in HARMLESS:
            return None
        if name in TIMED:
            return self._run(line)
        raise NotWhenGraded(f"the line %{name} is not available where answers are graded; write it in plain Python")

    def _run(self, line: str) -> Any:
        """Value of an expression, or None of a statement."""
        try:
            code = compile(line, "<answer>", "eval")
        except SyntaxError:
            code = compile(line, "<answer>", "exec")
        return eval(code, self.user_ns)

    def run_cell_magic(self, name: str, line: str, cell: str) -> Any:
        """Run a cell that starts with `%%time` and the like."""
        if name in TIMED:
            exec(compile(plain_python(cell), "<answer>", "exec"), self.user_ns)
            return None
        raise NotWhenGraded(f"a cell that starts with %%{name} is not available where answers are graded")

    def system(self, line: str) -> None:
        """Refuse what a line such as `!ls` asks."""
        raise NotWhenGraded(
            f"lines for the shell, !{line[:60]}, are not available where answers are graded; leave it out"
        )

    getoutput = system


def plain_python(cell: str) -> str:
    """Cell in plain Python, line for line."""
    if not any(mark in cell for mark in "%!?"):
        return cell
    from IPython.core.inputtransformer2 import TransformerManager

    return TransformerManager().transform_cell(cell)


def provide(namespace: dict[str, Any]) -> None:
    """Offer the names that a notebook offers."""
    notebook = Notebook(namespace)
    namespace["get_ipython"] = lambda: notebook
    builtins.display = lambda *_, **__: None
