"""What the documents say is so: versions agree, commands exist, examples run, files fit their schemas."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib.metadata import version

import pytest
import yaml
from pybtex.database import parse_file

from osteolib.exercise import judge
from osteolib.testing import check_model
from tools import exercise_pages
from tools.book import ROOT
from tools.notebooks import CHAPTERS, pages_of_the_book

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
SEPARATE = {"bench", "binder", "classroom", "lite"}  # extras that one command installs for itself
GUIDES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "chapters/index.md", "deploy/README.md")


@pytest.fixture(scope="module", autouse=True)
def pages_of_exercises():
    """Written with every build; a fresh checkout does not have them yet."""
    exercise_pages.write()


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def python_blocks(name: str) -> list[str]:
    """Python examples of a Markdown file, without the indent of the list they stand in."""
    blocks = re.findall(r"^( *)```python\n(.*?)^ *```", text(name), flags=re.MULTILINE | re.DOTALL)
    return [re.sub(rf"^{indent}", "", block, flags=re.MULTILINE) for indent, block in blocks]


def test_code_follows_the_style():
    """Library, tools, tests and the cells of the lessons."""
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "."], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_one_version_everywhere():
    import osteolib

    declared = PROJECT["version"]
    assert osteolib.__version__ == version("osteolib") == declared
    assert str(yaml.safe_load(text("CITATION.cff"))["version"]) == declared
    assert f"version {declared}" in text("chapters/index.md")
    assert f"## [{declared}]" in text("CHANGELOG.md")


@pytest.mark.parametrize("name", ["README.md", "chapters/index.md"])
def test_examples_for_readers_run(name):
    assert python_blocks(name)
    for block in python_blocks(name):
        exec(compile(block, name, "exec"), {})


def test_model_of_the_guide_passes_the_common_suite():
    namespace: dict = {}
    exec(compile(python_blocks("CONTRIBUTING.md")[0], "CONTRIBUTING.md", "exec"), namespace)
    check_model(namespace["example2024"], ROOT / "references.bib")


@pytest.mark.parametrize("name", GUIDES)
def test_commands_and_files_that_are_named_exist(name):
    targets = set(re.findall(r"^([a-z-]+):", text("Makefile"), flags=re.MULTILINE))
    assert set(re.findall(r"`?make ([a-z-]+)", text(name))) <= targets | {"sure"}
    for link in re.findall(r"\]\(([^)#:]+)\)|src=\"([^\"]+)\"", text(name)):
        target = next(filter(None, link))
        assert ((ROOT / name).parent / target).exists(), target


@pytest.mark.parametrize(
    ("schema", "names"),
    [
        ("vendor.github-workflows", ".github/workflows/*.yml"),
        ("vendor.citation-file-format", "CITATION.cff"),
    ],
    ids=["workflows", "citation"],
)
def test_files_fit_their_schema(schema, names):
    assert (files := sorted(ROOT.glob(names)))
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_workflows_may_do_only_what_they_need():
    for path in (ROOT / ".github" / "workflows").glob("*.yml"):
        workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert workflow["permissions"] == {"contents": "read"}, path.name
        for job in workflow["jobs"].values():
            assert job["timeout-minutes"] <= 30
            assert all(re.fullmatch(r"actions/[a-z-]+@v\d+", step["uses"]) for step in job["steps"] if "uses" in step)


def test_requirements_pin_every_declared_package():
    pinned = dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text("requirements.txt"), flags=re.MULTILINE))
    lines = [line for line in text("requirements.txt").splitlines() if line and not line.startswith("#")]
    assert all(re.match(r"[a-z0-9-]+==[\w.]+( ;|$)", line) for line in lines)
    extras = PROJECT["optional-dependencies"]
    declared = PROJECT["dependencies"] + [need for name in extras if name not in SEPARATE for need in extras[name]]
    for need in declared:
        name = re.match(r"[\w-]+", need)[0].lower()
        assert name in pinned, f"{name}: run `make requirements`"
        assert version(name) == pinned[name], f"{name}: run `make setup`"


def test_no_file_names_a_registry_or_a_machine():
    named = re.compile(r"pypi\.org/simple|--index-url|registry\.npmjs|deb\.debian|/work/|/root/|/home/[a-z]")
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    ours = [ROOT / name for name in files if re.search(r"\.(py|md|toml|txt|yml|cff|js|css|bib|ipynb)$|Makefile", name)]
    guilty = [path.name for path in ours if path.is_file() and named.search(path.read_text(encoding="utf-8"))]
    assert set(guilty) <= {"test_documents.py", "test_gate.py", "test_exercises.py"}


def test_bibliography_is_complete():
    for key, entry in parse_file(ROOT / "references.bib").entries.items():
        assert re.fullmatch(r"[a-z]+\d{0,4}[a-z0-9]*", key), key
        assert entry.fields.get("title"), key
        assert entry.persons.get("author"), key
        assert entry.fields.get("year") or entry.type == "misc", key
        assert "note" not in entry.fields, key
        assert re.fullmatch(r"10\.\d{4,}/\S+", entry.fields.get("doi", "10.1234/none")), key


def test_contents_name_every_notebook_and_nothing_else():
    pages = pages_of_the_book()
    assert len(pages) == len(set(pages))
    found = {path.relative_to(CHAPTERS).with_suffix("").as_posix() for path in CHAPTERS.rglob("*.[im][pd]*")}
    assert found == set(pages)


def test_the_example_of_an_exercise_is_one():
    block = next(block for block in python_blocks("CONTRIBUTING.md") if "Question(" in block)
    namespace: dict = {}
    exec(block.replace("Question(\n", "question = Question(\n"), namespace)
    question = namespace["question"]
    assert judge(question, question.right()).state == "right"
    assert [judge(question, each.gives()).mistake for each in question.mistakes] == [m.name for m in question.mistakes]
