"""Notebooks that stand alone, addresses that open them, and the one place that says where the course is published."""

from __future__ import annotations

import doctest
import importlib.util
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from urllib.parse import parse_qs, unquote, urlsplit

import nbformat
import pytest
import yaml
from IPython.core.inputtransformer2 import TransformerManager

from tools import launch_links, ready, repository
from tools.repository import ROOT, WRITTEN_IN, AddressError, Repository, declared

COURSE = Repository("https://github.com/someone/course", "v1.0")
PIN = "0123abc"
NOISE = {
    "directive": r"^\s*(`{3,}|~{3,}|:{3,})\s*\{",
    "fence of colons": r"^\s*:{3,}",
    "role": r"\{[a-z][\w:-]*\}`",
    "target": r"^\([\w-]+\)=\s*$",
    "comment": r"^\s*%(?!\w*\s*=)",
    "break": r"^\+\+\+",
    "attributes": r"\{[#.][\w-]+[^}]*\}",
    "substitution": r"\{\{.*\}\}",
}
every_notebook = pytest.mark.parametrize("path", ready.notebooks())


def prose(path: str) -> str:
    """Text cells of a notebook, without its formulas and code."""
    cells = nbformat.read(ROOT / path, as_version=4).cells
    text = "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    return re.sub(r"\$\$.*?\$\$|\$[^$\n]+\$", "", text, flags=re.DOTALL)


def noise(text: str) -> dict[str, str]:
    """What a plain Jupyter would show as it is written, by kind."""
    found = {kind: re.search(pattern, text, flags=re.MULTILINE) for kind, pattern in NOISE.items()}
    return {kind: match[0] for kind, match in found.items() if match}


@pytest.mark.parametrize("module", [launch_links, ready, repository], ids=lambda module: module.__name__)
def test_examples_run(module):
    result = doctest.testmod(module)
    assert result.attempted and not result.failed


@every_notebook
def test_a_plain_jupyter_shows_no_noise(path):
    assert noise(prose(path)) == {}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("```{note}\nx\n```", "directive"),
        (":::{tip}\nx\n:::", "directive"),
        (":::\n", "fence of colons"),
        ("see {doc}`x`", "role"),
        ("(here)=\n# Title", "target"),
        ("% hidden", "comment"),
        ("a\n+++\nb", "break"),
        ("![a](b.png){.wide}", "attributes"),
        ("{{ version }}", "substitution"),
    ],
)
def test_noise_is_noticed(text, kind):
    assert kind in noise(text)


@every_notebook
def test_links_between_files_hold_in_the_repository(path):
    targets = [urlsplit(match["target"]) for match in ready.LINK.finditer(prose(path))]
    inside = {parts.path for parts in targets if parts.path and not (parts.scheme or parts.netloc)}
    assert not {target for target in inside if not ((ROOT / path).parent / unquote(target)).is_file()}


@every_notebook
def test_ready_form_is_valid_and_leaves_the_rest_as_it_was(path):
    before = nbformat.read(ROOT / path, as_version=4)
    after = ready.ready(before, path, COURSE, PIN)
    nbformat.validate(after)
    assert len(after.cells) == len(before.cells) + 1
    kept = [cell for cell in after.cells if cell.id != "install-osteolib"]
    assert [cell.id for cell in kept] == [cell.id for cell in before.cells]
    assert [cell for cell in kept if cell.cell_type == "code"] == [c for c in before.cells if c.cell_type == "code"]
    assert next(cell for cell in after.cells if cell.cell_type == "code").id == "install-osteolib"
    links = [m["target"] for c in kept if c.cell_type == "markdown" for m in ready.LINK.finditer(c.source)]
    assert links and not [link for link in links if not link.startswith(("https://", "#"))]


@pytest.mark.parametrize("present", [True, False])
def test_install_line_acts_only_where_osteolib_is_missing(monkeypatch, present):
    asked = []

    class Shell:
        def run_line_magic(self, *arguments, **_):
            asked.append(arguments[:2])

    monkeypatch.setattr(importlib.util, "find_spec", lambda name: object() if present else None)
    source = ready.INSTALL.format(extras="cohort", archive=COURSE.archive(PIN))
    exec(TransformerManager().transform_cell(source), {"get_ipython": Shell})
    wanted = ("pip", f'install --quiet "osteolib[cohort] @ https://github.com/someone/course/archive/{PIN}.zip"')
    assert asked == ([] if present else [wanted])


