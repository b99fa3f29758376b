"""The error of this room."""

from __future__ import annotations

from osteolib.model.errors import ModelError


class CannotExplore(ModelError):
    """What was asked of `explore` cannot become an explorer; the message says why and what to change."""
