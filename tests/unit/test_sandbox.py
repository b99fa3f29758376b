"""The sandbox: what comes out is plain data, what goes wrong is told, and nothing is left."""

from __future__ import annotations

import os
import time
from pathlib import Path

import hypothesis.extra.numpy as arrays
import numpy
import pandas
import pytest
import xarray
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from osteolib.grade.sandbox import Limits, Sandbox, SetupFailed
from osteolib.grade.sandbox.channel import Channel, Gone, Silent, pair
from osteolib.grade.sandbox.values import Reader, Sent, Unreadable
from tools.made_class.cells import SECRET, TRICKS

LIMITS = Limits(seconds=3, call_seconds=0.5, memory=200, processes=8)
SETUP = ["import numpy as np", "base = 2"]


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory):
    """A sandbox from which one folder is hidden."""
    hidden = tmp_path_factory.mktemp("hidden")
    (hidden / "estrogen.py").write_text(SECRET)
    with Sandbox(LIMITS, [hidden]) as made:
        made.hidden = hidden
        yield made


@pytest.fixture(scope="module")
def prepared(sandbox):
    """A warm parent with two set-up cells behind it."""
    return sandbox.prepare(SETUP)


def ask(prepared, source):
    """State, value and failure of an answer."""
    with prepared.ask(source, "answer") as came:
        return came


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text()
    | st.just(...)
    | st.complex_numbers(allow_nan=False),
    lambda inner: (
        st.lists(inner)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text() | st.integers(), inner)
        | st.frozensets(st.integers() | st.text())
    ),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PLAIN)
def test_plain_data_arrives_with_its_exact_types(value):
    here, there = pair()
    here.send(value)
    came = there.receive(5)
    assert came == value
    assert typed(came) == typed(value)


def typed(value):
    """Types of all that is in a value."""
    inner = [*value.items()] if type(value) is dict else sorted(value, key=repr) if type(value) is frozenset else value
    return type(value), [typed(one) for one in inner] if type(inner) in (list, tuple) else None


@settings(max_examples=40, deadline=None)
@given(
    arrays.arrays(st.sampled_from(["?", "<i4", "<u8", "<f4", "<f8", "<c16", "<U5", "<M8[D]"]), arrays.array_shapes())
)
def test_arrays_arrive_as_they_were(value):
    here, there = pair()
    here.send([value, value.ravel()[0]])
    whole, first = there.receive(5)
    assert whole.dtype == value.dtype
    numpy.testing.assert_array_equal(whole, value)
    assert type(first) is type(value.ravel()[0])


def test_labelled_data_arrives_with_its_labels():
    run = xarray.Dataset({"bone": ("time", [1.0, 2.0], {"units": "%"})}, {"time": ("time", [0.0, 1.0], {"units": "d"})})
    frame = pandas.DataFrame({"name": ["RANKL", "OPG"], "value": [1.0, 2.0]}, index=pandas.Index([3, 4], name="day"))
    index = pandas.MultiIndex.from_tuples([("a", 1), ("b", 2)], names=["x", "y"])
    here, there = pair()
    for value in (run, run.bone, frame, frame.value, frame.index, pandas.Series([1, 2], index=index)):
        here.send(value)
        came = there.receive(5)
        assert type(came) is type(value)
        same = came.identical if hasattr(came, "identical") and not isinstance(value, pandas.Index) else came.equals
        assert same(value)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_nothing_that_arrives_is_worse_than_unreadable(junk):
    here, there = pair()
    here.end.sendall(len(junk).to_bytes(4, "big") + (0).to_bytes(4, "big") + junk)
    here.close()
    try:
        there.receive(5)
    except (Unreadable, Gone):
        return


