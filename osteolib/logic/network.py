"""`BooleanNetwork`: nodes that are on or off, rules written as text, and all the fates that follow from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

from osteolib.logic.errors import BadState, TooLarge
from osteolib.logic.rules import Rule, read_rules, require_declared
from osteolib.model.declaration import Parameter
from osteolib.model.errors import require_known

if TYPE_CHECKING:
    import networkx
    import numpy as np
    import xarray as xr

    from osteolib.model.table import ParameterTable

State = tuple[str, ...]

UPDATES = ("synchronous", "asynchronous")
MOST_NODES = 22  # 4,194,304 states: what fits into memory and a few seconds with all moves between them
MOST_AT_REST = 24  # the same where fixed points alone are asked for: at worst every state has to be looked at
MOST_DRAWN = 4096  # states of a transition graph
OTHER, RESTLESS = "other", "no rest"  # a state without a name; an attractor whose states differ in name
_RESERVED = ("start", "update", "self")


@dataclass(frozen=True)
class Attractor:
    """States that a network does not leave any more.

    Attributes
    ----------
    states : tuple of states
        Each state is the tuple of the nodes that are on. One state is a fixed point.
    fate : str
        Name that the network gives to its states; ``no rest`` for a cycle whose states differ in name.
    basin : float
        How many of all states end here: a whole number when nodes are updated together; when one at a time, the sum of
        the probabilities with which each state ends here.
    share : float
        Basin divided by the number of states.

    Examples
    --------
    >>> Attractor((("IFNG", "TBET"),), "Th1", 1.0, 0.25).is_fixed_point
    True
    """

    states: tuple[State, ...]
    fate: str
    basin: float
    share: float

    @property
    def is_fixed_point(self) -> bool:
        """Whether it is a single state."""
        return len(self.states) == 1


class BooleanNetwork:
    """A network of nodes that are on or off.

    Parameters
    ----------
    name : str
        Name of the network, after its paper.
    title : str
        What it is, in a line.
    source : str
        Key of the paper in ``references.bib``.
    rules : str
        One line a node, ``GATA3 = (STAT6 & !Tbet) | (GATA3 & !Tbet)``: see `osteolib.logic.read_rules`.
    inputs : str or sequence of str, optional
        Names without a rule, which the caller switches on or off; off by default.
    fates : str, optional
        Names of the states, as rules too, ``Th17 = RORGT & !FOXP3``: the first that holds names a state; one that none
        of them names is ``other``.
    words : dict, optional
        What a node or an input is called in a text: ``{"TGFBe": "TGF-β"}``.

    Raises
    ------
    BadRule
        If a rule cannot be read; the message points at the place.
    BadState
        If an input has a rule too, or a name that calls need for themselves.

    Examples
    --------
    >>> switch = BooleanNetwork(
    ...     "switch", "two nodes that exclude each other", "mendoza2006",
    ...     "A = (A | signal) & !B\\nB = B & !A",
    ...     inputs="signal", fates="a = A\\nb = B\\nneither = !A & !B",
    ... )
    >>> switch.fixed_points()
    [(), ('A',), ('B',)]
    >>> switch.fates(signal=1)
    {'a': 1.0}
    """

    def __init__(
        self,
        name: str,
        title: str,
        source: str,
        rules: str,
        *,
        inputs: str | Sequence[str] = (),
        fates: str = "",
        words: Mapping[str, str] | None = None,
    ) -> None:
        self.name, self.title, self.source = name, title, source
        self.inputs = tuple(inputs.split() if isinstance(inputs, str) else inputs)
        self.words = dict(words or {})
        self._rules, self._naming = read_rules(rules), read_rules(fates)
        require_declared(rules, self._rules, self.inputs)
        require_declared(fates, self._naming, (*self._rules, *self.inputs))
        self._require_names()
        self._shares: dict[tuple, list[float]] = {}

    def __repr__(self) -> str:
        ruled = f"{len(self.nodes)} nodes, {len(self.inputs)} input{'s' * (len(self.inputs) != 1)}"
        return f"<BooleanNetwork {self.name}: {self.title} ({ruled})>"

    @property
    def nodes(self) -> State:
        """Names of the nodes, in the order of the rules."""
        return tuple(self._rules)

    @property
    def fate_names(self) -> tuple[str, ...]:
        """Every fate that a start can have; the last two are ``other`` and ``no rest``."""
        return (*self._naming, OTHER, RESTLESS)

    def table(self) -> ParameterTable:
        """All rules, as a table that a page shows whole.

        Examples
        --------
        >>> from osteolib.aging import mendoza2006
        >>> print(mendoza2006.table().loc["GATA3", "on when"])
        STAT6 & !Tbet | GATA3 & !Tbet
        """
        from osteolib.model.table import ParameterTable

        rows = [{"node": name, "on when": str(rule)} for name, rule in self._rules.items()]
        return ParameterTable(rows).set_index("node")

    # ---- perturbation -----------------------------------------------------------------------------------------------

    def knock_out(self, *nodes: str) -> BooleanNetwork:
        """The network with nodes that are never on.

        Examples
        --------
        >>> from osteolib.aging import martinez_sanchez2015
        >>> martinez_sanchez2015.knock_out("RORGT").fates(TGFBe=1, IL21e=1)
        {'Th0': 1.0}
        """
        return self._held(nodes, 0, "without")

    def over_express(self, *nodes: str) -> BooleanNetwork:
        """The network with nodes that are always on.

        Examples
        --------
        >>> from osteolib.aging import mendoza2006
        >>> mendoza2006.over_express("GATA3").fates()
        {'Th2': 1.0}
        """
        return self._held(nodes, 1, "with")

    def _held(self, nodes: Sequence[str], value: int, word: str) -> BooleanNetwork:
        for node in nodes:
            require_known(node, self.nodes, "node", self.name)
        rules = "\n".join(f"{name} = {value if name in nodes else rule}" for name, rule in self._rules.items())
        fates = "\n".join(f"{name} = {rule}" for name, rule in self._naming.items())
        name, title = f"{self.name}_{word}_{'_'.join(nodes)}", f"{self.title}, {word} {' and '.join(nodes)}"
        return BooleanNetwork(name, title, self.source, rules, inputs=self.inputs, fates=fates, words=self.words)

    # ---- one state --------------------------------------------------------------------------------------------------

    def step(self, state: Iterable[str] = (), **inputs: Any) -> State:
        """The next state when all nodes are updated together.

        Parameters
        ----------
        state : iterable of str
            Nodes that are on.
        **inputs
            0 or 1 for each input; those left out are 0.

        Examples
        --------
        >>> from osteolib.aging import mendoza2006
        >>> mendoza2006.step([], IL12=1)
        ('IL12R',)
        """
        values = self._values(state, inputs)
        return tuple(name for name, rule in self._rules.items() if rule.value(values))

    def path(self, start: Iterable[str] = (), **inputs: Any) -> list[State]:
        """States from a start on, all nodes updated together, up to the first that comes again.

        Examples
        --------
        >>> from osteolib.aging import martinez_sanchez2015
        >>> martinez_sanchez2015.path(IFNGe=1)
        [(), ('IFNG',), ('IFNG', 'TBET'), ('IFNG', 'TBET')]
        """
        states = [self._checked(start)]
        while states.count(states[-1]) < 2:
            states.append(self.step(states[-1], **inputs))
        return states

    def fate(self, state: Iterable[str], **inputs: Any) -> str:
        """What a state is called.

        Examples
        --------
        >>> from osteolib.aging import martinez_sanchez2015
        >>> martinez_sanchez2015.fate(["IL21", "RORGT", "TGFB"])
        'Th17'
        """
        values = self._values(state, inputs)
        return next((name for name, rule in self._naming.items() if rule.value(values)), OTHER)

    # ---- all states -------------------------------------------------------------------------------------------------

    def fixed_points(self, **inputs: Any) -> list[State]:
        """Every state that is its own successor; it is the same for every way of updating.

        Examples
        --------
        >>> from osteolib.aging import mendoza2006
        >>> mendoza2006.fixed_points()
        [(), ('IFNg', 'IFNgR', 'SOCS1', 'Tbet'), ('GATA3', 'IL10', 'IL10R', 'IL4', 'IL4R', 'STAT3', 'STAT6')]
        """
        from osteolib.logic.dynamics import fixed

        self._require_at_most(MOST_AT_REST)
        rules = self._rules.values()
        found = fixed([rule.value for rule in rules], [rule.names for rule in rules], self.nodes, self._on(inputs))
        return sorted((self._state(number) for number in found), key=lambda state: (len(state), state))

    def attractors(self, update: str = "synchronous", **inputs: Any) -> list[Attractor]:
        """All fixed points and cycles, the largest basin first.

        Parameters
        ----------
        update : {"synchronous", "asynchronous"}
            All nodes together, or one at a time, each with the same probability.
        **inputs
            0 or 1 for each input; those left out are 0.

        Returns
        -------
        list of Attractor

        Examples
        --------
        >>> from osteolib.aging import mendoza2006
        >>> {one.fate: int(one.basin) for one in mendoza2006.attractors()}
        {'Th1': 290110, 'Th2': 190976, 'Th0': 43202}
        """
        return sorted(self._attractors(None, update, inputs), key=lambda one: (-one.basin, one.states))

    def fates(self, start: Iterable[str] | None = (), update: str = "asynchronous", **inputs: Any) -> dict[str, float]:
        """What can become of a start, and how probable each is, the most probable first.

        Parameters
        ----------
        start : iterable of str, optional
            Nodes that are on at the start; none by default. ``None`` asks for all states, each as probable as another.
        update : {"asynchronous", "synchronous"}
            One node at a time, each with the same probability; or all together, which leaves no choice.
        **inputs
            0 or 1 for each input; those left out are 0.

        Returns
        -------
        dict of float
            Name of a fate to its probability.

        Examples
        --------
        >>> from osteolib.aging import martinez_sanchez2015
        >>> martinez_sanchez2015.fates(TGFBe=1, IL21e=1)
        {'Th17': 1.0}
        """
        shares = dict(zip(self.fate_names, self._fates(start, update, inputs), strict=True))
        return dict(sorted(((n, float(s)) for n, s in shares.items() if s > 0), key=lambda item: -item[1]))

    def shares(self, start: Iterable[str] = (), update: str = "asynchronous", **inputs: Any) -> xr.Dataset:
        """Probability of every fate, for one or many settings of the inputs: what an explorer asks.

        Parameters
        ----------
        start, update
            As for `fates`.
        **inputs
            0 or 1 for each input, or an `xarray.DataArray` of them, whose dimensions the result gets.

        Returns
        -------
        xarray.Dataset
            ``from_start`` and ``from_any`` in percent over ``fate``: of a walk that begins at `start`, and of one that
            begins at any state.

        Examples
        --------
        >>> from osteolib.aging import martinez_sanchez2015
        >>> result = martinez_sanchez2015.shares(update="synchronous", TGFBe=1, IL21e=1)
        >>> print(f"{float(result.from_any.sel(fate='Th17')):.1f} %")
        53.1 %
        """
        import numpy as np
        import xarray as xr

        arrays = xr.broadcast(*(xr.DataArray(v) for v in inputs.values())) if inputs else (xr.DataArray(0),)
        rows = np.stack([np.asarray(a.values, float).ravel() for a in arrays], axis=1)
        settings, places = np.unique(rows, axis=0, return_inverse=True)
        start = self._checked(start)
        wanted = {"from_start": ("from the start", start), "from_any": ("from any state", None)}
        data = {}
        for name, (words, begun) in wanted.items():
            values = np.array([self._fates(begun, update, dict(zip(inputs, s, strict=False))) for s in settings])
            shape = (*arrays[0].shape, len(self.fate_names))
            attributes = {"long_name": words, "units": "%", "kind": "immune"}
            data[name] = ((*arrays[0].dims, "fate"), 100 * values[places.ravel()].reshape(shape), attributes)
        coords = {d: arrays[0].coords[d] for d in arrays[0].dims if d in arrays[0].coords}
        return xr.Dataset(data, coords=coords | {"fate": list(self.fate_names)}, attrs={"title": self.title})

    def switches(self, **start: int) -> list[tuple[Parameter, list[int]]]:
        """Every input as a switch of an explorer, off unless `start` says otherwise.

        Examples
        --------
        >>> from osteolib.aging import martinez_sanchez2015
        >>> switch, values = martinez_sanchez2015.switches(TGFBe=1)[0]
        >>> switch.name, switch.description, switch.value, values
        ('IFNGe', 'IFN-γ', 0, [0, 1])
        """
        self._on(start)
        return [
            (Parameter(n, start.get(n, 0), "1", 0, 1, self.words.get(n, n), self.source, "published", n), [0, 1])
            for n in self.inputs
        ]

    def graph(
        self, start: Iterable[str] | None = None, update: str = "asynchronous", **inputs: Any
    ) -> networkx.DiGraph:
        """State-transition graph: an arrow for every step that the network can take.

        Parameters
        ----------
        start : iterable of str, optional
            Show only what can be reached from here; all states by default.
        update : {"asynchronous", "synchronous"}
        **inputs
            0 or 1 for each input; those left out are 0.

        Returns
        -------
        networkx.DiGraph
            Its nodes are states; ``attractor`` tells whether a state lies in one, ``fate`` what it is called.

        Raises
        ------
        TooLarge
            If there are more than 4,096 states to draw.

        Examples
        --------
        >>> from osteolib.aging import martinez_sanchez2015
        >>> drawn = martinez_sanchez2015.graph(start=[], IFNGe=1)
        >>> sorted(drawn.edges)
        [((), ('IFNG',)), (('IFNG',), ('IFNG', 'TBET'))]
        """
        import networkx

        from osteolib.logic import dynamics

        _require_update(update, self.name)
        label, moves = dynamics.moves(self._targets(inputs), len(self.nodes), update)
        shown = range(label.size) if start is None else dynamics.reachable(moves, self._number(start)).tolist()
        if len(shown) > MOST_DRAWN:
            raise TooLarge(
                f"{self.name}: the graph has {len(shown):,} states; at most {MOST_DRAWN:,} can be drawn. "
                "Show what can be reached from one state, start=[...]."
            )
        drawn = networkx.DiGraph()
        for number in shown:
            state = self._state(number)
            drawn.add_node(state, attractor=bool(label[number] >= 0), fate=self.fate(state, **inputs))
        for number in shown:
            for other in moves.indices[moves.indptr[number] : moves.indptr[number + 1]]:
                drawn.add_edge(self._state(number), self._state(other))
        return drawn

    # ---- names and numbers ------------------------------------------------------------------------------------------

    def _require_names(self) -> None:
        for name in self.inputs:
            if name in self._rules:
                raise BadState(f"{self.name}: {name!r} is an input and has a rule. Take it out of one of the two.")
            if name in _RESERVED or not name.isidentifier():
                raise BadState(f"{self.name}: an input cannot be called {name!r}; calls need that word. Rename it.")
        if not self._rules:
            raise BadState(f"{self.name} has no rule. Write one a line, NAME = EXPRESSION.")

    def _values(self, state: Iterable[str], inputs: Mapping[str, Any]) -> dict[str, bool]:
        """Every node and every input as a truth value."""
        values = dict.fromkeys(self.nodes, False) | self._on(inputs)
        return values | dict.fromkeys(self._checked(state), True)

    def _on(self, inputs: Mapping[str, Any]) -> dict[str, bool]:
        """Every input as a truth value."""
        values = dict.fromkeys(self.inputs, False)
        for name, value in inputs.items():
            require_known(name, self.inputs, "input", self.name)
            if getattr(value, "ndim", 0) or value not in (0, 1):
                raise BadState(f"{self.name}: the input {name!r} is on (1) or off (0), but {value!r} came.")
            values[name] = bool(value)
        return values

    def _checked(self, state: Iterable[str]) -> State:
        """A state in the order of the nodes."""
        if isinstance(state, str):
            raise BadState(
                f"{self.name}: a state is a list of the nodes that are on; write [{state!r}], or [] for none."
            )
        on = list(state)
        for name in on:
            require_known(name, self.nodes, "node", self.name)
        return tuple(name for name in self.nodes if name in on)

    def _number(self, state: Iterable[str]) -> int:
        return sum(1 << self.nodes.index(name) for name in self._checked(state))

    def _state(self, number: int) -> State:
        return tuple(name for k, name in enumerate(self.nodes) if int(number) >> k & 1)

    # ---- from rules to numbers --------------------------------------------------------------------------------------

    def _require_at_most(self, most: int) -> None:
        count = len(self.nodes)
        if count > most:
            raise TooLarge(
                f"{self.name} has {count} nodes, so 2^{count} states; at most {most} can be listed in full. "
                "Follow single states with step and path, or leave nodes out."
            )

    def _targets(self, inputs: Mapping[str, Any]) -> np.ndarray:
        """Where every state goes when all nodes are updated together."""
        from osteolib.logic.dynamics import targets

        self._require_at_most(MOST_NODES)
        return targets([rule.value for rule in self._rules.values()], self.nodes, self._on(inputs))

    def _basins(
        self, start: Iterable[str] | None, update: str, inputs: Mapping[str, Any]
    ) -> tuple[np.ndarray, np.ndarray]:
        """Attractor of every recurrent state (-1 for the others), and the probability that each is reached first."""
        from osteolib.logic.dynamics import basins

        _require_update(update, self.name)
        return basins(self._targets(inputs), len(self.nodes), update, None if start is None else self._number(start))

    def _attractors(self, start: Iterable[str] | None, update: str, inputs: Mapping[str, Any]) -> list[Attractor]:
        label, weight = self._basins(start, update, inputs)
        members: dict[int, list[int]] = {}
        for number in (label >= 0).nonzero()[0].tolist():
            members.setdefault(int(label[number]), []).append(number)
        return [self._attractor(numbers, weight, inputs) for numbers in members.values()]

    def _attractor(self, numbers: list[int], weight: np.ndarray, inputs: Mapping[str, Any]) -> Attractor:
        share = float(weight[numbers].sum())
        states = tuple(self._state(number) for number in numbers)
        return Attractor(states, self._common(states, inputs), round(share * weight.size, 9), share)

    def _common(self, states: Iterable[State], inputs: Mapping[str, Any]) -> str:
        """The fate of an attractor: the name that all its states share."""
        names = {self.fate(state, **inputs) for state in states}
        return names.pop() if len(names) == 1 else RESTLESS

    def _fates(self, start: Iterable[str] | None, update: str, inputs: Mapping[str, Any]) -> list[float]:
        """Probability of each fate; remembered, because an explorer asks the same settings over and over."""
        key = (None if start is None else self._checked(start), update, *(bool(v) for v in self._on(inputs).values()))
        if key not in self._shares:
            shares = dict.fromkeys(self.fate_names, 0.0)
            for one in self._attractors(start, update, inputs):
                shares[one.fate] += one.share
            self._shares[key] = [round(share, 12) for share in shares.values()]  # the walk is followed to 1e-13
        return self._shares[key]


def _require_update(update: str, owner: str) -> None:
    if update not in UPDATES:
        raise BadState(
            f"{owner}: update={update!r}; expected 'synchronous' (all together) or 'asynchronous' (one at a time)."
        )


def every_setting(inputs: Sequence[str]) -> Iterator[dict[str, int]]:
    """All ways to switch inputs on and off.

    Examples
    --------
    >>> list(every_setting(["A"]))
    [{'A': 0}, {'A': 1}]
    """
    for values in product((0, 1), repeat=len(inputs)):
        yield dict(zip(inputs, values, strict=True))


__all__ = ["Attractor", "BooleanNetwork", "Rule", "every_setting"]
