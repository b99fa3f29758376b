"""Every claim is taught in its chapter, and a badge stands where its claim is spoken of."""

from __future__ import annotations

import subprocess
import sys

import nbformat
import pytest

from osteolib.evidence import claims
from tools import coverage
from tools.book import ROOT


def lesson(tmp_path, text):
    path = tmp_path / "toy.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(text)]), path)
    return path


def test_every_chapter_teaches_all_its_claims():
    done = subprocess.run(
        [sys.executable, "-m", "tools.coverage"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert len([line for line in done.stdout.splitlines() if line.startswith("C")]) == 183


def test_every_claim_belongs_to_one_chapter():
    shares = [claim for chapter in coverage.SECTIONS for claim in coverage.share(chapter)]
    assert sorted(shares) == sorted(claims().index)


LINK = "[{0}](../evidence/ledger.md#{1})"


@pytest.mark.parametrize(
    "text, fault",
    [
        (f"See {LINK.format('C038', 'C038')}.", "stands in no sentence"),
        (f"| {LINK.format('C038', 'C038')} | 2 | - |", "stands in no sentence"),
        (f"Mice without T cells keep their bone after ovariectomy {LINK.format('C999', 'C999')}.", "not a claim"),
        (f"Mice without T cells keep their bone after ovariectomy {LINK.format('C038', 'C039')}.", "not a claim"),
    ],
)
def test_a_badge_that_teaches_nothing_is_found(tmp_path, text, fault):
    _, faults = coverage.citations([lesson(tmp_path, text)])
    assert len(faults) == 1 and fault in faults[0]


def test_a_badge_in_a_sentence_counts(tmp_path):
    text = f"Mice without T cells keep their bone after ovariectomy ({LINK.format('C038', 'C038')})."
    cited, faults = coverage.citations([lesson(tmp_path, text)])
    assert cited == {"C038": ["toy"]} and not faults


def test_a_chapter_without_its_claims_is_found():
    assert "bone_remodeling: no lesson cites C025" in coverage.missing({})
