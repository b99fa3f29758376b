"""Boolean networks: rules against Python's logic, all fates against brute force, errors that point at the place."""

from __future__ import annotations

import ast
import importlib
import itertools
import pkgutil
import subprocess
import sys
import time

import networkx
import numpy as np
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st

import osteolib
from osteolib.aging import martinez_sanchez2015, mendoza2006
from osteolib.logic import BadRule, BadState, BooleanNetwork, TooLarge, every_setting, read_rules
from osteolib.model import UnknownName
from osteolib.testing.suite import bibliography_keys

UPDATES = ("synchronous", "asynchronous")
NAMES = ("A", "B", "C", "D", "E")


def network(rules: str, **keywords) -> BooleanNetwork:
    return BooleanNetwork("toy", "a toy", "mendoza2006", rules, **keywords)


# ---- Rules, against Python's own reading of the same text


def expressions(names):
    atoms = st.sampled_from([*names, "0", "1"])
    deeper = lambda inner: st.one_of(  # noqa: E731 - hypothesis builds the tree from it
        inner.map(lambda a: f"!{a}" if not a.startswith("!") else a),
        st.tuples(inner, st.sampled_from(["&", "|"]), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        st.tuples(inner, st.sampled_from(["&", "|"]), inner).map(lambda t: f"{t[0]} {t[1]} {t[2]}"),
    )
    return st.recursive(atoms, deeper, max_leaves=8)


def by_python(text: str, values: dict[str, bool]) -> bool:
    words = text.replace("&", " and ").replace("|", " or ").replace("!", " not ").strip()
    return bool(eval(compile(ast.parse(words, mode="eval"), "rule", "eval"), {}, dict(values)))


@settings(max_examples=200, deadline=None)
@given(expressions(NAMES))
def test_a_rule_means_what_python_would_mean(text):
    rule = read_rules(f"Z = {text}")["Z"]
    again = read_rules(f"Z = {rule}")["Z"]
    for bits in itertools.product([False, True], repeat=len(NAMES)):
        values = dict(zip(NAMES, bits, strict=True))
        arrays = {name: np.bool_(value) for name, value in values.items()}
        assert bool(rule.value(arrays)) == by_python(text, values)
        assert bool(again.value(arrays)) == by_python(text, values), "printed and read again it is the same rule"


def test_words_comments_and_open_brackets_are_read():
    rules = read_rules("A = not B  # off with B\n\nB = (A\n  and C)\nC = 1")
    assert {name: str(rule) for name, rule in rules.items()} == {"A": "!B", "B": "A & C", "C": "1"}


# ---- All fates, against brute force over plain Python sets


networks = st.integers(2, 5).flatmap(
    lambda n: st.lists(expressions(NAMES[:n]), min_size=n, max_size=n).map(
        lambda rules: network("\n".join(f"{name} = {rule}" for name, rule in zip(NAMES, rules, strict=False)))
    )
)


def successors(one: BooleanNetwork, state: tuple[str, ...], update: str) -> list[tuple[str, ...]]:
    """The next states by the definition, one node after the other."""
    target = set(one.step(state))
    if update == "synchronous":
        return [tuple(sorted(target))]
    flips = [name for name in one.nodes if (name in target) != (name in state)]
    return [tuple(sorted(set(state) ^ {name})) for name in flips]


def brute_force(one: BooleanNetwork, update: str) -> tuple[networkx.DiGraph, list[frozenset]]:
    graph = networkx.DiGraph()
    for size in range(len(one.nodes) + 1):
        for state in itertools.combinations(sorted(one.nodes), size):
            graph.add_node(state)
            graph.add_edges_from((state, other) for other in successors(one, state, update) if other != state)
    condensed = networkx.condensation(graph)
    ends = [frozenset(condensed.nodes[c]["members"]) for c in condensed if condensed.out_degree(c) == 0]
    return graph, ends


def ending(graph: networkx.DiGraph, attractor: frozenset) -> dict:
    """Probability of ending in an attractor from each state, by solving the equations of the walk densely."""
    states = list(graph)
    matrix, right = np.eye(len(states)), np.zeros(len(states))
    recurrent = {s for c in networkx.strongly_connected_components(graph) for s in c
                 if all(t in c for u in c for t in graph.successors(u))}  # fmt: skip
    for i, state in enumerate(states):
        if state in recurrent:
            right[i] = state in attractor
            continue
        following = list(graph.successors(state))
        for other in following:
            matrix[i, states.index(other)] -= 1 / len(following)
    return dict(zip(states, np.linalg.solve(matrix, right), strict=True))


@pytest.mark.parametrize("update", UPDATES)
@settings(max_examples=60, deadline=None)
@given(one=networks)
def test_attractors_and_basins_are_those_of_brute_force(update, one):
    graph, ends = brute_force(one, update)
    found = one.attractors(update)
    as_sets = {frozenset(tuple(sorted(state)) for state in a.states): a for a in found}
    assert set(as_sets) == set(ends)
    assert sum(a.share for a in found) == pytest.approx(1, abs=1e-9)
    for end, attractor in as_sets.items():
        assert attractor.basin == pytest.approx(sum(ending(graph, end).values()), abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(one=networks, data=st.data())
def test_chances_from_a_start_are_those_of_brute_force(one, data):
    start = data.draw(st.sets(st.sampled_from(one.nodes)))
    named = network(
        "\n".join(f"{n} = {r}" for n, r in one.table()["on when"].items()),
        fates="\n".join(
            f"F{k} = " + " & ".join(n if n in state else f"!{n}" for n in one.nodes)
            for k, state in enumerate(one.fixed_points())
        ),
    )
    graph, _ = brute_force(one, "asynchronous")
    chances = named.fates(start)
    for k, state in enumerate(one.fixed_points()):
        exact = ending(graph, frozenset([tuple(sorted(state))]))[tuple(sorted(start))]
        assert chances.get(f"F{k}", 0.0) == pytest.approx(exact, abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(one=networks)
def test_graph_has_exactly_the_steps(one):
    for update in UPDATES:
        graph, ends = brute_force(one, update)
        drawn = one.graph(update=update)
        edges = {(tuple(sorted(a)), tuple(sorted(b))) for a, b in drawn.edges}
        assert edges == set(graph.edges)
        marked = {tuple(sorted(s)) for s, inside in drawn.nodes(data="attractor") if inside}
        assert marked == set().union(*ends)


@settings(max_examples=40, deadline=None)
@given(one=networks)
def test_fixed_points_do_not_depend_on_the_update(one):
    points = set(one.fixed_points())
    for update in UPDATES:
        assert {a.states[0] for a in one.attractors(update) if a.is_fixed_point} == points
    assert all(one.step(state) == state for state in points)


@settings(max_examples=30, deadline=None)
@given(one=networks, data=st.data())
def test_a_perturbed_node_never_moves(one, data):
    node = data.draw(st.sampled_from(one.nodes))
    for changed, inside in ((one.knock_out(node), False), (one.over_express(node), True)):
        assert all((node in s) is inside for a in changed.attractors("asynchronous") for s in a.states)


def test_a_slow_escape_is_solved_to_the_end():
    """A ring that is left only through one rare combination of nodes."""
    ring = "\n".join(f"N{k} = (N{(k - 1) % 9} & !all) | all" for k in range(9))
    full = " & ".join(f"N{k}" for k in range(0, 9, 2))
    slow = network(f"{ring}\nall = ({full}) | all", fates="end = all\nnone = !all")
    chances = slow.fates(["N0", "N4"])
    assert sum(chances.values()) == pytest.approx(1, abs=1e-9)


# ---- Published networks


@pytest.mark.alone
def test_mendoza_has_three_fates_with_the_known_basins():
    began = time.perf_counter()
    found = mendoza2006.attractors()
    assert time.perf_counter() - began < 5
    assert [(a.fate, a.basin, a.states) for a in found] == [
        ("Th1", 290110, (("IFNg", "IFNgR", "SOCS1", "Tbet"),)),
        ("Th2", 190976, (("GATA3", "IL10", "IL10R", "IL4", "IL4R", "STAT3", "STAT6"),)),
        ("Th0", 43202, ((),)),
    ]


@pytest.mark.alone
def test_mendoza_one_node_at_a_time_has_the_same_fates_and_no_others():
    began = time.perf_counter()
    found = mendoza2006.attractors("asynchronous")
    assert time.perf_counter() - began < 5
    assert sorted(a.states[0] for a in found) == sorted(mendoza2006.fixed_points())
    assert all(a.is_fixed_point for a in found)


@pytest.mark.parametrize("signal", mendoza2006.inputs)
def test_mendoza_any_signal_ends_the_undecided_state(signal):
    assert [mendoza2006.fate(s, **{signal: 1}) for s in mendoza2006.fixed_points(**{signal: 1})] == ["Th1", "Th2"]


def test_martinez_has_thirteen_fixed_points_and_nothing_else_without_cytokines():
    assert len(martinez_sanchez2015.fixed_points()) == 13
    for update in UPDATES:
        found = martinez_sanchez2015.attractors(update)
        assert len(found) == 13
        assert all(a.is_fixed_point for a in found)


@pytest.mark.parametrize(
    "given, end, fate",
    [
        ("", "", "Th0"),
        ("IFNGe", "IFNG TBET", "Th1"),
        ("IL4e IL2e", "GATA3 IL2 IL4", "Th2"),
        ("TGFBe IL21e", "IL21 RORGT TGFB", "Th17"),
        ("TGFBe IL2e", "FOXP3 IL2 TGFB", "Treg"),
        ("IL21e", "BCL6 IL21", "Tfh"),
        ("TGFBe IL4e", "IL4 IL9 TGFB", "Th9"),
        ("IL10e", "IL10", "Tr1"),
        ("TGFBe", "TGFB", "Th0"),
    ],
)
def test_martinez_naive_cell_takes_the_known_fate(given, end, fate):
    inputs = dict.fromkeys(given.split(), 1)
    assert martinez_sanchez2015.path(**inputs)[-1] == tuple(end.split())
    assert martinez_sanchez2015.fates(**inputs) == {fate: pytest.approx(1)}


def basins(update="synchronous", **inputs):
    return {a.states: a.basin for a in martinez_sanchez2015.attractors(update, **inputs)}


def test_martinez_basins_are_those_of_the_notes():
    treg = basins(TGFBe=1, IL2e=1)
    assert treg[(("FOXP3", "IL2", "TGFB"),)] == 1876
    assert treg[(("FOXP3", "IL2", "TBET", "TGFB"),)] == 52
    assert treg[(("IL21", "RORGT", "TGFB"),)] == 64
    assert [basin for states, basin in treg.items() if len(states) == 2] == [184]
    th17 = basins(TGFBe=1, IL21e=1)
    assert th17[(("IL21", "RORGT", "TGFB"),)] == 2176
    assert not any("FOXP3" in state for states in th17 for state in states)
    everything = basins(**dict.fromkeys(martinez_sanchez2015.inputs, 1))
    assert everything == {(("IL10", "IL4", "IL9", "TGFB"),): 4096}


def test_martinez_a_contest_is_decided_by_the_update_scheme():
    contest = {"TGFBe": 1, "IL2e": 1, "IL21e": 1}
    assert martinez_sanchez2015.fates(**contest) == {"Th17": pytest.approx(0.5), "Treg": pytest.approx(0.5)}
    assert martinez_sanchez2015.fates(update="synchronous", **contest) == {"no rest": 1.0}
    assert all(a.is_fixed_point for a in martinez_sanchez2015.attractors("asynchronous", **contest))


def test_martinez_shares_add_up_at_every_setting():
    for inputs in every_setting(martinez_sanchez2015.inputs):
        for update in UPDATES:
            assert sum(martinez_sanchez2015.fates(None, update, **inputs).values()) == pytest.approx(1, abs=1e-9)


def test_shares_of_many_settings_are_those_of_each():
    on = xr.DataArray([0, 1], dims="tgf", coords={"tgf": [0, 1]})
    many = martinez_sanchez2015.shares(TGFBe=on, IL21e=1)
    assert many.from_start.dims == ("tgf", "fate")
    for value in (0, 1):
        one = martinez_sanchez2015.shares(TGFBe=value, IL21e=1)
        np.testing.assert_allclose(many.from_any.sel(tgf=value), one.from_any)
        np.testing.assert_allclose(many.from_start.sel(tgf=value), one.from_start)


# ---- What every network of the course promises


def exported() -> dict[str, BooleanNetwork]:
    found = {}
    for room in pkgutil.iter_modules(osteolib.__path__, "osteolib."):
        module = importlib.import_module(room.name)
        values = {name: getattr(module, name) for name in getattr(module, "__all__", ())}
        found |= {name: value for name, value in values.items() if isinstance(value, BooleanNetwork)}
    return found


NETWORKS = exported()
every_network = pytest.mark.parametrize("name", sorted(NETWORKS))


def test_networks_are_found():
    assert {"martinez_sanchez2015", "mendoza2006"} <= set(NETWORKS)


@every_network
def test_network_has_its_own_name_a_source_and_words(name):
    one = NETWORKS[name]
    assert one.name == name
    assert one.source in bibliography_keys("references.bib")
    assert one.title and set(one.inputs) <= set(one.words)


@every_network
def test_rules_printed_and_read_again_are_the_same_network(name):
    one = NETWORKS[name]
    rules = "\n".join(f"{node} = {rule}" for node, rule in one.table()["on when"].items())
    again = network(rules, inputs=one.inputs)
    assert again.nodes == one.nodes
    for signal in one.inputs:
        assert again.fixed_points(**{signal: 1}) == one.fixed_points(**{signal: 1})
    rng = np.random.default_rng(3)
    for _ in range(300):
        state = [node for node in one.nodes if rng.integers(2)]
        signals = {signal: int(rng.integers(2)) for signal in one.inputs}
        assert again.step(state, **signals) == one.step(state, **signals)


@every_network
def test_same_question_same_answer(name):
    one = NETWORKS[name]
    settings = dict.fromkeys(one.inputs[:2], 1)
    assert one.fixed_points(**settings) == one.fixed_points(**settings)
    if len(one.nodes) <= 20:  # a larger network is not listed in full
        assert one.attractors(**settings) == one.attractors(**settings)
        assert one.fates(**settings) == one.fates(**settings)
    start = one.fixed_points()[0]
    assert one.path(start, **settings) == one.path(start, **settings)


@every_network
def test_no_two_names_fit_one_resting_state(name):
    """The first name wins, so an overlap would hide a fate."""
    one = NETWORKS[name]
    for state in one.fixed_points():
        values = {node: np.bool_(node in state) for node in (*one.nodes, *one.inputs)}
        assert sum(bool(rule.value(values)) for rule in one._naming.values()) <= 1, state


# ---- Errors point at the place


@pytest.mark.parametrize(
    "rules, line, column, words",
    [
        ("A = B &&  C", 1, 8, "expected a name"),
        ("A = B C", 1, 7, "Put '&' or '|' before it"),
        ("A = (B | C\n", 1, 5, "never closed"),
        ("A = B)", 1, 6, "no '(' for it"),
        ("A = 1\nB = \n", 2, 5, "the end of the line came"),
        ("A + B", 1, 3, "means nothing here"),
        ("A B", 1, 3, "expected '='"),
        ("= B", 1, 1, "begins with the name"),
        ("A = 1\n\nA = 0", 3, 1, "has a rule already, in line 1"),
        ("A = A & Stat6\nSTAT6 = 1", 1, 9, "Give it a rule"),
        ("A = A & STAT\nSTAT6 = 1", 1, 9, "Did you mean 'STAT6'"),
    ],
)
def test_bad_rule_is_pointed_at(rules, line, column, words):
    with pytest.raises(BadRule) as caught:
        network(rules)
    message = str(caught.value)
    assert message.startswith(f"line {line}, column {column}: ")
    assert words in message
    shown, mark = message.splitlines()[-2:]
    assert shown.strip() == rules.splitlines()[line - 1].strip()
    assert mark.index("^") - 4 == column - 1


def test_errors_show_their_message_alone():
    with pytest.raises(BadRule) as caught:
        network("A = ")
    (shown,) = caught.value._render_traceback_()
    assert shown == f"BadRule: {caught.value}"


@pytest.mark.parametrize(
    "call, kind, words",
    [
        (lambda n: n.fates(TGFb=1), UnknownName, "Did you mean 'TGFBe'"),
        (lambda n: n.fates(["FOXP"]), UnknownName, "Did you mean 'FOXP3'"),
        (lambda n: n.fates("FOXP3"), BadState, "write ['FOXP3']"),
        (lambda n: n.fates(TGFBe=0.5), BadState, "on (1) or off (0), but 0.5 came"),
        (lambda n: n.attractors("random"), BadState, "expected 'synchronous'"),
        (lambda n: n.knock_out("IL17"), UnknownName, "has no node 'IL17'"),
        (lambda n: mendoza2006.graph(), TooLarge, "start=[...]"),
    ],
)
def test_wrong_calls_are_told_in_words(call, kind, words):
    with pytest.raises(kind) as caught:
        call(martinez_sanchez2015)
    assert words in str(caught.value)


def test_wrong_networks_are_told_in_words():
    with pytest.raises(BadState, match="is an input and has a rule"):
        network("A = 1", inputs="A")
    with pytest.raises(BadState, match="cannot be called 'start'"):
        network("A = start", inputs="start")
    with pytest.raises(BadState, match="has no rule"):
        network("# nothing yet\n")
    large = network("\n".join(f"N{k} = N{(k + 1) % 25}" for k in range(25)))
    with pytest.raises(TooLarge, match="at most 22 can be listed"):
        large.attractors()
    with pytest.raises(TooLarge, match="at most 24 can be listed"):
        large.fixed_points()
    assert large.step(["N1"]) == ("N0",), "single states can still be followed"


def test_the_room_imports_nothing_above_and_no_networkx():
    script = (
        "import sys, osteolib.logic; print(sorted(m for m in sys.modules if m.split('.')[0] in "
        "('networkx', 'matplotlib', 'sympy') or m.startswith(('osteolib.plot', 'osteolib.e', 'osteolib.aging'))))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
