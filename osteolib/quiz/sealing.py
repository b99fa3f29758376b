"""Answers kept out of sight: a reader who looks at the source of a page does not stumble over them.

This is an envelope, not a lock. Whoever wants to open it can; nothing is graded by it.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any

_WORD = 0xFFFFFFFF


def fingerprint(text: str) -> int:
    """The 32-bit FNV-1a hash of a text, as quiz.js computes it.

    Examples
    --------
    >>> f"{fingerprint('a'):08x}"
    'e40c292c'
    """
    value = 0x811C9DC5
    for byte in text.encode():
        value = ((value ^ byte) * 0x01000193) & _WORD
    return value


def keystream(key: str) -> Iterator[int]:
    """Bytes without end that follow from `key` alone (xorshift)."""
    state = fingerprint(key) or 1
    while True:
        state ^= (state << 13) & _WORD
        state ^= state >> 17
        state ^= (state << 5) & _WORD
        yield state >> 24


def seal(secret: dict[str, Any], key: str) -> str:
    """`secret` as base64 that shows no word of it; the same `key` gives the same text.

    Examples
    --------
    >>> seal({"right": 2}, "quiz-example-1")
    'tx3K99wyxE25WlU='
    """
    plain = json.dumps(secret, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.b64encode(_mixed(plain, key)).decode()


def unseal(sealed: str, key: str) -> dict[str, Any]:
    """What `seal` put away.

    Examples
    --------
    >>> unseal(seal({"right": 2}, "quiz-example-1"), "quiz-example-1")
    {'right': 2}
    """
    return json.loads(_mixed(base64.b64decode(sealed), key))


def _mixed(data: bytes, key: str) -> bytes:
    return bytes(byte ^ mask for byte, mask in zip(data, keystream(key), strict=False))
