"""Addresses that open one notebook where it runs. A click on one is the first request to the host that it names.

    python -m tools.launch_links                            # those of the first lesson
    python -m tools.launch_links chapters/therapy/dose.ipynb
    python -m tools.launch_links --content https://github.com/you/your-fork --hub https://hub.your.edu

The last two are for a class: the environment stays that of a release of the course, while nbgitpuller fetches the
content, the notebooks, from a repository of yours, and keeps what students have written when it changes.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from difflib import get_close_matches
from urllib.parse import quote, urlencode

from tools.ready import READY, notebooks
from tools.repository import ROOT, AddressError, Repository, declared


def binder(course: Repository, notebook: str) -> str:
    """JupyterLab on Binder, in the environment and with the content of the same branch or tag.

    Examples
    --------
    >>> binder(Repository("https://github.com/someone/course", "v1.0"), "chapters/a/b.ipynb")
    'https://mybinder.org/v2/gh/someone/course/v1.0?urlpath=lab%2Ftree%2Fchapters%2Fa%2Fb.ipynb'
    """
    return f"{_binder(course)}?{urlencode({'urlpath': f'lab/tree/{quote(notebook)}'})}"


def colab(course: Repository, notebook: str) -> str:
    """Google Colab, with the form of the notebook that installs osteolib itself.

    Examples
    --------
    >>> colab(Repository("https://github.com/someone/course", "v1.0"), "chapters/a/b.ipynb")
    'https://colab.research.google.com/github/someone/course/blob/ready/v1.0/chapters/a/b.ipynb'
    """
    place = f"{course.owner}/{course.name}/blob/{READY}/{quote(course.ref)}/{quote(notebook)}"
    return f"https://colab.research.google.com/github/{place}"


def binder_with(environment: Repository, content: Repository, notebook: str) -> str:
    """JupyterLab on Binder in the environment of one repository, with the content of another.

    Examples
    --------
    >>> course = Repository("https://github.com/someone/course", "v1.0")
    >>> class_ = Repository("https://github.com/teacher/spring", "main")
    >>> binder_with(course, class_, "a.ipynb").split("?urlpath=git-pull")[0]
    'https://mybinder.org/v2/gh/someone/course/v1.0'
    """
    return f"{_binder(environment)}?{urlencode({'urlpath': f'git-pull?{_pull(content, notebook)}'})}"


def hub_with(hub: str, content: Repository, notebook: str) -> str:
    """A JupyterHub of your own, whose image is the learner's, with the content of a repository.

    Examples
    --------
    >>> hub_with("https://hub.example.edu/", Repository("https://github.com/teacher/spring", "main"), "a.ipynb")
    'https://hub.example.edu/hub/user-redirect/git-pull?repo=https%3A%2F%2Fgithub.com%2Fteacher%2Fspring&branch=main&urlpath=lab%2Ftree%2Fspring%2Fa.ipynb'
    """
    return f"{hub.rstrip('/')}/hub/user-redirect/git-pull?{_pull(content, notebook)}"


def _binder(course: Repository) -> str:
    return f"https://mybinder.org/v2/gh/{course.owner}/{course.name}/{quote(course.ref, safe='')}"


def _pull(content: Repository, notebook: str) -> str:
    """What nbgitpuller is asked: its branch would be guessed, and its folder is named after the repository."""
    opened = f"lab/tree/{content.name}/{quote(notebook)}"
    return urlencode({"repo": content.url, "branch": content.ref, "urlpath": opened})


def release() -> str:
    """Tag of the version that pyproject.toml declares."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return f"v{project['version']}"


def main() -> None:
    first = notebooks()[0]
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("notebook", nargs="?", default=first, help="path in the repository (default: %(default)s)")
    options.add_argument("--content", help="repository to fetch the notebooks from (default: the course's own)")
    options.add_argument("--branch", help="its branch or tag (default: the course's)")
    options.add_argument("--environment", default=release(), help="release to run in (default: %(default)s)")
    options.add_argument("--hub", default="https://hub.example.edu", help="JupyterHub of the class")
    chosen = options.parse_args()
    course = declared()
    if not chosen.content and not (ROOT / chosen.notebook).is_file():
        near = get_close_matches(chosen.notebook, notebooks(), n=1, cutoff=0)[0]
        sys.exit(f"launch_links: the repository has no notebook {chosen.notebook!r}. Did you mean {near!r}?")
    try:
        content = Repository(chosen.content or course.url, chosen.branch or course.ref)
    except AddressError as error:
        sys.exit(f"launch_links: {error}")
    environment = Repository(course.url, chosen.environment)
    for name, address in {
        "Binder": binder(course, chosen.notebook),
        "Colab": colab(course, chosen.notebook),
        "Binder, environment and content apart": binder_with(environment, content, chosen.notebook),
        "JupyterHub, content by nbgitpuller": hub_with(chosen.hub, content, chosen.notebook),
    }.items():
        print(f"{name}:\n  {address}")


if __name__ == "__main__":
    main()
