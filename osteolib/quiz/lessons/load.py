"""Quiz of *Bone follows load*."""

from __future__ import annotations

from functools import cache

import numpy as np
import xarray as xr

from osteolib.quiz.kinds import Multiple, Numeric, Order, Predict, Right, Single, Slip, Step, Wrong
from osteolib.remodeling import LoadedBone, adapted_density, graham2013

GAMMA = LoadedBone.table()["value"]["gamma"]
DENSER = 1.2  # times the density of the block beside it
SWING = 20  # degrees


@cache
def square(load_spread: float) -> xr.Dataset:
    """The bone that the lesson's explorer shows, loaded at 60 degrees."""
    return adapted_density(60, load_spread, elements=32, influence=0.15)


@cache
def gain(elements: int, reach: float) -> float:
    """Stiffness of the plate against an even one of the same mass."""
    return float(LoadedBone.weinans_plate(elements, influence=reach).adapt().gain)


def one_after_the_other() -> bool:
    """In Graham's model osteoclasts come before osteoblasts, and the network is full at the end."""
    run = graham2013.simulate(np.linspace(0, 100, 1001))
    dig, fill = (float(run[name].idxmax("time")) for name in ("osteoclasts", "osteoblasts"))
    return dig < fill and float(run.osteocytes[0]) < 190 and bool(np.isclose(run.osteocytes[-1], 200, rtol=1e-3))


def mesh_decides(reach: float, by: float) -> bool:
    """Do meshes differ in their gain by more than a share `by`?"""
    gains = [gain(elements, reach) for elements in (20, 30)]
    return max(gains) / min(gains) - 1 > by


ITEMS = [
    Order(
        objective="load-1",
        question="Put one round of targeted remodeling in order.",
        steps=[
            Step("Matrix is damaged, and osteocytes in it die."),
            Step("The gap in the network calls for help.", early="Who calls, as long as the network is whole?"),
            Step(
                "Osteoclasts remove the damaged piece.",
                early="Osteoclasts do not search for damage; in this model they come when they are called.",
            ),
            Step("Most osteoblasts are at work.", early="What they fill has to be removed first."),
            Step(
                "Osteoblasts have buried themselves, and the call ends.",
                early="Only osteoblasts that have filled the hole are there to be buried in it.",
            ),
        ],
        right="The network that lost cells calls, and calls no longer when it is full: a regulated round.",
        proof=one_after_the_other,
    ),
    Numeric(
        objective="load-2",
        question=f"Two blocks are in line and carry the same stress, with <i>γ</i> = {GAMMA:g}. One is {DENSER:g} "
        "times as dense as the other. How many times the energy per gram <i>S</i> of the other does it store?",
        answer=lambda: DENSER ** -(GAMMA + 1),
        unit="",
        right="In line the denser block works less per gram, so that its gain is its own brake. Side by side it would "
        "work harder, and the winner would take all.",
        hint="Energy in a cubic millimeter is <i>U</i> = <i>σ</i><sup>2</sup>/(2<i>E</i>), with <i>E</i> = "
        "<i>C</i><i>ρ</i><sup><i>γ</i></sup>; then divide by the density.",
        slips=[
            Slip(lambda: DENSER**-GAMMA, "This is energy in a cubic millimeter. <i>S</i> is per gram."),
            Slip(
                lambda: DENSER ** (GAMMA - 1),
                "This is for blocks side by side, which share the strain. In line they share the stress.",
            ),
            Slip(lambda: 1.0, "The same stress is not the same energy: a stiffer block is strained less."),
            Slip(lambda: DENSER ** (GAMMA + 1), "Upside down: this is the lighter block against the denser one."),
        ],
    ),
    Single(
        objective="load-3",
        question="In the plate of 1992 the checkerboard is stiffer for its mass than the smooth columns. Why is it not "
        "the better bone?",
        options=[
            Right(
                "Its stiffness depends on how finely the plate was cut.",
                "Squares that touch at a corner are counted too stiff, and the mesh sets which touch. What "
                "changes with the mesh is not a property of bone; with signals over a distance the numbers stay.",
            ),
            Wrong(
                "It has not been adapted for long enough.",
                "More time does not cure it: a checkerboard is what the rule comes to rest in, if each element hears "
                "only itself.",
            ),
            Wrong(
                "Spongy bone is never a lattice.",
                "Spongy bone is one, and that is what makes this picture tempting. Its struts have a width of their "
                "own, whatever the mesh.",
            ),
            Wrong(
                "It holds less bone, so that the comparison is unfair.",
                "The gain already compares each plate with an even plate of its own mass.",
            ),
        ],
        proof=lambda: gain(20, 0) > gain(20, 2) and mesh_decides(0, by=0.03) and not mesh_decides(2, by=0.01),
    ),
    Predict(
        objective="load-4",
        question="In daily life the load comes to swing twice as far to either side. What does the adapted square gain "
        "or lose?",
        options=[
            Wrong(
                "It becomes stiffer both along and across: more kinds of load, more bone.",
                "The mass is held constant here. What one direction gains, another has to pay.",
            ),
            Wrong(
                "Nothing changes: the mass is the same.",
                "Mass does not decide alone; where it lies does. That is what this lesson is about.",
            ),
            Right(
                "It gains across and loses along.",
                "Cross-links that are used are kept, at the expense of the walls. A bone that is loaded from many "
                "sides cannot specialize.",
            ),
            Wrong(
                "It loses across: the load wears out the cross-links.",
                "In this rule use never wears out: an element that works hard gains. Wear needs a model with damage.",
            ),
        ],
        explorer="square",
        slider="load_spread",
        to=float(SWING),
        control="the spread of the load",
        instead=f"Run <code>LoadedBone(load_angle=60, load_spread={SWING}).adapt()</code> and compare its "
        "<code>stiffness_along</code> and <code>stiffness_across</code> with those of a spread of 10.",
        proof=lambda: (
            float(square(SWING).stiffness_across) > float(square(SWING / 2).stiffness_across)
            and float(square(SWING).stiffness_along) < float(square(SWING / 2).stiffness_along)
        ),
    ),
    Multiple(
        objective="load-5",
        question="What can this rule not do?",
        options=[
            Right(
                "Let bone break under an overload.",
                "Above its limit of density nothing happens any more, however much energy each gram stores.",
            ),
            Wrong(
                "Let bone thin out when the load falls.",
                "That it does: below the reference <i>k</i> an element loses. This half points in the right direction.",
            ),
            Wrong(
                "Turn struts into the direction of the load.",
                "That is just what it does, without knowing any angle.",
            ),
            Right(
                "Say how many months the adaptation takes.",
                "Only the product of <i>B</i> and time enters: twice the rate in half the time is the same run.",
            ),
            Right(
                "Say what estrogen does to the struts.",
                "There are no cells and no signals in it.",
            ),
        ],
    ),
]
