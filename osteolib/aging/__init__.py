"""Aging immunity, the review's section 2.3: the naive pool, the fates of helper T cells, and inflammation."""

from osteolib.aging.helper_cells import martinez_sanchez2015, mendoza2006

__all__ = ["martinez_sanchez2015", "mendoza2006"]
