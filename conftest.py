"""What holds for every test: no progress bars, none passed over, its turn among several processes, kernels at once."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path

import pytest

# A progress bar is not a result; the kernels of the notebooks inherit this.
os.environ["TQDM_DISABLE"] = "1"
os.environ.setdefault("MPLBACKEND", "agg")
if "PYTEST_XDIST_WORKER" in os.environ:
    # Each process has a core; threads of the linear algebra would only wait for those of the other processes.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from tests import kernels, workers  # after the line above, which numpy reads when it is first imported

offered = pytest.StashKey[ExitStack]()


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> workers.Dealer:
    return workers.Dealer(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    workers.in_order(items)


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Import no module for its examples that has none; a package is imported before its modules, as everywhere."""
    room = Path(__file__).parent / "osteolib"
    is_module = collection_path.suffix == ".py" and collection_path.name != "__init__.py"
    if is_module and collection_path.is_relative_to(room):
        return ">>>" not in collection_path.read_text(encoding="utf-8") or None
    return None


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.path.suffix == ".ipynb" and offered not in item.config.stash:
        item.config.stash[offered] = until_the_end = ExitStack()
        until_the_end.enter_context(kernels.offered())
        item.config.add_cleanup(until_the_end.close)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item):
    with workers.turn(item):
        return (yield)


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
