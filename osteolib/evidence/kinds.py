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
_RESORBING = ("osteoclast", "resorption", "acid phosphatase", "bone loss")
_FORMING = ("osteoblast", "osteogen", "bone formation", "osteocyte", "RUNX2", "osterix", "COL1", "osteocalcin",
            "osteopontin", "mineralization", "MC3T3", "Wnt", "OPG", "SATB2", "osseointegration")  # fmt: skip
_BONE = ("bone", "osteopenia", "osteoporosis", "fracture", "trabecular")


def kind(name: str, type_of: str) -> str:
    """Kind of a node: ``osteoclast, osteoblast, bone, immune, vesicle, drug`` or ``other``.

    Examples
    --------
    >>> [kind("osteoclast", "cell"), kind("Th17 cell", "cell"), kind("miR-143", "miRNA"), kind("estrogen", "hormone")]
    ['osteoclast', 'immune', 'vesicle', 'drug']
    """
    if type_of in _BY_TYPE:
        return _BY_TYPE[type_of]
    for found, words in (("osteoclast", _RESORBING), ("osteoblast", _FORMING), ("bone", _BONE)):
        if any(word in name for word in words):
            return found
    immune = type_of == "cell" and name not in ("MSC", "tumor cell", "endothelial cell", "glandular cell")
    return "immune" if immune or "immun" in name or "inflamm" in name or name in ("NF-kB", "CRP") else "other"
