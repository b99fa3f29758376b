"""Small models of bone remodeling, immunity and vesicles, for the course *Osteoimmunology and exosomes*."""

from __future__ import annotations

from typing import Any

__version__ = "0.1.0"

__all__ = ["__version__", "explore"]


def __getattr__(name: str) -> Any:
    """Load `explore` on first use, so that a model can be run without any widget library."""
    if name == "explore":
        from osteolib.explorer import explore

        return explore
    raise AttributeError(f"module 'osteolib' has no attribute {name!r}; it offers {', '.join(__all__)} and its rooms")