@pytest.mark.parametrize(
    "tree",
    [
        "[]",
        '["array", "<f8", [9], 0]',
        '["array", "O", [1], 0]',
        '["int", "9"',
        '["__class__"]',
        '["blobs"]',
        '{"a": 1}',
    ]
    + ['["set", [["list", []]]]', '["function", "f"]', '["read", 1]', '["dict", [1]]', "[" * 5000],
)
def test_a_forged_tree_is_unreadable(tree):
    here, there = pair()
    here.end.sendall(len(tree).to_bytes(4, "big") + (0).to_bytes(4, "big") + tree.encode())
    with pytest.raises(Unreadable):
        there.receive(5)


def test_keys_that_collide_by_the_thousand_are_not_even_read():
    here, there = pair()
    here.send([{str(n) for n in range(20_000)}, {n: n for n in range(20_000)}])
    assert [type(one).__name__ for one in there.receive(5)] == ["TooLarge", "TooLarge"]
    began = time.perf_counter()
    with pytest.raises(Unreadable, match="too many keys"):
        Reader([]).read(["set", [n * (2**61 - 1) for n in range(50_000)]])
    assert time.perf_counter() - began < 1


def test_silence_and_absence_are_told_apart():
    here, there = pair()
    with pytest.raises(Silent):
        there.receive(0.05)
    here.close()
    with pytest.raises(Gone):
        there.receive(1)


def test_the_walls_that_a_root_on_linux_can_build_stand(sandbox):
    allowed = os.geteuid() == 0 and Path("/proc/self/ns/pid").exists()
    assert (set(sandbox.standing) == {"powers", "network", "files", "processes"}) or not allowed


def test_an_answer_comes_out_and_the_set_up_is_behind_it(prepared):
    came = ask(prepared, "answer = np.arange(base), {'RANKL': 1.5}")
    assert came.state == "answer"
    numpy.testing.assert_array_equal(came.value[0], [0, 1])
    assert came.value[1] == {"RANKL": 1.5}


def test_one_answer_leaves_nothing_for_the_next(prepared):
    ask(prepared, "base = 7; import os; open('left', 'w').write('x'); os.environ['LEFT'] = 'x'; answer = 1")
    came = ask(prepared, "import os; answer = base, os.listdir('.'), os.environ.get('LEFT')")
    assert came.value == (2, [], None)


def test_a_foreign_object_arrives_as_its_name_only(prepared):
    came = ask(prepared, "class Figure(float): pass\nanswer = Figure(3)")
    assert isinstance(came.value, Sent)
    assert type(came.value).__name__ == "Figure"


def test_a_function_answers_call_by_call(prepared):
    source = "calls = 0\ndef answer(x, times=2):\n    global calls; calls += 1\n    return x * times + calls"
    with prepared.ask(source, "answer") as came:
        assert came.value(10) == 21
        assert came.value(10, times=3) == 32
        with pytest.raises(TypeError, match="unsupported|can only|not"):
            came.value({})


def test_a_function_that_loops_is_ended_and_stays_so(prepared):
    with prepared.ask("def answer(x):\n    while x: pass\n    return 1", "answer") as came:
        assert came.value(0) == 1
        with pytest.raises(TimeoutError):
            came.value(1)
        with pytest.raises(RuntimeError, match="has ended"):
            came.value(0)


def test_a_function_whose_process_dies_is_told(prepared):
    with (
        prepared.ask("import os\ndef answer(): os._exit(3)", "answer") as came,
        pytest.raises(RuntimeError, match="exit"),
    ):
        came.value()


@pytest.mark.parametrize(
    ("source", "state"),
    [
        ("other = 1", "missing"),
        ("1 / 0", "failed"),
        ("while True: pass", "time"),
        ("rest = []\nwhile True: rest.append(bytearray(10**7))", "memory"),
        ("import os; os.kill(os.getpid(), 9)", "killed"),
        ("import os; os._exit(0)", "exit"),
        ("import os; os._exit(4)", "exit"),
    ],
)
def test_what_goes_wrong_is_told(prepared, source, state):
    assert ask(prepared, source).state == state


