"""Messages over a socket: a tree of plain data as JSON, then the bytes of its arrays. Every length is bounded."""

from __future__ import annotations

import json
import socket
import struct
import time
from typing import Any

from osteolib.grade.sandbox.values import Reader, Unreadable, Writer

HEADER = struct.Struct(">II")
LARGEST, LONGEST = 96 * 2**20, 16 * 2**20  # bytes of arrays, and of text


class Silent(Exception):
    """The other side said nothing in time."""


class Gone(Exception):
    """The other side is no longer there."""


class Channel:
    """One end of a conversation.

    Parameters
    ----------
    end : socket.socket
        A connected stream socket.

    Examples
    --------
    >>> here, there = pair()
    >>> here.send({"day": 3.0, "names": ("RANKL", "OPG")})
    >>> there.receive()
    {'day': 3.0, 'names': ('RANKL', 'OPG')}
    """

    def __init__(self, end: socket.socket):
        self.end = end

    def send(self, value: Any) -> None:
        """Send plain data."""
        writer = Writer()
        text = json.dumps(writer.write(value)).encode()
        body = b"".join([*(struct.pack(">I", len(blob)) + blob for blob in writer.blobs)])
        if len(text) > LONGEST or len(body) > LARGEST:
            text, body = json.dumps(["large"]).encode(), b""
        try:
            self.end.settimeout(None)
            self.end.sendall(HEADER.pack(len(text), len(body)) + text + body)
        except OSError as error:
            raise Gone(str(error)) from error

    def receive(self, seconds: float | None = None, function=None) -> Any:
        """Wait for plain data; raise `Silent` after `seconds`, `Gone` at the end, `Unreadable` for anything else."""
        deadline = None if seconds is None else time.monotonic() + seconds
        text, body = HEADER.unpack(self._bytes(HEADER.size, deadline))
        if text > LONGEST or body > LARGEST:
            raise Unreadable("too large")
        tree, blobs = self._bytes(text, deadline), _cut(self._bytes(body, deadline))
        try:
            return Reader(blobs, function).read(json.loads(tree))
        except (ValueError, RecursionError) as error:
            raise Unreadable(str(error)[:200]) from error

    def hand_over(self, other: Channel) -> None:
        """Give an end of another conversation to the other side; it is closed here."""
        socket.send_fds(self.end, [b"+"], [other.end.fileno()])
        other.close()

    def take_over(self) -> Channel:
        """Take the end of another conversation that the other side hands over."""
        self.end.settimeout(None)
        _, handles, _, _ = socket.recv_fds(self.end, 1, 1)
        if not handles:
            raise Gone("nothing was handed over")
        return Channel(socket.socket(fileno=handles[0]))

    def _bytes(self, count: int, deadline: float | None) -> bytes:
        parts = bytearray()
        while len(parts) < count:
            left = None if deadline is None else deadline - time.monotonic()
            if left is not None and left <= 0:
                raise Silent
            self.end.settimeout(left)
            try:
                came = self.end.recv(min(count - len(parts), 2**20))
            except TimeoutError as error:
                raise Silent from error
            except OSError as error:
                raise Gone(str(error)) from error
            if not came:
                raise Gone("closed")
            parts += came
        return bytes(parts)

    def close(self) -> None:
        """End the conversation."""
        self.end.close()


def pair() -> tuple[Channel, Channel]:
    """Both ends of a new conversation."""
    here, there = socket.socketpair()
    return Channel(here), Channel(there)


def _cut(body: bytes) -> list[bytes]:
    """Byte strings that were sent one after the other, each behind its length."""
    blobs, at = [], 0
    while at < len(body):
        size = int.from_bytes(body[at : at + 4], "big")
        blobs.append(body[at + 4 : at + 4 + size])
        at += 4 + size
    return blobs
