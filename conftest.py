"""What holds for every test: no progress bars, and no test that is passed over."""

from __future__ import annotations

import os

import pytest

# A progress bar is not a result; the kernels of the notebooks inherit this.
os.environ["TQDM_DISABLE"] = "1"
os.environ.setdefault("MPLBACKEND", "agg")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item):
    """Count a skipped or expected failure as a failure: what is not checked is not known."""
    report = (yield).get_result()
    if report.skipped:
        report.outcome = "failed"
        report.wasxfail = ""
        del report.wasxfail
        report.longrepr = (
            f"{item.nodeid}: no test of this project may be skipped or expected to fail ({report.longrepr})"
        )
