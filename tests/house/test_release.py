"""A release: its metadata agree, its notes are those of the changelog, and what is not ready is named."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tools import release
from tools.book import ROOT
from tools.publish.compose import PublishError, number
from tools.publish.pages import leads_on, not_found


def test_present_version_could_be_released():
    assert release.check(f"v{release.version()}") == release.notes(
        release.version(), (ROOT / "CHANGELOG.md").read_text()
    )


def test_wrong_tag_is_refused():
    with pytest.raises(release.NotReady, match=r"the tag is v9\.9\.9, but pyproject\.toml has version"):
        release.check("v9.9.9")


def test_changelog_without_the_version_is_refused():
    with pytest.raises(release.NotReady, match="expected a section"):
        release.notes("0.2.0", "## [Unreleased]\n\n- New.\n")


def test_metadata_for_zenodo_are_those_of_the_citation():
    stored = json.loads(release.ZENODO.read_text(encoding="utf-8"))
    assert stored == release.zenodo()
    assert stored["version"] == release.version()


def test_metadata_for_zenodo_fit_their_schema():
    schema = ROOT / "tests" / "data" / "zenodo.schema.json"
    command = [sys.executable, "-m", "check_jsonschema", "--schemafile", schema, release.ZENODO]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_versions_are_ordered_as_numbers(tmp_path):
    names = ["course-0.10.0.zip", "course-0.9.1.zip"]
    assert sorted((tmp_path / name for name in names), key=number)[-1].name == "course-0.10.0.zip"
    with pytest.raises(PublishError, match="expected the zip file of a release"):
        number(tmp_path / "course.zip")


def test_page_that_leads_on_cannot_be_broken_out_of():
    page = leads_on('x.html"><script>alert(1)</script>')
    assert "<script>alert" not in page


@pytest.mark.parametrize("base", ["", "/", "course", "/course/", "//"])
def test_links_of_the_page_for_what_is_not_found_start_at_the_root(base):
    page = not_found(base, "stable", ["index.html"])
    root = "/course/" if "course" in base else "/"
    assert f'href="{root}stable/index.html"' in page and 'href="//' not in page
