"""The author's tools: notebooks written canonically, a server that finds a port, and no test passed over."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import urllib.request
from threading import Thread

import nbformat
import pytest

from tools import notebooks, setup
from tools.book import ROOT, made_from, server
from tools.browser import PACKAGES, candidates
from tools.repository import REF

v4 = nbformat.v4


@pytest.fixture
def messy(tmp_path):
    """A notebook as an editor leaves it."""
    cells = [
        v4.new_markdown_cell("# Title  \n\ntext\n\n", id="zzz", metadata={"collapsed": True}),
        v4.new_code_cell(
            "print('a')\nprint('b')\n6 * 7", metadata={"tags": ["hide-input"], "execution": {"start": "now"}}
        ),
    ]
    path = tmp_path / "lesson.ipynb"
    nbformat.write(
        v4.new_notebook(
            cells=cells, metadata={"language_info": {"name": "python", "version": "3.99"}, "widgets": {"x": 1}}
        ),
        path,
    )
    return path


def test_rebuilt_notebook_is_canonical_and_stays_so(messy):
    first = notebooks.rebuild(messy)
    messy.write_text(first, encoding="utf-8")
    assert notebooks.rebuild(messy) == first
    written = json.loads(first)
    assert [cell["id"] for cell in written["cells"]] == ["lesson-01", "lesson-02"]
    assert [cell["metadata"] for cell in written["cells"]] == [{}, {"tags": ["hide-input"]}]
    assert written["metadata"] == notebooks.METADATA
    assert [output.get("text") for output in written["cells"][1]["outputs"]] == ["a\nb\n".splitlines(True), None]
    assert written["cells"][1]["outputs"][1]["data"] == {"text/plain": ["42"]}


def test_check_tells_a_stale_notebook_and_writes_nothing(messy):
    before = messy.read_bytes()
    done = subprocess.run(
        [sys.executable, "-m", "tools.notebooks", "--check", messy],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "lesson.ipynb" in done.stderr
    assert messy.read_bytes() == before


def test_notebook_that_fails_is_not_written(tmp_path):
    path = tmp_path / "broken.ipynb"
    nbformat.write(v4.new_notebook(cells=[v4.new_code_cell("1 / 0")]), path)
    before = path.read_bytes()
    done = subprocess.run(
        [sys.executable, "-m", "tools.notebooks", path], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "ZeroDivisionError" in done.stderr
    assert path.read_bytes() == before


def test_widget_views_go_and_what_replaces_them_stays():
    output = v4.new_output("display_data", {notebooks.WIDGET_VIEW: {"model_id": "a"}, "text/html": "<p>x</p>"})
    cell = v4.new_code_cell("x", outputs=[output], execution_count=1)
    plain = notebooks.canonical(v4.new_notebook(cells=[cell]), "stem")
    assert plain.cells[0].outputs[0].data == {"text/html": "<p>x</p>"}


def test_server_takes_a_free_port_where_the_first_is_busy(tmp_path):
    (tmp_path / "index.html").write_text("here")
    with server(tmp_path) as first, server(tmp_path, first.server_port) as second:
        assert second.server_port != first.server_port
        Thread(target=second.serve_forever, daemon=True).start()
        with urllib.request.urlopen(f"http://127.0.0.1:{second.server_port}/index.html") as answer:
            assert answer.read() == b"here"
        second.shutdown()


def test_set_up_is_reused(monkeypatch):
    def must_not_run(*_):
        raise AssertionError("set up anew although everything stands")

    assert setup.STAMP.read_text() == setup.wanted()
    monkeypatch.setattr(setup, "create", must_not_run)
    monkeypatch.setattr(setup, "install", must_not_run)
    setup.main()


def test_a_book_with_other_buttons_or_of_another_tag_is_made_anew(monkeypatch):
    monkeypatch.delenv(REF, raising=False)
    made = {made_from(ROOT), made_from(ROOT), made_from(ROOT, ["lite"])}
    monkeypatch.setenv(REF, "v9.9.9")
    assert len(made | {made_from(ROOT)}) == 3


def test_the_browser_that_lacks_a_part_comes_first_unless_a_whole_one_is_asked_for(monkeypatch):
    monkeypatch.delenv("OSTEOLIB_BROWSER", raising=False)
    monkeypatch.setattr("shutil.which", lambda name: f"/bin/{name}")
    assert [next(candidates(None, whole=whole)) for whole in (False, True)] == [f"/bin/{name}" for name in PACKAGES]


def test_a_named_browser_is_the_only_candidate(monkeypatch):
    monkeypatch.setenv("OSTEOLIB_BROWSER", "/somewhere/browser")
    assert list(candidates(playwright=None)) == ["/somewhere/browser"]


@pytest.mark.parametrize("processes", [[], ["-n", "1"]], ids=["one process", "shared out"])
@pytest.mark.parametrize("mark", ["skip", "xfail"])
def test_a_test_that_is_passed_over_counts_as_failed(tmp_path, mark, processes):
    (tmp_path / "conftest.py").write_text((ROOT / "conftest.py").read_text(encoding="utf-8"), encoding="utf-8")
    body = f"import pytest\n\n@pytest.mark.{mark}\ndef test_it():\n    assert False\n"
    (tmp_path / "test_it.py").write_text(body, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "xdist", "-c", "/dev/null", "--rootdir", tmp_path]
    quick = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}  # of the plugins it needs only the one named above
    done = subprocess.run(
        [*command, *processes, tmp_path], cwd=ROOT, env=quick, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert re.search(r"=+ 1 (failed|error) in .*=+$", done.stdout.strip())


def test_commands_of_make_keep_bytecode_where_the_environment_forbids_it():
    """Without it every process compiles all that it imports."""
    show = ["make", "--silent", '--eval=show: ; @echo "[$$PYTHONDONTWRITEBYTECODE]"', "show"]
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    assert subprocess.run(show, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout == "[]\n"
