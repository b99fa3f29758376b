"""Run the notebooks and write them canonically: the same outputs give the same bytes on every machine."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable
from pathlib import Path

import nbformat
import yaml
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode

ROOT = Path(__file__).resolve().parent.parent
CHAPTERS = ROOT / "chapters"
CELL_TIMEOUT = 300

# What a cell may say about itself; everything else in its metadata is a trace of an editor or of a run.
KEPT = ("tags", "mystnb")
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "pygments_lexer": "ipython3",
    },
}


def pages_of_the_book() -> list[str]:
    """Pages in the order of `_toc.yml`, as paths below chapters/ without an ending."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    return [toc["root"], *_files(toc)]


def in_reading_order() -> list[Path]:
    """Notebooks of the book as `_toc.yml` lists them, then any that it does not list."""
    listed = [CHAPTERS / f"{name}.ipynb" for name in pages_of_the_book()]
    found = sorted(path for path in CHAPTERS.rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts)
    return [path for path in listed if path in found] + [path for path in found if path not in listed]


def _files(entry: dict | list) -> Iterable[str]:
    if isinstance(entry, list):
        for part in entry:
            yield from _files(part)
    elif isinstance(entry, dict):
        if "file" in entry:
            yield str(entry["file"]).removesuffix(".ipynb")
        for part in entry.values():
            yield from _files(part)


def execute(notebook: NotebookNode, folder: Path) -> NotebookNode:
    """Run every cell in a fresh kernel, in the notebook's own folder."""
    os.environ["TQDM_DISABLE"] = "1"  # a progress bar is not a result
    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    place = {"metadata": {"path": folder}}
    return NotebookClient(notebook, timeout=CELL_TIMEOUT, record_timing=False, resources=place).execute()


def canonical(notebook: NotebookNode, stem: str) -> NotebookNode:
    """Notebook reduced to its source, its outputs and what the book needs to know.

    Cells are numbered ``stem-01``, ``stem-02``, ...; the state of widgets goes, because the book shows their HTML.
    """
    cells = [_cell(cell, f"{stem}-{number:02d}") for number, cell in enumerate(notebook.cells, start=1)]
    plain = nbformat.v4.new_notebook(cells=cells, metadata=METADATA, nbformat_minor=5)
    nbformat.validate(plain)
    return plain


def _cell(cell: NotebookNode, identifier: str) -> NotebookNode:
    source = "\n".join(line.rstrip() for line in cell.source.strip("\n").split("\n"))
    metadata = {key: cell.metadata[key] for key in KEPT if cell.metadata.get(key)}
    if cell.cell_type != "code":
        return nbformat.v4.new_markdown_cell(source, id=identifier, metadata=metadata)
    outputs = [_output(output) for output in _merged(cell.outputs)]
    return nbformat.v4.new_code_cell(
        source, id=identifier, metadata=metadata, outputs=outputs, execution_count=cell.execution_count
    )


def _merged(outputs: Iterable[NotebookNode]) -> Iterable[NotebookNode]:
    """Join neighbors of one stream: how a kernel splits what is printed depends on the moment."""
    merged: list[NotebookNode] = []
    for output in outputs:
        last = merged[-1] if merged else None
        if last and output.output_type == last.output_type == "stream" and output.name == last.name:
            last.text += output.text
        else:
            merged.append(NotebookNode(output))
    return merged


def _output(output: NotebookNode) -> NotebookNode:
    if "data" in output:
        data = {mime: output.data[mime] for mime in sorted(output.data) if mime != WIDGET_VIEW}
        return NotebookNode({**output, "data": data, "metadata": {}})
    return output


def written(notebook: NotebookNode) -> str:
    """Text of a notebook's file."""
    return nbformat.writes(notebook).rstrip("\n") + "\n"


def rebuild(path: Path) -> str:
    """Text that the file at `path` should have: run anew and canonical."""
    fresh = nbformat.read(path, as_version=4)
    return written(canonical(execute(fresh, path.parent), path.stem))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("paths", nargs="*", type=Path, help="notebooks to run (default: all, in reading order)")
    options.add_argument("--check", action="store_true", help="write nothing; fail if a file would change")
    chosen = options.parse_args()
    changed = []
    for path in [path.resolve() for path in chosen.paths] or in_reading_order():
        try:
            text = rebuild(path)
        except CellExecutionError as error:
            sys.exit(f"notebooks: a cell of {path.name} failed, and nothing was written:\n{error}")
        same = path.read_text(encoding="utf-8") == text
        if not same:
            changed.append(path.name)
        if not (same or chosen.check):
            path.write_text(text, encoding="utf-8")
        print(f"notebooks: {path.name} {'unchanged' if same else 'differs' if chosen.check else 'written'}", flush=True)
    if chosen.check and changed:
        sys.exit(f"notebooks: not as `make notebooks` writes them: {', '.join(changed)}")


if __name__ == "__main__":
    main()
