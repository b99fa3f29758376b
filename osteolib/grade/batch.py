"""Mark many files at once, on all cores, and let nothing stop the batch."""

from __future__ import annotations

import contextlib
import multiprocessing
import multiprocessing.util
import os
import signal
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

from osteolib.grade.checks import graded_questions
from osteolib.grade.marks import Marker, Result
from osteolib.grade.reference import Reference, read_reference
from osteolib.grade.sandbox import Limits, Prepared, Sandbox, kernel


@dataclass(frozen=True)
class Plan:
    """What every process of the grader needs: sets, folders of reference notebooks and hidden checks, limits.

    `hidden` are the folders that no answer may see.
    """

    sets: tuple[str, ...]
    reference: Path
    checks: Path | None
    limits: Limits
    hidden: tuple[Path, ...]


class Grader:
    """One process of the grader, with its sandbox and a warm parent for each set, made when first needed."""

    def __init__(self, plan: Plan, place: str | None = None):
        self.plan, self.place = plan, place
        references = [read_reference(plan.reference / f"{name}.ipynb") for name in plan.sets]
        questions = {name: graded_questions(name, plan.checks) for name in plan.sets}
        self.marker = Marker(references, questions, self.prepared, plan.limits)
        self.sandbox: Sandbox | None = None
        self.ready: dict[str, Prepared] = {}

    def prepared(self, reference: Reference) -> Prepared:
        """The warm parent of a set; a new one if it has died."""
        if self.sandbox is None or self.sandbox.process.poll() is not None:
            self.close()
            self.sandbox = Sandbox(self.plan.limits, self.plan.hidden, self.place)
        if reference.set not in self.ready:
            self.ready[reference.set] = self.sandbox.prepare(list(reference.setup))
        return self.ready[reference.set]

    def mark(self, path: Path) -> Result:
        """Marks of one file; what fails in the grader is told in the result."""
        try:
            return self.marker.mark(path.read_bytes())
        except Exception as error:
            self.close()
            return fault(f"{type(error).__name__}: {error}")

    def close(self) -> None:
        """End the sandbox."""
        if self.sandbox is not None:
            self.sandbox.close()
        self.sandbox, self.ready = None, {}


def fault(words: str) -> Result:
    """Result of a file on which the grader itself failed."""
    return Result("", notes=[f"The grader failed on this file ({words[:300]}); nothing is said about the answers."])


def mark_all(plan: Plan, files: list[Path], cores: int, done: Callable[[Path, Result], None]) -> None:
    """Mark files on several cores and hand over each result as soon as it is there.

    Parameters
    ----------
    plan : Plan
    files : list of Path
    cores : int
    done : callable
        Called here with each file and its result.
    """
    with tempfile.TemporaryDirectory(prefix="osteolib-grade-") as place:
        os.chmod(place, 0o711)  # an answer's user has to get to its scratch folder, and need not see others
        left = list(files)
        for path, result in _marked(plan, left, cores, place):
            left.remove(path)
            done(path, result)
        for path in left:  # a process of the grader died: each alone, to find the one that it died on
            alone = dict(_marked(plan, [path], 1, place))
            done(path, alone.get(path) or fault("its process died"))


def _marked(plan: Plan, files: list[Path], cores: int, place: str) -> Iterator[tuple[Path, Result]]:
    """Results in the order in which they come; ends early if a process of the grader dies."""
    start = _way_to_start()
    with ProcessPoolExecutor(min(cores, len(files)) or 1, start, _begin, (plan, place)) as pool:
        waiting = {pool.submit(_mark, path): path for path in files}
        try:
            while waiting:
                for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                    path = waiting.pop(future)
                    if not isinstance(future.exception(), BrokenProcessPool):
                        yield path, future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _way_to_start() -> multiprocessing.context.BaseContext:
    """How processes of the grader are started: from one that has imported it, where the system can."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    start = multiprocessing.get_context("forkserver")
    start.set_forkserver_preload([__name__])
    return start


_GRADER: list[Grader] = []


def _begin(plan: Plan, place: str) -> None:
    with contextlib.suppress(OSError):  # where an answer runs as the same user, it cannot read this memory either
        kernel.process(kernel.DUMPABLE, 0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the command decides when to end
    grader = Grader(plan, place)
    _GRADER.append(grader)
    multiprocessing.util.Finalize(None, grader.close, exitpriority=1)


def _mark(path: Path) -> Result:
    return _GRADER[0].mark(path)
