"""The few system calls of Linux that Python 3.11 does not offer. On another system, each says so by `OSError`."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys

NEW_FILES, NEW_NAMES, NEW_MESSAGES = 0x00020000, 0x04000000, 0x08000000
NEW_USER, NEW_PROCESSES, NEW_NETWORK = 0x10000000, 0x20000000, 0x40000000
READ_ONLY, NO_SETUID, NO_DEVICES, REMOUNT, BIND, RECURSIVE, PRIVATE = 1, 2, 4, 32, 4096, 16384, 1 << 18
DETACH = 2
DIE_WITH_PARENT, DUMPABLE, DROP_BOUND, ADOPT_ORPHANS, NO_NEW_PRIVILEGES = 1, 4, 24, 36, 38
LAST_CAPABILITY = 63

LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def _call(name: str, *arguments) -> None:
    if LIBC is None:
        raise OSError(f"{name} is a call of Linux, and this is {sys.platform}")
    ctypes.set_errno(0)
    if getattr(LIBC, name)(*arguments) < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")


def unshare(what: int) -> None:
    """Leave what is shared with other processes: files, network, processes, ..."""
    _call("unshare", what)


def join(handle: int, what: int) -> None:
    """Enter again what `handle` stands for."""
    _call("setns", handle, what)


def mount(source: str, target: str, kind: str | None = None, flags: int = 0, options: str = "") -> None:
    """Mount a file system."""
    _call(
        "mount",
        source.encode(),
        target.encode(),
        kind and kind.encode(),
        ctypes.c_ulong(flags),
        options.encode() or None,
    )


def unmount(target: str) -> None:
    """Take a mount away, whoever still uses it."""
    _call("umount2", target.encode(), DETACH)


def change_root(folder: str) -> None:
    """Make `folder`, the root of a mount, the root of this process, and let go of the old one."""
    os.chdir(folder)
    _call("pivot_root", b".", b".")
    unmount(".")
    os.chdir("/")


def process(option: int, value: int = 0) -> None:
    """Set a property of this process."""
    _call("prctl", option, ctypes.c_ulong(value), ctypes.c_ulong(0), ctypes.c_ulong(0), ctypes.c_ulong(0))


def drop_capabilities() -> None:
    """Give up every power of root, for this process and all that it starts."""
    for capability in range(LAST_CAPABILITY + 1):
        with contextlib.suppress(OSError):  # there is no capability of this number, or it is out of reach already
            process(DROP_BOUND, capability)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    nothing = (ctypes.c_uint32 * 6)()
    _call("capset", ctypes.byref(header), ctypes.byref(nothing))
    process(NO_NEW_PRIVILEGES, 1)
