"""Where the course is published: declared once, as `repository` in _config.yml, and moved by one command.

python -m tools.repository                                   # where is it?
python -m tools.repository https://github.com/you/your-fork  # it is there now
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
CONFIG = "_config.yml"
# Files that spell addresses out because nothing builds them.
WRITTEN_IN = (CONFIG, "README.md", "CITATION.cff", "deploy/README.md", "deploy/z2jh/values.yaml")
REF = "OSTEOLIB_REF"  # variable that names the branch or tag which a site is built from
GITHUB = re.compile(r"https://github\.com/(?P<owner>[\w-]+)/(?P<name>[\w.-]+?)(?:\.git)?/?")


class AddressError(ValueError):
    """An address that Binder and Colab could not open."""


@dataclass(frozen=True)
class Repository:
    """A public repository on GitHub, at one of its branches or tags.

    Examples
    --------
    >>> course = Repository("https://github.com/someone/course", "v1.0")
    >>> course.owner, course.name, course.site
    ('someone', 'course', 'https://someone.github.io/course')
    >>> course.archive("4f2a91c")
    'https://github.com/someone/course/archive/4f2a91c.zip'
    """

    url: str
    ref: str

    def __post_init__(self) -> None:
        if not GITHUB.fullmatch(self.url):
            raise AddressError(
                f"{self.url!r} is not the address of a repository that Binder and Colab open. "
                "Expected: https://github.com/OWNER/NAME."
            )

    @property
    def owner(self) -> str:
        return GITHUB.fullmatch(self.url)["owner"]

    @property
    def name(self) -> str:
        return GITHUB.fullmatch(self.url)["name"]

    @property
    def site(self) -> str:
        """Address of the built book, without a slash at its end."""
        return f"https://{self.owner.lower()}.github.io/{self.name}"

    def archive(self, ref: str) -> str:
        """Address from which pip installs osteolib as it is at a branch, tag or commit; needs no git and no release."""
        return f"https://github.com/{self.owner}/{self.name}/archive/{ref}.zip"


def declared(root: Path = ROOT) -> Repository:
    """The repository that `_config.yml` names, at the branch that it names or that the variable OSTEOLIB_REF names."""
    entry = yaml.safe_load((root / CONFIG).read_text(encoding="utf-8"))["repository"]
    return Repository(entry["url"], os.environ.get(REF) or entry["branch"])


def commit(root: Path = ROOT) -> str | None:
    """Commit that is checked out; None in a folder that git does not know, such as an unpacked archive."""
    command = ["git", "rev-parse", "--verify", "HEAD"]
    try:
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def move(to: str, root: Path = ROOT) -> list[str]:
    """Write another address wherever the present one stands; return the names of the files that changed."""
    old, new = declared(root), Repository(to.removesuffix("/").removesuffix(".git"), "any")
    changed = []
    for name in WRITTEN_IN:
        before = (root / name).read_text(encoding="utf-8")
        after = before.replace(old.site, new.site)
        # Binder and Colab name a repository by owner and name alone; a link within a link has its slashes quoted, and
        # nbgitpuller opens files in the folder that is named like the repository.
        for slash in ("/", "%2F"):
            after = after.replace(f"{old.owner}{slash}{old.name}", f"{new.owner}{slash}{new.name}")
        after = after.replace(f"%2F{old.name}%2F", f"%2F{new.name}%2F")
        if after != before:
            (root / name).write_text(after, encoding="utf-8")
            changed.append(name)
    return changed


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("address", nargs="?", help="where the course is from now on (default: tell where it is)")
    chosen = options.parse_args()
    if chosen.address is None:
        course = declared()
        print(f"repository: {course.url} at {course.ref}, site {course.site}/")
        return
    try:
        print(f"repository: written in {', '.join(move(chosen.address)) or 'no file; it stood there already'}")
    except AddressError as error:
        sys.exit(f"repository: {error}")


if __name__ == "__main__":
    main()
