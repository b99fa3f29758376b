"""The benchmark compares like with like: every tool solves the same sets to the same accuracy."""

import numpy as np
import pytest

from benchmarks import with_osteolib, with_roadrunner, with_solve_ivp
from benchmarks.cases import CASES
from benchmarks.measure import WORST, Entrant, Timing, cpu_seconds, ratio, tuned, worst_error
from benchmarks.pieces import joined, pieces
from benchmarks.report import compared, growing

MEMBERS = 4


@pytest.mark.parametrize("name", CASES)
def test_cases_are_seeded_and_inside_their_ranges(name):
    case = CASES[name]
    sets = case.sets(MEMBERS)
    for parameter, (low, high) in case.ranges.items():
        assert ((sets.parameters[parameter] >= low) & (sets.parameters[parameter] <= high)).all()
        np.testing.assert_array_equal(sets.parameters[parameter], case.sets(MEMBERS).parameters[parameter])
    assert all(values.shape == (MEMBERS,) for values in sets.start.values())
    assert case.times.size == 201


@pytest.mark.parametrize("tool", [with_osteolib, with_roadrunner, with_solve_ivp], ids=lambda tool: tool.NAME)
@pytest.mark.parametrize("name", CASES)
def test_every_tool_reaches_the_accuracy_on_its_ladder(tool, name):
    case = CASES[name]
    sets = case.sets(MEMBERS)
    reference = with_osteolib.solve(case, None, sets, 1e-12)
    assert reference.shape == (MEMBERS, len(case.cells), 201)
    loaded = tool.prepare(case)
    rtol, error = tuned(tool, case, loaded, sets, reference)
    assert error <= WORST
    assert rtol in tool.LADDER
    assert cpu_seconds(case, [Entrant(tool, loaded, rtol)], sets, rounds=1, own=1)[tool.NAME][0] > 0


def test_the_reference_is_not_osteolibs_own_opinion():
    """A compiled solver of another method agrees with it far below the error that is allowed."""
    for case in CASES.values():
        sets = case.sets(2)
        other = with_solve_ivp.solve(case, None, sets, 1e-11)
        assert worst_error(other, with_osteolib.solve(case, None, sets, 1e-12)) < WORST / 20


def test_a_tool_that_is_never_right_is_told():
    class Wrong:
        NAME = "wrong"
        LADDER = (1e-6, 1e-8)

        @staticmethod
        def solve(case, loaded, sets, rtol):
            return np.full(3, 2.0)

    with pytest.raises(RuntimeError, match="wrong never came below 1e-06; its last error was 1"):
        tuned(Wrong, None, None, None, np.ones(3))


def test_tools_take_turns():
    turns = []

    def entrant(name):
        tool = type(name, (), {"NAME": name, "solve": staticmethod(lambda *given: turns.append(name))})
        return Entrant(tool, None, 1e-6)

    seconds = cpu_seconds(None, [entrant("a"), entrant("b")], None, rounds=2, own=3)
    assert turns == ["a", "a", "a", "b"] * 2
    assert {name: len(rounds) for name, rounds in seconds.items()} == {"a": 2, "b": 2}


def test_the_ratio_holds_in_a_round_of_a_slow_machine():
    assert ratio([0.6, 1.2, 0.6], [0.03, 0.06, 0.03]) == pytest.approx(20)


def test_pieces_meet_at_the_switches_and_join_without_them():
    case = CASES["Lemaire"]
    cut = pieces(case)
    assert [(times[0], times[-1], held["I_P"]) for times, held in cut] == [(0, 20, 0), (20, 80, 1000), (80, 140, 0)]
    rows = [np.stack([times, -times], axis=1) for times, _ in cut]
    np.testing.assert_array_equal(joined(case, rows, cut), np.stack([case.times, -case.times], axis=1))


def test_tables_give_ratios_to_osteolib():
    timings = {"osteolib": Timing("osteolib", 1e-6, 5e-7, 0.04, 1), "peer": Timing("peer", 1e-8, 9e-7, 0.9, 22.5)}
    assert compared(timings).splitlines()[-1] == "| peer | 1e-08 | 9.0e-07 | 0.9 | 22.5 |"
    assert growing({10: {"osteolib": 0.1, "peer": 0.25}}).splitlines()[-1] == "| 10 | 0.1 | 0.25 |"
