"""The error of this room."""

from __future__ import annotations

from osteolib.model.errors import ModelError


class BadItem(ModelError):
    """An item that a learner could not answer, or would not learn from; the message says what is missing."""
