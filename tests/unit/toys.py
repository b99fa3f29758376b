"""Small models with known solutions, for the tests of the model room."""

from osteolib.model import Model, Parameter, Quantity, State, exp


def parameter(name, value, low, high, **more):
    unit = more.pop("unit", "1/d")
    return Parameter(name, value, unit, low, high, f"value of {name}", "komarova2003", "illustrative", **more)


def decay(positive=False):
    """a' = s - k a, with its exact solution in `decayed`."""
    return Model(
        "decay", "one substance that comes and goes", "komarova2003", "d",
        states=[State("amount", "mg", 8.0, "amount", symbol="a", kind="drug", positive=positive)],
        parameters=[
            parameter("k", 1.0, 0.1, 2.0, domain=(0.0, 10.0), symbol=r"\kappa"),
            parameter("s", 0.0, 0.0, 1.0, unit="mg/d"),
        ],
        quantities=[Quantity("loss", "mg/d", "loss", r"\ell")],
        derive_quantities=lambda t, y, p, q: setattr(q, "loss", p.k * y[0]),
        rhs=lambda t, y, p, q: (p.s - q.loss,),
    )  # fmt: skip


def decayed(t, start=8.0, k=1.0, s=0.0):
    import numpy as np

    return s / k + (start - s / k) * np.exp(-k * t)


def oscillator():
    """A frequency a member: x'' = -w^2 x, so that one member can be far harder than the rest."""
    return Model(
        "oscillator", "a spring", "komarova2003", "d",
        states=[State("place", "m", 1.0, "place", "x"), State("speed", "m/d", 0.0, "speed", "v")],
        parameters=[parameter("w", 1.0, 0.5, 50.0)],
        rhs=lambda t, y, p: (y[1], -(p.w**2) * y[0]),
    )  # fmt: skip


def growth(**more):
    """x' = r x^2 in logarithms: runs away at time 1 / (r x0)."""
    return Model(
        "growth", "a substance that feeds itself", "komarova2003", "d",
        states=[State("amount", "mg", 1.0, "amount", "x", positive=True)],
        parameters=[parameter("r", 0.1, 0.01, 1.0)],
        rhs=lambda t, y, p: (p.r * y[0] ** 2,),
        **more,
    )  # fmt: skip


def switch():
    """Two states at rest only where 1 + e^-k = a + b and b = 2 a: solved by iteration."""
    return Model(
        "switch", "two substances", "komarova2003", "d",
        states=[
            State("first", "mg", 3.0, "first", "a"),
            State("second", "mg", 3.0, "second", "b", positive=True),
            State("total", "mg d", 5.0, "total", "z", accumulates=True),
        ],
        parameters=[parameter("k", 1.0, 0.1, 2.0)],
        rhs=lambda t, y, p: (1 + exp(-p.k) - y[0] - y[1], 2 * y[0] - y[1], y[0]),
        start="steady_state",
    )  # fmt: skip
