"""The Dockerfile that repo2docker derives for the learner's image; nothing is built, and no Docker is needed."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tools.learner import copy_repository, python_version

STEPS = (
    r"^FROM docker\.io/library/buildpack-deps:24\.04$",
    r"^COPY .*environment-2epy-2d{python}-2dlinux-2d64-2elock\S* /tmp/env/environment\.lock$",
    r"^COPY .* src/binder/requirements\.txt \$\{{REPO_DIR\}}/binder/requirements\.txt$",
    r"^RUN \$\{{KERNEL_PYTHON_PREFIX\}}/bin/pip install --no-cache-dir -r \"binder/requirements\.txt\"$",
    r"^COPY .* src/ \$\{{REPO_DIR\}}/$",
    r"^USER \$\{{NB_USER\}}$",
    r"^RUN \./binder/postBuild$",
)


def dockerfile(folder) -> str:
    command = [sys.executable, "-m", "repo2docker", "--debug", "--no-build", "--user-id=1000", "--user-name=jovyan"]
    done = subprocess.run([*command, folder], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


@pytest.fixture
def repository(tmp_path):
    copy_repository(tmp_path)
    return tmp_path


def first_missing(text: str) -> str | None:
    """The first step that does not come after those before it."""
    place = 0
    for step in STEPS:
        pattern = step.format(python=python_version().replace(".", "-2e"))
        found = re.compile(pattern, flags=re.MULTILINE).search(text, place)
        if not found:
            return pattern
        place = found.end()
    return None


def test_steps_come_in_order(repository):
    text = dockerfile(repository)
    assert not first_missing(text)
    # The pins of the whole project, which lie at the root, are no part of it.
    assert len(re.findall(r"pip install", text)) == 1
    assert not re.search(r"jupyter-book|npm install|apt\.txt", text)


@pytest.mark.parametrize("name", ["runtime.txt", "requirements.txt", "postBuild"])
def test_a_missing_file_is_noticed(repository, name):
    (repository / "binder" / name).unlink()
    assert first_missing(dockerfile(repository))