def test_the_line_that_failed_is_told(prepared):
    assert ask(prepared, "x = 1\n\nx / 0").failure == {
        "error": "ZeroDivisionError",
        "message": "division by zero",
        "line": 3,
    }
    assert ask(prepared, "x = 1\nx = = 2").failure["line"] == 2


def test_lines_for_a_notebook_are_left_out_or_told(prepared):
    assert ask(prepared, "%matplotlib inline\n%time answer = 3\ndisplay(4)").value == 3
    assert ask(prepared, "%%time\nanswer = 5").value == 5
    assert "plain Python" in ask(prepared, "%run x.py").failure["message"]
    assert "shell" in ask(prepared, "files = !ls\nanswer = files").failure["message"]


def test_forks_are_few_and_none_outlives_the_answer(sandbox, prepared):
    source = (
        "import os, time\nborn = 0\nfor _ in range(20):\n"
        "    try:\n        child = os.fork()\n    except OSError:\n        break\n"
        "    if not child:\n        os.setsid(); time.sleep(600)\n    born += 1\nanswer = born"
    )
    assert ask(prepared, source).value == LIMITS.processes - 1
    assert not left_of(sandbox.user)


def test_without_walls_a_daemon_is_swept_away_too():
    source = (
        "import os, time\nread, write = os.pipe()\nif not os.fork():\n    os.setsid()\n    if not os.fork():\n"
        "        os.write(write, str(os.getpid()).encode()); time.sleep(600)\n    os._exit(0)\n"
        "answer = int(os.read(read, 20))"
    )
    with Sandbox(LIMITS, enclose=False) as bare:
        assert bare.standing == []
        prepared = bare.prepare(SETUP)
        came = ask(prepared, source)
        assert came.state == "answer", came
        assert not Path(f"/proc/{came.value}").exists()
        assert ask(prepared, "while True: pass").state == "time"
        assert not left_of(bare.user)


def left_of(user):
    """Processes of this user; without one of its own, none can be told apart."""
    if user is None:
        return []
    return [p for p in Path("/proc").iterdir() if p.name.isdigit() and p.exists() and p.stat().st_uid == user]


def test_other_files_and_the_network_are_out_of_reach(sandbox, prepared):
    path = sandbox.hidden / "estrogen.py"
    assert ask(prepared, f"answer = open({str(path)!r}).read()").failure["error"] == "FileNotFoundError"
    assert ask(prepared, f"answer = open({__file__!r}).read()").failure["error"] == "FileNotFoundError"
    assert ask(prepared, "open(np.__file__, 'a')").failure["error"] in ("OSError", "PermissionError")
    assert ask(prepared, "import socket; socket.create_connection(('192.0.2.1', 80), 1)").failure["error"] == "OSError"


@pytest.mark.parametrize("name", ["reads the disk", "walks the frames"])
def test_a_thief_finds_what_is_there_and_nothing_else(prepared, name):
    cell = TRICKS[name].cell("answer", "answer = 'stolen'")
    planted = f"planted = {SECRET!r}\nopen('planted', 'w').write(planted)\n"
    assert ask(prepared, cell).value == "nothing found"
    assert ask(prepared, planted + cell).value == "stolen"


def test_set_up_that_fails_is_the_teachers_to_mend(sandbox):
    with pytest.raises(SetupFailed, match="ZeroDivisionError.*make exercises"):
        sandbox.prepare(["1 / 0"])


@pytest.mark.alone
def test_an_answer_costs_tens_of_milliseconds(prepared):
    times = []
    for _ in range(10):
        began = time.perf_counter()
        assert ask(prepared, "answer = 1").value == 1
        times.append(time.perf_counter() - began)
    assert min(times) < 0.15


def test_an_end_closes_everything(tmp_path):
    with Sandbox(LIMITS, place=tmp_path) as made:
        process = made.process
        assert isinstance(made.control, Channel)
    assert process.returncode is not None
    assert not list(tmp_path.iterdir())
