"""Bone follows load: density that adapts, element by element, to the strain energy in each gram of bone."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from typing import Any, NamedTuple

import numpy as np
import xarray as xr
from scipy.optimize import brentq
from threadpoolctl import threadpool_limits

from osteolib.model.declaration import Parameter
from osteolib.model.errors import BadTimes, BadValue, SolverFailed, require_known
from osteolib.model.sweep import as_input, check_domain
from osteolib.model.table import ParameterTable, parameter_table
from osteolib.remodeling.architecture import checkerboard, fabric, influence_weights
from osteolib.remodeling.plane_stress import PlaneStress

# fmt: off
_LAW = [
    Parameter("C", 100.0, "MPa/(g/cm3)^gamma", 50.0, 200.0, "modulus of bone of density 1 g/cm3",
              "weinans1992", "published", "C", (1e-6, inf)),
    Parameter("gamma", 2.0, "1", 0.5, 3.0, "exponent of modulus on density",
              "weinans1992", "published", r"\gamma", (0.0, 5.0)),
    Parameter("k", 0.25, "J/g", 0.1, 0.5, "reference stimulus, at which density stays",
              "weinans1992", "published", "k", (1e-9, inf)),
    Parameter("B", 1.0, "(g/cm3)/(J/g) per time unit", 0.5, 2.0, "rate of adaptation",
              "weinans1992", "published", "B", (0.0, inf)),
    Parameter("s", 0.0, "1", 0.0, 0.35, "half-width of the lazy zone, as a fraction of k",
              "huiskes1987", "published", "s", (0.0, 0.99)),
    Parameter("rho_min", 0.01, "g/cm3", 0.01, 0.1, "lowest density (a void)",
              "weinans1992", "published", r"\rho_{min}", (1e-4, inf)),
    Parameter("rho_max", 1.74, "g/cm3", 1.5, 2.0, "highest density (compact bone)",
              "weinans1992", "published", r"\rho_{max}", (1e-3, inf)),
    Parameter("nu", 0.3, "1", 0.2, 0.4, "Poisson's ratio",
              "weinans1992", "published", r"\nu", (-0.99, 0.99)),
]

_SQUARE = [
    Parameter("elements", 60, "1", 20, 80, "elements along an edge",
              "weinans1992", "assumption", "n", (8, 200)),
    Parameter("load_angle", 0.0, "deg", 0.0, 90.0, "load angle",
              "mullender1995", "illustrative", r"\theta", (-360.0, 360.0)),
    Parameter("load_spread", 15.0, "deg", 0.0, 45.0, "load spread",
              "mullender1995", "illustrative", r"\Delta\theta", (0.0, 90.0)),
    Parameter("mass", 0.4, "1", 0.2, 0.6, "bone mass, as a fraction of solid bone",
              "mullender1995", "illustrative", "m", (0.05, 0.95)),
    Parameter("influence", 0.1, "mm", 0.08, 0.2, "reach of an osteocyte's signal",
              "mullender1994", "assumption", "D", (0.0, 10.0)),
    Parameter("seed", 1, "1", 0, 100, "seed of the random start",
              "mullender1995", "assumption", "seed", (0, 2**31)),
    Parameter("noise", 0.5, "1", 0.1, 0.8, "unevenness of the start, largest deviation over mean",
              "mullender1995", "assumption", r"\epsilon", (0.0, 0.9)),
    Parameter("width", 4.0, "mm", 2.0, 8.0, "edge of the square",
              "mullender1995", "illustrative", "w", (0.1, 100.0)),
]
# fmt: on

_PLATE_WIDTH, _PLATE_START, _PLATE_PRESSURE = 40.0, 0.8, 10.0  # mm, g/cm3, MPa: the plate of weinans1992
_PLATE_TIME, _SQUARE_TIME = (60.0, 0.1), (150.0, 1.0)  # duration and step, in time units of the law
# At constant mass the law lowers the work of the load, so that a step which raises it by a fifth was too long.
_WORSE, _SHORTEST_STEP = 1.2, 1e-4
_PLATE_INFLUENCE = 2.0  # mm, long enough that the result no longer depends on the mesh

# A narrow band is too little work to share out: threads wait for one another, and on a busy machine that takes
# thirty times as long.
_ONE_THREAD = threadpool_limits.wrap(limits=1, user_api="blas")


def adaptation_rate(stimulus: Any, reference: float = 0.25, rate: float = 1.0, lazy_zone: float = 0.0) -> Any:
    r"""How fast density changes: the adaptation law of Weinans, Huiskes and Grootenboer (1992).

    .. math:: \frac{d\rho}{dt} = B\,\big(S - (1 \pm s)\,k\big)

    above (+) or below (-) the lazy zone :math:`(1-s)\,k \le S \le (1+s)\,k`, in which nothing happens.

    Parameters
    ----------
    stimulus : float or array
        Strain energy per mass, S, J/g.
    reference : float
        Reference stimulus k, J/g.
    rate : float
        B, (g/cm3)/(J/g) per time unit. The time unit is not fixed: only B times the step matters.
    lazy_zone : float
        Half-width s of the zone without response, as a fraction of k.

    Returns
    -------
    float or array
        In g/cm3 per time unit.

    Examples
    --------
    >>> print(adaptation_rate(np.array([0.15, 0.25, 0.35]), reference=0.25))
    [-0.1  0.   0.1]
    >>> print(adaptation_rate(np.array([0.15, 0.25, 0.35]), reference=0.25, lazy_zone=0.2))
    [-0.05  0.    0.05]
    """
    above = np.maximum(stimulus - (1 + lazy_zone) * reference, 0.0)
    below = np.minimum(stimulus - (1 - lazy_zone) * reference, 0.0)
    return rate * (above + below)


class _Sensed(NamedTuple):
    """A density and what it means: the stimulus in each element, what its osteocytes hear, the work of the load."""

    density: np.ndarray
    stimulus: np.ndarray
    heard: np.ndarray
    work: float


class LoadedBone:
    r"""A square of cancellous bone under a remote load, at constant mass: trabeculae grow where the load runs.

    The square is cut out of a larger bone that carries a uniaxial stress at `load_angle`, and at `load_angle`
    plus and minus `load_spread` for equal parts of the day; the energies of the three are averaged. Each element
    has a density :math:`\rho` and the modulus :math:`E = C\rho^\gamma`. Its osteocytes sense the strain energy per
    mass :math:`S = U/\rho`, hear their neighbors with the weight :math:`e^{-d/D}` (mullender1994), and the
    density follows the law of `adaptation_rate` (weinans1992), stepped with explicit Euler, between
    :math:`\rho_{min}` and :math:`\rho_{max}`.

    Mass stays what it was because the reference stimulus k is not fixed here: at every step it takes the one value
    at which formation and resorption balance. With that, and with D = 0, the law is steepest descent on the work
    of the load at given mass, for :math:`\partial W / \partial\rho_i = -\gamma S_i v_i` (W the work of a slowly
    growing load, v the element's volume). The load is the one under which the uniform square has S = k everywhere.

    `LoadedBone.weinans_plate` gives the plate of weinans1992 instead, with fixed k and therefore free mass.

    Parameters
    ----------
    elements : int, optional
        Elements along an edge.
    load_angle, load_spread : float, optional
        Degrees.
    mass : float, optional
        Mean density over `rho_max`.
    influence : float, optional
        Reach D of an osteocyte's signal, mm; 0 switches the exchange off.
    seed : int, optional
        Seed of the uneven start.
    **constants : float, optional
        Any other name of ``LoadedBone.parameters``: the constants of the law, `noise`, `width`.

    Raises
    ------
    UnknownName, BadValue, OutOfDomain
        If a name or a value cannot be used.

    References
    ----------
    weinans1992 (law, constants of the plate), mullender1994 (influence), huiskes1987 (lazy zone).

    Examples
    --------
    >>> bone = LoadedBone(elements=20, load_angle=60, influence=0.2)
    >>> adapted = bone.adapt(duration=2)
    >>> print(f"{float(adapted.mean_density[0]):.3f} {float(adapted.mean_density[-1]):.3f} {adapted.density.units}")
    0.696 0.696 g/cm3
    """

    parameters: Mapping[str, Parameter] = {p.name: p for p in (*_SQUARE, *_LAW)}

    def __init__(self, elements: int = 60, **values: float) -> None:
        p = self._take({"elements": elements, **values})
        middle = p["mass"] * p["rho_max"]
        # Carried by the uniform square at S = sigma^2 / (2 C rho^(gamma + 1)) = k.
        self._stress = np.sqrt(2 * p["C"] * p["k"] * middle ** (p["gamma"] + 1))
        n = p["elements"]
        self._set_up(p["width"], p["influence"], held=[0, 1, 2 * n + 1])
        self._forces = np.stack([self._pull(angle) for angle in self._daily_angles()], axis=1)
        self._constant_mass = True
        self._start = self._uneven(middle)

    @classmethod
    def weinans_plate(cls, elements: int = 60, influence: float = _PLATE_INFLUENCE, **constants: float) -> LoadedBone:
        """The plate of weinans1992: 40 mm square, on rollers, pressed from above by 10 MPa falling to 0.

        The reference stimulus is fixed, so that mass is free. It starts at 0.8 g/cm3 everywhere.

        Parameters
        ----------
        elements : int, optional
            Elements along an edge.
        influence : float, optional
            Reach of an osteocyte's signal, mm; 0 gives the rule of 1992, with its checkerboard.
        **constants : float, optional
            Constants of the law, such as ``k=0.3`` or ``s=0.1``.

        Examples
        --------
        >>> plate = LoadedBone.weinans_plate(elements=10)
        >>> print(f"{float(plate.adapt(duration=1).work[0]):.0f}")  # N mm, of the load on the uniform plate
        832
        """
        known = ["elements", "influence", *(p.name for p in _LAW)]
        for name in constants:
            require_known(name, known, "parameter", "LoadedBone.weinans_plate")
        plate = object.__new__(cls)
        p = plate._take({"elements": elements, "influence": influence, **constants})
        n = p["elements"]
        bottom = np.arange(n + 1)
        plate._set_up(_PLATE_WIDTH, p["influence"], held=np.append(2 * bottom + 1, 0))
        forces = np.zeros((n + 1, n + 1, 2))
        forces[-1, :, 1] = -plate._plate.edge_share(np.linspace(_PLATE_PRESSURE, 0, n + 1))
        plate._forces = forces.reshape(-1, 1)
        plate._constant_mass = False
        plate._start = np.full((n, n), _PLATE_START)
        return plate

    @property
    def start(self) -> xr.DataArray:
        """Density before adaptation, g/cm3, over ``y`` and ``x`` in mm.

        Examples
        --------
        >>> print(f"{float(LoadedBone.weinans_plate(10).start.mean()):.1f}")
        0.8
        """
        center = self._centers()
        start = xr.Dataset({"density": (("y", "x"), self._start.copy())}, coords={"y": center, "x": center})
        return _labelled(start).density

    def _centers(self) -> np.ndarray:
        return (np.arange(self.values["elements"]) + 0.5) * self._plate.edge

    def _take(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Check the values given, fill in the others, keep all."""
        p = {name: parameter.value for name, parameter in self.parameters.items()}
        for name, value in given.items():
            require_known(name, p, "parameter", "LoadedBone")
            p[name] = as_input(name, value, name)
            if not isinstance(p[name], float):
                raise BadValue(f"{name} must be one number here, but a list came. Make one LoadedBone for each value.")
            check_domain(self.parameters[name], p[name])
        for name in ("elements", "seed"):
            if p[name] != int(p[name]):
                raise BadValue(f"{name} must be a whole number, but {p[name]:g} came.")
            p[name] = int(p[name])
        if p["rho_min"] >= p["mass"] * p["rho_max"]:
            raise BadValue(
                f"the mean density, mass x rho_max = {p['mass'] * p['rho_max']:.4g} g/cm3, must lie above "
                f"rho_min = {p['rho_min']:.4g} g/cm3. Raise mass or lower rho_min."
            )
        if p["mass"] * (1 + p["noise"]) > 1:
            raise BadValue(
                f"the uneven start would exceed solid bone: mass x (1 + noise) = {p['mass'] * (1 + p['noise']):.4g}, "
                f"expected at most 1. Lower mass or noise."
            )
        self.values = p
        return p

    def _set_up(self, width: float, influence: float, held: Any) -> None:
        n = self.values["elements"]
        self._plate = PlaneStress(n, width, self.values["nu"], held)
        self._hearing = influence_weights(n, self._plate.edge, influence)

    def _daily_angles(self) -> list[float]:
        angle, spread = self.values["load_angle"], self.values["load_spread"]
        return [angle - spread, angle, angle + spread] if spread else [angle]

    def _pull(self, angle: float) -> np.ndarray:
        """Nodal forces of the remote stress in one direction."""
        along = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
        return self._plate.uniform_stress(self._stress * np.array([along[0] ** 2, along[1] ** 2, along[0] * along[1]]))

    def _uneven(self, middle: float) -> np.ndarray:
        """Start density: random, smooth over the reach of an osteocyte, with exactly the mean asked for."""
        n = self.values["elements"]
        random = self._hear(np.random.default_rng(self.values["seed"]).standard_normal((n, n)))
        random -= random.mean()
        return middle * (1 + self.values["noise"] * random / np.abs(random).max())

    def _hear(self, field: np.ndarray) -> np.ndarray:
        return (self._hearing @ field.ravel()).reshape(field.shape)

    def _modulus(self, density: np.ndarray) -> np.ndarray:
        return self.values["C"] * density ** self.values["gamma"]

    def _stepped(self, sensed: _Sensed, reference: float, step: float) -> np.ndarray:
        p = self.values
        rate = adaptation_rate(sensed.heard, reference, p["B"], p["s"])
        return np.clip(sensed.density + step * rate, p["rho_min"], p["rho_max"])

    def _balanced(self, sensed: _Sensed, step: float, mean: float) -> float:
        """The reference at which the next step brings the mean density to `mean`."""
        # Below the first all elements gain, above the second all lose; the margin is for rounding.
        low = 0.9 * sensed.heard.min() / (1 + self.values["s"])
        high = 1.1 * sensed.heard.max() / (1 - self.values["s"])
        return brentq(lambda k: self._stepped(sensed, k, step).mean() - mean, low, high, xtol=1e-13)

    @_ONE_THREAD
    def adapt(
        self, duration: float | None = None, step: float | None = None, start: xr.DataArray | None = None
    ) -> xr.Dataset:
        """Let the bone adapt.

        Parameters
        ----------
        duration : float, optional
            In the law's own time units, which are no days: only B times time matters. By default 150 for the square,
            where nothing but the unevenness of the start sets the growth going, and 60 for the plate.
        step : float, optional
            Step of explicit Euler, same unit; by default 1 for the square and 0.1 for the plate. At constant mass a
            step that would raise the work of the load by a fifth is taken in halves.
        start : xarray.DataArray, optional
            Density to start from, such as the ``density`` of an earlier result.

        Returns
        -------
        xarray.Dataset
            ``density`` (y, x) g/cm3 and ``stimulus`` (y, x) J/g at the end; over ``time``: ``mean_density`` g/cm3,
            ``work`` N mm of the constant load (twice the strain energy), ``reference`` J/g, ``checkerboard``; and at
            the end, as single numbers, ``gain`` (work on a uniform plate of the same mass, over the work here),
            ``fabric_angle`` and ``fabric_anisotropy`` of the pattern at the scale of the osteocytes' reach. For the
            square also ``stiffness_along`` and ``stiffness_across`` the load, relative to the uniform plate.

        Raises
        ------
        BadTimes
            If duration or step is not positive, or the step is longer than the duration.
        BadValue
            If `start` has another shape, or densities outside the law's limits.
        SolverFailed
            If the bone falls apart under the load.
        """
        default_duration, default_step = _SQUARE_TIME if self._constant_mass else _PLATE_TIME
        step = default_step if step is None else step
        steps = _count_steps(default_duration if duration is None else duration, step)
        sensed = self._sense(self._start if start is None else self._checked(start))
        mean, history = sensed.density.mean(), []
        for index in range(steps + 1):
            reference = self._balanced(sensed, step, mean) if self._constant_mass else self.values["k"]
            history.append((sensed.density.mean(), sensed.work, reference, checkerboard(sensed.density)))
            if index < steps:
                sensed = self._advanced(sensed, reference, step, mean)
        return self._result(sensed, np.array(history), step)

    def _sense(self, density: np.ndarray) -> _Sensed:
        modulus = self._modulus(density)
        moved = self._plate.displacements(modulus, self._forces)
        stimulus = self._plate.energy_density(modulus, moved) / density
        return _Sensed(density, stimulus, self._hear(stimulus), self._work(moved))

    def _advanced(self, sensed: _Sensed, reference: float, step: float, mean: float) -> _Sensed:
        """One step of Euler; in two halves, each with its own reference, where it would undo what the law gains."""
        after = self._sense(self._stepped(sensed, reference, step))
        if not self._constant_mass or after.work < _WORSE * sensed.work:
            return after
        if step < _SHORTEST_STEP:
            raise SolverFailed(
                f"the bone falls apart: the work of the load rises from {sensed.work:.3g} to {after.work:.3g} N mm "
                f"even in a step of {step:.1g}. Start from a density that carries this load better, or raise rho_min."
            )
        for _ in range(2):
            reference = self._balanced(sensed, step / 2, mean)
            sensed = self._advanced(sensed, reference, step / 2, mean)
        return sensed

    def _checked(self, start: Any) -> np.ndarray:
        density = np.array(start, dtype=float)
        n, low, high = self.values["elements"], self.values["rho_min"], self.values["rho_max"]
        if density.shape != (n, n):
            raise BadValue(
                f"the density must have shape ({n}, {n}), one value for each element, but {density.shape} came. "
                f"Use a result of the same number of elements."
            )
        if not (np.all(density >= low) and np.all(density <= high)):
            raise BadValue(
                f"densities must lie in [{low:g}, {high:g}] g/cm3, but they reach from {density.min():.4g} to "
                f"{density.max():.4g}. Change rho_min or rho_max, or the density."
            )
        return density

    def _work(self, moved: np.ndarray) -> float:
        """Work of the constant load, N mm, averaged over the cases; half of it is stored as strain energy."""
        return float(np.sum(self._forces * moved) / self._forces.shape[1])

    def _uniform(self, density: np.ndarray) -> np.ndarray:
        return np.full_like(density, density.mean())

    def _result(self, sensed: _Sensed, history: np.ndarray, step: float) -> xr.Dataset:
        density = sensed.density
        center = self._centers()
        smooth = fabric(self._hear(density))
        modulus = self._modulus(self._uniform(density))
        gain = self._work(self._plate.displacements(modulus, self._forces)) / history[-1, 1]
        over_time = dict(zip(("mean_density", "work", "reference", "checkerboard"), history.T, strict=True))
        data = {
            "density": (("y", "x"), density),
            "stimulus": (("y", "x"), sensed.stimulus),
            **{name: (("time",), values) for name, values in over_time.items()},
            "gain": gain,
            "fabric_angle": smooth.angle,
            "fabric_anisotropy": smooth.anisotropy,
        }
        if self._constant_mass:
            angle = self.values["load_angle"]
            along, across = self._relative(density, [angle, angle + 90])[:, 0].tolist()
            data |= {"stiffness_along": along, "stiffness_across": across}
        result = xr.Dataset(
            {name: ((), value) if isinstance(value, float) else value for name, value in data.items()},
            coords={"y": center, "x": center, "time": step * np.arange(len(history))},
            attrs={"model": "LoadedBone", "title": "bone density adapted to load"},
        )
        return _labelled(result)

    @_ONE_THREAD
    def respond(self, density: xr.DataArray, load_angle: Any) -> xr.Dataset:
        """Load a given density from one or more directions, without letting it adapt.

        Parameters
        ----------
        density : xarray.DataArray, shape (elements, elements)
            Such as ``adapted.density``.
        load_angle : float or sequence
            Directions of a uniaxial remote stress, degrees.

        Returns
        -------
        xarray.Dataset
            Over ``load_angle``, all relative to a uniform plate of the same mass, which is the same in every
            direction: ``stiffness``; ``strength``, the load at which the most strained 2 % of the bone mass reach
            a given strain; and ``peak_strain``, that strain at a given load, 1 / strength. Strain is the effective
            strain sqrt(2 U / E) of an element.

        Raises
        ------
        BadValue
            If called on a plate that is not under a remote load, or the density does not fit.

        Examples
        --------
        A uniform plate answers alike from every side:

        >>> bone = LoadedBone(elements=12, influence=0.3)
        >>> even = xr.DataArray(np.full((12, 12), 0.5), dims=("y", "x"))
        >>> print(np.round(bone.respond(even, [0, 30, 90]).stiffness.values, 6))
        [1. 1. 1.]
        """
        if not self._constant_mass:
            raise BadValue(
                "respond() loads a piece of bone from far away, and the plate of weinans1992 stands on rollers. "
                "Use LoadedBone(...) instead."
            )
        angles = as_input("load_angle", load_angle, "load_angle")
        check_domain(self.parameters["load_angle"], angles)
        angles = np.atleast_1d(np.asarray(angles, dtype=float))
        stiffness, strength = self._relative(self._checked(density), angles).T
        result = xr.Dataset(
            {
                "stiffness": ("load_angle", stiffness),
                "strength": ("load_angle", strength),
                "peak_strain": ("load_angle", 1 / strength),
            },
            coords={"load_angle": angles},
            attrs={"model": "LoadedBone", "title": "bone loaded from other directions"},
        )
        return _labelled(result)

    def _relative(self, density: np.ndarray, angles: Any) -> np.ndarray:
        """Stiffness and strength in each direction, relative to the uniform plate: shape (angles, 2)."""
        forces = np.stack([self._pull(angle) for angle in angles], axis=1)
        here, even = (self._loaded(rho, forces) for rho in (density, self._uniform(density)))
        return even / here

    def _loaded(self, density: np.ndarray, forces: np.ndarray) -> np.ndarray:
        """Work and peak strain under each set of forces: shape (cases, 2)."""
        modulus = self._modulus(density)
        moved = self._plate.displacements(modulus, forces)
        work = np.sum(forces * moved, axis=0)
        cases = (moved[:, [index]] for index in range(forces.shape[1]))
        strains = (np.sqrt(2 * self._plate.energy_density(modulus, case) / modulus) for case in cases)
        return np.stack([work, [_upper_strain(strain, density) for strain in strains]], axis=1)

    @classmethod
    def table(cls) -> ParameterTable:
        """All parameters with value, unit, teaching range, source and status.

        Examples
        --------
        >>> print(LoadedBone.table().loc[["gamma", "k"], ["value", "unit", "source"]])
              value unit       source
        name
        gamma      2    1  weinans1992
        k       0.25  J/g  weinans1992
        """
        return parameter_table(cls.parameters.values())


def adapted_density(
    load_angle: Any = 0.0, load_spread: Any = 15.0, *, elements: int = 32, duration: float = 150.0, **values: float
) -> xr.Dataset:
    """Density after adaptation for every load angle and spread given, for a `field` explorer.

    Parameters
    ----------
    load_angle, load_spread : float, sequence or xarray.DataArray, optional
        Degrees. Lists give their product, arrays that share a dimension are paired.
    elements : int, optional
        Elements along an edge.
    duration : float, optional
        Time units of the law.
    **values : float, optional
        Other parameters of `LoadedBone`.

    Returns
    -------
    xarray.Dataset
        ``density`` g/cm3 with the dimensions of the inputs, then ``y`` and ``x``; and over the dimensions of the
        inputs ``fabric_angle``, ``stiffness_along`` and ``stiffness_across``.

    Examples
    --------
    >>> both = adapted_density(load_angle=[0, 90], elements=16, duration=1, influence=0.3)
    >>> both.density.dims
    ('load_angle', 'y', 'x')
    """
    inputs = {"load_angle": load_angle, "load_spread": load_spread}
    arrays = [xr.DataArray(as_input(name, value, name), name=name) for name, value in inputs.items()]
    angles, spreads = xr.broadcast(*arrays)
    shown = ["density", "fabric_angle", "stiffness_along", "stiffness_across"]
    runs = [
        LoadedBone(elements, load_angle=float(a), load_spread=float(s), **values).adapt(duration)[shown]
        for a, s in zip(angles.to_numpy().flat, spreads.to_numpy().flat, strict=True)
    ]
    stacked = xr.concat(runs, dim="run")
    result = xr.Dataset(
        {
            name: (angles.dims + field.dims[1:], field.to_numpy().reshape(angles.shape + field.shape[1:]))
            for name, field in stacked.data_vars.items()
        },
        coords={**angles.coords, **spreads.coords, "y": runs[0].y, "x": runs[0].x},
        attrs={"model": "LoadedBone", "title": "bone density adapted to load"},
    )
    return _labelled(result)


def _count_steps(duration: float, step: float) -> int:
    duration, step = (as_input(name, value, name) for name, value in (("duration", duration), ("step", step)))
    if not (0 < step <= duration):
        raise BadTimes(
            f"expected 0 < step <= duration, but step = {step:g} and duration = {duration:g} came. "
            f"Give a positive duration in the law's time units, and a step of about 0.1."
        )
    return round(duration / step)


# Teaching assumption: bone fails when this share of its mass is strained beyond its limit.
_FAILING_SHARE = 0.02


def _upper_strain(strain: np.ndarray, density: np.ndarray) -> float:
    """The strain that the most strained share of the bone mass exceeds."""
    order = np.argsort(strain, axis=None)[::-1]
    mass = np.cumsum(density.ravel()[order])
    return float(strain.ravel()[order][np.searchsorted(mass, _FAILING_SHARE * mass[-1])])


_LABELS = {
    "density": ("bone density", "g/cm3", r"\rho", "bone"),
    "stimulus": ("strain energy per mass", "J/g", "S", "other"),
    "mean_density": ("mean bone density", "g/cm3", r"\bar\rho", "bone"),
    "work": ("work of the load", "N mm", "W", "other"),
    "reference": ("reference stimulus", "J/g", "k", "other"),
    "checkerboard": ("checkerboard index", "1", "c", "other"),
    "gain": ("stiffness gained", "× even bone", "G", "bone"),
    "fabric_angle": ("direction of the trabeculae", "deg", r"\phi", "bone"),
    "fabric_anisotropy": ("anisotropy of the pattern", "1", "a", "bone"),
    "stiffness_along": ("stiffness along the load", "× even bone", "E_\\parallel", "bone"),
    "stiffness_across": ("stiffness across the load", "× even bone", "E_\\perp", "bone"),
    "stiffness": ("stiffness", "× even bone", "E", "bone"),
    "strength": ("strength", "× even bone", "F", "bone"),
    "peak_strain": (f"strain of the most strained {100 * _FAILING_SHARE:.0f} %", "× even bone", r"\epsilon", "other"),
    "x": ("x", "mm", "x", "other"),
    "y": ("y", "mm", "y", "other"),
    "time": ("time", "time unit", "t", "other"),
    **{p.name: (p.description, p.unit, p.symbol, "other") for p in LoadedBone.parameters.values()},
}


def _labelled(result: xr.Dataset) -> xr.Dataset:
    for name, variable in result.variables.items():
        variable.attrs = dict(zip(("long_name", "units", "symbol", "kind"), _LABELS[name], strict=True))
    return result
