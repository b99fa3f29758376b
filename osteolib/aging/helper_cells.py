"""Fates of a helper T cell: two networks of genes and cytokines that switch each other on and off."""

from __future__ import annotations

from osteolib.logic import BooleanNetwork

_WORDS = {
    "IFNb": "IFN-β",
    "IL12": "IL-12",
    "IL18": "IL-18",
    "TCR": "T-cell receptor",
    "IFNGe": "IFN-γ",
    "IL2e": "IL-2",
    "IL4e": "IL-4",
    "IL10e": "IL-10",
    "IL21e": "IL-21",
    "TGFBe": "TGF-β",
}

# The names of the states are the course's: a short name for the gene that textbooks call the master of each fate.
mendoza2006 = BooleanNetwork(
    "mendoza2006",
    "Th1 or Th2: genes and cytokines of a helper T cell",
    "mendoza2006",
    """
    GATA3 = (STAT6 & !Tbet) | (GATA3 & !Tbet)
    IFNbR = IFNb
    IFNg  = (Tbet | STAT4 | IRAK | NFAT) & !STAT3
    IFNgR = IFNg
    IL10  = GATA3
    IL10R = IL10
    IL12R = IL12
    IL18R = IL18 & !STAT6
    IL4   = GATA3 & !STAT1
    IL4R  = IL4 & !SOCS1
    IRAK  = IL18R
    JAK1  = IFNgR & !SOCS1
    NFAT  = TCR
    SOCS1 = STAT1 | Tbet
    STAT1 = JAK1 | IFNbR
    STAT3 = IL10R
    STAT4 = IL12R & !GATA3
    STAT6 = IL4R
    Tbet  = (Tbet | STAT1) & !GATA3
    """,
    inputs="IFNb IL12 IL18 TCR",
    fates="""
    Th1 = Tbet & !GATA3
    Th2 = GATA3 & !Tbet
    Th0 = !Tbet & !GATA3
    """,
    words=_WORDS,
)

martinez_sanchez2015 = BooleanNetwork(
    "martinez_sanchez2015",
    "fates of a helper T cell, set by six cytokines",
    "martinezsanchez2015",
    """
    BCL6  = IL21 & !(IL2 | TBET | TGFB)
    FOXP3 = IL2 & (FOXP3 | TGFB) & !(IL21 | RORGT)
    GATA3 = ((IL4 & IL2) | GATA3) & !(TBET | BCL6 | TGFB | IFNG | IL21)
    IFNG  = (IFNGe & !(IL21 | IL4 | IL10 | IL9)) | ((TBET | IFNG) & !(IL21 | IL4 | BCL6 | IL10 | IL9 | TGFB | GATA3))
    IL10  = IL10e | (IL10 & (GATA3 | IFNG | IL21 | TGFB))
    IL2   = (IL2e & !(IL21 | IFNG | IL10)) | (IL2 & !(IL21 | FOXP3 | IFNG | IL10))
    IL21  = (IL21e | BCL6 | RORGT | IL21) & !(IL4 | IFNG | IL2 | IL9 | IL10)
    IL4   = (IL4e & !(IL21 | IFNG)) | (GATA3 & (IL2 | IL4) & !(TBET | IL21 | IFNG))
    IL9   = IL4 & ((IL2 & IL10) | TGFB) & !(IL21 | IFNG)
    RORGT = IL21 & TGFB & !(TBET | GATA3 | BCL6 | FOXP3)
    TBET  = (IFNG | TBET) & !(IL9 | GATA3 | BCL6 | IL21 | IL4)
    TGFB  = TGFBe | (FOXP3 & !IL21) | (TGFB & !IL21)
    """,
    inputs="IFNGe IL2e IL4e IL10e IL21e TGFBe",
    fates="""
    Th17 = RORGT & IL21 & TGFB
    Treg = FOXP3 & TGFB
    Th1  = TBET & IFNG
    Th2  = GATA3 & IL4
    Th9  = IL9
    Tfh  = BCL6 & IL21
    Tr1  = IL10 & !TBET & !GATA3
    Th0  = !(TBET | GATA3 | RORGT | FOXP3 | BCL6 | IL9 | IL10)
    """,
    words=_WORDS,
)