def git(*arguments, cwd):
    done = subprocess.run(["git", *map(str, arguments)], cwd=cwd, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_ready_notebooks_of_every_ref_stand_on_one_branch(tmp_path):
    git("init", "--quiet", "--bare", "remote.git", cwd=tmp_path)
    remote = str(tmp_path / "remote.git")
    dev = Repository(COURSE.url, "main")
    assert ready.publish(remote, dev, PIN)
    assert ready.publish(remote, COURSE, PIN)
    assert not ready.publish(remote, COURSE, PIN)
    assert ready.publish(remote, dev, "fedcba9")
    files = git("ls-tree", "-r", "--name-only", ready.READY, cwd=remote).splitlines()
    assert files == sorted(f"{ref}/{path}" for ref in ("main", "v1.0") for path in ready.notebooks())
    assert git("rev-list", "--count", ready.READY, cwd=remote) == "3"
    first = ready.notebooks()[0]
    assert "fedcba9" in git("show", f"{ready.READY}:main/{first}", cwd=remote)
    # Colab's button names exactly such a file.
    assert launch_links.colab(COURSE, first).endswith(f"/someone/course/blob/{ready.READY}/v1.0/{first}")


def test_address_is_the_same_wherever_it_is_written():
    course = declared()
    hosts = rf"(?:github\.com|{ready.READY}/|gh)/([\w-]+/[\w.-]+)|([\w-]+)\.github\.io/([\w.-]+)"
    for name in WRITTEN_IN:
        for place in re.finditer(hosts, (ROOT / name).read_text(encoding="utf-8")):
            named = place[1] or f"{place[2]}/{place[3]}"
            assert named.rstrip(".").lower() == f"{course.owner}/{course.name}".lower(), (name, place[0])
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert (citation["repository-code"], citation["url"]) == (course.url, f"{course.site}/")


def test_a_fork_moves_with_one_command(tmp_path):
    for name in WRITTEN_IN:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    old = declared()
    assert repository.move("https://github.com/Teacher/spring-class.git", tmp_path) == list(WRITTEN_IN)
    assert declared(tmp_path).url == "https://github.com/Teacher/spring-class"
    left = "".join((tmp_path / name).read_text(encoding="utf-8") for name in WRITTEN_IN)
    assert old.name not in left and "https://teacher.github.io/spring-class/" in left


def test_no_other_file_would_be_left_behind():
    written = f"{declared().owner}/{declared().name}"
    command = ["git", "grep", "-l", "-I", "-e", written, "-e", written.replace("/", "%2F")]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    assert set(found) == set(WRITTEN_IN)


@pytest.mark.parametrize("address", ["https://gitlab.com/a/b", "http://github.com/a/b", "github.com/a/b", "a/b", ""])
def test_an_address_that_cannot_be_opened_is_told(address):
    with pytest.raises(AddressError, match="Expected: https://github.com/OWNER/NAME"):
        Repository(address, "main")


def test_a_site_of_a_release_links_to_that_release(monkeypatch):
    monkeypatch.setenv(repository.REF, "v9.9")
    assert "/v9.9?urlpath=" in launch_links.binder(declared(), "a.ipynb")


def test_unknown_notebook_is_answered_with_the_nearest():
    command = [sys.executable, "-m", "tools.launch_links", "chapters/therapy/doses.ipynb"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "'chapters/therapy/dose.ipynb'" in done.stderr


def test_links_for_a_class_name_environment_content_branch_and_folder():
    content = Repository("https://github.com/teacher/spring", "week-3")
    outer = urlsplit(launch_links.binder_with(COURSE, content, "chapters/a/b c.ipynb"))
    assert (outer.netloc, outer.path) == ("mybinder.org", "/v2/gh/someone/course/v1.0")
    pull = urlsplit(parse_qs(outer.query)["urlpath"][0])
    assert pull.path == "git-pull"
    wanted = {"repo": [content.url], "branch": ["week-3"], "urlpath": ["lab/tree/spring/chapters/a/b%20c.ipynb"]}
    assert parse_qs(pull.query) == wanted
    hub = urlsplit(launch_links.hub_with("https://hub.example.edu/", content, "chapters/a/b c.ipynb"))
    assert hub.path == "/hub/user-redirect/git-pull" and parse_qs(hub.query) == wanted


def test_folder_of_the_content_hides_nothing_of_the_environment():
    """nbgitpuller's folder lies in the learner's home, beside what the image put there."""
    assert not (ROOT / declared().name).exists()


@pytest.fixture
def content(tmp_path):
    """A teacher's repository, with the notebook on a branch that nobody would guess."""
    origin = tmp_path / "spring"
    (origin / "chapters" / "a").mkdir(parents=True)
    shutil.copy(ROOT / ready.notebooks()[0], origin / "chapters" / "a" / "b.ipynb")
    git("init", "--quiet", "--initial-branch=week-3", cwd=origin)
    git("add", ".", cwd=origin)
    git("-c", "user.name=t", "-c", "user.email=t@t", "commit", "--quiet", "--message=x", cwd=origin)
    return origin


@pytest.fixture
def jupyter(tmp_path):
    """A Jupyter server of an empty home, as a learner's image starts it."""
    home = tmp_path / "home"
    home.mkdir()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = [f"--ServerApp.root_dir={home}", f"--ServerApp.port={port}", "--ServerApp.open_browser=False"]
    options += ["--IdentityProvider.token=secret", "--allow-root", "--ServerApp.ip=127.0.0.1"]
    command = [sys.executable, "-m", "jupyter", "lab", *options]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        yield f"http://127.0.0.1:{port}", home
        running.terminate()


def answer(address: str) -> str:
    """What the server answers, once it has started."""
    request = urllib.request.Request(address, headers={"Authorization": "token secret"})
    for _ in range(100):
        try:
            with urllib.request.urlopen(request, timeout=30) as reply:
                return reply.read().decode()
        except ConnectionError:
            time.sleep(0.2)
        except urllib.error.URLError as error:
            if isinstance(error, urllib.error.HTTPError):
                raise
            time.sleep(0.2)
    raise AssertionError("no Jupyter server after 20 seconds")


def test_nbgitpuller_fetches_what_the_link_says_and_opens_it(content, jupyter):
    base, home = jupyter
    link = launch_links.hub_with(base, Repository("https://github.com/teacher/spring", "week-3"), "chapters/a/b.ipynb")
    pull = urlsplit(link).query.replace("https%3A%2F%2Fgithub.com%2Fteacher%2Fspring", content.as_uri())
    page = answer(f"{base}/git-pull?{pull}")
    opened = "lab/tree/spring/chapters/a/b.ipynb"
    assert opened in page
    assert '"phase": "finished"' in answer(f"{base}/git-pull/api?{pull}")
    assert (home / opened.removeprefix("lab/tree/")).is_file()
    assert "chapters/a/b.ipynb" in answer(f"{base}/api/contents/spring/chapters/a/b.ipynb?content=0")
