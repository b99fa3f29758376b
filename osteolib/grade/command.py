"""The command: find submissions, mark what is new, write tables and pages."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from tqdm import tqdm

import osteolib
from osteolib.exercise import set_names
from osteolib.grade.batch import Plan, mark_all
from osteolib.grade.cache import Cache, context, write_whole
from osteolib.grade.checks import graded_questions, read_checks
from osteolib.grade.errors import GradeError
from osteolib.grade.gradebook import Gradebook, row
from osteolib.grade.marks import Result
from osteolib.grade.reference import read_reference
from osteolib.grade.report import exports
from osteolib.grade.report.student import file_name, student_page
from osteolib.grade.report.summary import summary_page
from osteolib.grade.sandbox import Limits
from osteolib.grade.submissions import Submission, find_submissions
from osteolib.grade.words import isolation

CHECKOUT = Path(osteolib.__file__).resolve().parent.parent


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parse = argparse.ArgumentParser(prog="python -m osteolib.grade", description="Grade the notebooks of a class.")
    usual, cores = Limits(), os.cpu_count() or 1
    parse.add_argument("submissions", type=Path, help="folder with one notebook, or one folder, for each student")
    parse.add_argument(
        "--set", default="detect", help="a set, several with commas, 'all', or (by default) those handed in"
    )
    parse.add_argument(
        "--out", type=Path, default=Path("grades.csv"), help="table of grades; reports go to a folder beside"
    )
    parse.add_argument("--moodle", type=Path, metavar="FILE", help="write a table for Moodle too")
    parse.add_argument("--canvas", type=Path, metavar="FILE", help="write a table for Canvas too")
    parse.add_argument(
        "--roster", type=Path, metavar="FILE", help="exported table of persons, to fill in their other names"
    )
    parse.add_argument("--title", help="name of the assignment in Canvas")
    parse.add_argument("--checks", type=Path, default=CHECKOUT / "instructor", help="folder of hidden checks")
    parse.add_argument("--reference", type=Path, default=CHECKOUT / "exercises/student", help="notebooks handed out")
    parse.add_argument("--seconds", type=float, default=usual.seconds, help="for one answer (default: %(default)g)")
    parse.add_argument("--call-seconds", type=float, default=usual.call_seconds, help="for one call of a function")
    parse.add_argument("--memory", type=int, default=usual.memory, help="MB for one answer (default: %(default)d)")
    parse.add_argument("--cores", type=int, default=cores, help="processes side by side (default: all, %(default)d)")
    return parse.parse_args(given)


def main(given: Sequence[str] | None = None) -> int:
    """Grade as the command line says; 0 if all went well, 1 if the grader failed on a submission, 2 for no start."""
    options = arguments(given)
    try:
        return grade(options)
    except GradeError as error:
        print(f"grade: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("grade: interrupted; what was marked is kept, and the same command goes on from here", file=sys.stderr)
        return 130


def grade(options: argparse.Namespace) -> int:
    """Mark, then write everything."""
    submissions = find_submissions(options.submissions)
    names = _names(options)
    checks = options.checks if options.checks.is_dir() else None
    if checks is None:
        print(f"grade: there is no folder {options.checks}; only the public parts are graded", file=sys.stderr)
    hidden = tuple(path.resolve() for path in (options.submissions, options.checks, options.out.parent))
    limits = Limits(seconds=options.seconds, call_seconds=options.call_seconds, memory=options.memory)
    plan = Plan(tuple(_available(options)), options.reference.resolve(), checks and checks.resolve(), limits, hidden)
    counts = {name: sum(map(len, read_checks(checks, name).values())) for name in plan.sets}
    roster = exports.read_roster(options.roster)
    results = _results(plan, submissions, options)
    chosen = (
        names or [name for name in plan.sets if any(one.set == name for one in results.values())] or list(plan.sets)
    )
    book = _gradebook(plan, submissions, results, chosen)
    how = isolation(results.values())
    _write(book, options, roster, summary_page(book, how, {name: counts[name] for name in chosen}))
    for sentence in how[1:]:
        print(f"grade: {sentence}", file=sys.stderr)
    return int(any(one.faulty for one in book.rows))


def _available(options: argparse.Namespace) -> list[str]:
    there = [name for name in set_names() if (options.reference / f"{name}.ipynb").is_file()]
    if not there:
        raise GradeError(
            f"no reference notebook is in {options.reference}; `make exercises` writes them, `--reference` names them"
        )
    return there


def _names(options: argparse.Namespace) -> list[str]:
    """Sets that the command line names, empty to detect them."""
    there = _available(options)
    if options.set == "detect":
        return []
    names = there if options.set == "all" else [name.strip() for name in options.set.split(",")]
    for name in names:
        if name not in there:
            raise GradeError(f"there is no set {name!r} to grade; there are {', '.join(there)}")
    return names


def _results(plan: Plan, submissions: list[Submission], options: argparse.Namespace) -> dict[Path, Result]:
    """Result of every file: from an earlier run where nothing has changed, else marked now."""
    deciding = [plan.reference / f"{name}.ipynb" for name in plan.sets]
    deciding += sorted(plan.checks.glob("*.py")) if plan.checks else []
    cache = Cache(reports(options.out) / "results", context(deciding, plan.sets, plan.limits))
    files = [path for one in submissions for path in one.files]
    keys = {path: cache.key(path.read_bytes()) for path in files}
    results = {path: found for path in files if (found := cache.get(keys[path]))}
    new = [path for path in files if path not in results]
    twins = {keys[path]: path for path in reversed(new)}  # the same content is marked once
    with tqdm(total=len(twins), unit="notebook", disable=not twins or None, desc="grading") as bar:

        def done(path: Path, result: Result) -> None:
            if not _faulty(result):
                cache.put(keys[path], result)
            results.update({twin: result for twin in new if keys[twin] == keys[path]})
            bar.update()

        if twins:
            mark_all(plan, list(twins.values()), options.cores, done)
    return results


def _faulty(result: Result) -> bool:
    """Whether the grader itself failed, so that the next run has to try again."""
    return result.set == "" or any(mark.state == "fault" for mark in result.marks)


def _gradebook(plan: Plan, submissions: list[Submission], results: dict[Path, Result], chosen: list[str]) -> Gradebook:
    questions = {}
    for name in chosen:
        graded = graded_questions(name, plan.checks)
        questions |= {
            slot.question: graded[slot.question] for slot in read_reference(plan.reference / f"{name}.ipynb").slots
        }
    rows = [row(one, [results[path] for path in one.files], chosen) for one in submissions]
    out_of = {identifier: question.points for identifier, question in questions.items()}
    return Gradebook(out_of, {identifier: question.asks for identifier, question in questions.items()}, rows)


def reports(out: Path) -> Path:
    """Folder of the reports that belong to a table of grades.

    >>> reports(Path("term/grades.csv")).as_posix()
    'term/grades'
    """
    return out.with_suffix("") if out.suffix else out.with_name(f"{out.name}-reports")


def _write(book: Gradebook, options: argparse.Namespace, roster: dict, summary: str) -> None:
    folder = reports(options.out)
    title = options.title or " ".join(["osteolib", *sorted({name.rpartition(".")[0] for name in book.out_of})])
    write_whole(options.out, exports.grades(book))
    if options.moodle:
        write_whole(options.moodle, exports.moodle(book, roster))
    if options.canvas:
        write_whole(options.canvas, exports.canvas(book, title, roster))
    for one in book.rows:
        write_whole(folder / "feedback" / file_name(one.student), student_page(one, book))
    write_whole(folder / "summary.html", summary)
    print(f"{len(book.rows)} students: {options.out}, {folder / 'summary.html'}, {folder / 'feedback'}")
