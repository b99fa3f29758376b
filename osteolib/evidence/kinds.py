"""What a node is to the eye: the kind that fixes its color everywhere in the book."""

from __future__ import annotations

_BY_TYPE = {
    "cytokine": "immune",
    "hormone": "drug",
    "drug": "drug",
    "vesicle": "vesicle",
    "miRNA": "vesicle",
    "lncRNA": "vesicle",
    "circRNA": "vesicle",
}
# A cell, a protein, a process or a condition does not say by its type on which side of bone it is.
_NAMED = {
    "osteoclast": """osteoclast; bone resorption; osteoclastogenesis; RANKL/OPG ratio; acid phosphatase;
        tartrate-resistant acid phosphatase""",
    "osteoblast": """osteoblast; osteocyte; MSC; MC3T3-E1 cell; bone formation; osteogenesis;
        osteogenic differentiation; osteoblast differentiation; osteoblast proliferation; matrix mineralization;
        osseointegration; Wnt signaling; RUNX2; osterix; OPG; COL1; osteocalcin; osteopontin; SATB2""",
    "bone": """bone matrix; bone homeostasis; bone remodeling; bone remodeling unit; bone turnover; bone repair;
        bone strength; bone density; trabecular alignment; osteoporosis; osteopenia; bone loss; bone disease;
        fracture""",
    "immune": """immune cell; monocyte; macrophage; M1 macrophage; M2 macrophage; dendritic cell; T cell;
        effector T cell; memory T cell; CD4+ T cell; CD8+ T cell; Th1 cell; Th2 cell; Th17 cell; regulatory T cell;
        B cell; lymphocyte; natural killer cell; mast cell; hematopoietic stem cell; myeloid-derived suppressor cell;
        NF-kB; CRP; immunoglobulin; immune system activation; immune response; adaptive immunity; innate immunity;
        macrophage polarization; vaccine response; infection resistance; thymus involution; chronic inflammation;
        immune imbalance; autoimmune disease; IL4Ra""",
}
_BY_NAME = {" ".join(name.split()): kind for kind, names in _NAMED.items() for name in names.split(";")}


def kind(name: str, type_of: str) -> str:
    """Kind of a node: ``osteoclast, osteoblast, bone, immune, vesicle, drug`` or ``other``.

    Examples
    --------
    >>> [kind("osteoclast", "cell"), kind("Th17 cell", "cell"), kind("miR-143", "miRNA"), kind("estrogen", "hormone")]
    ['osteoclast', 'immune', 'vesicle', 'drug']
    """
    return _BY_NAME.get(name) or _BY_TYPE.get(type_of, "other")
