"""The walls around the warm parent, where the system allows them: network, message queues, view of the files."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable
from pathlib import Path

from osteolib.grade.sandbox import kernel

SYSTEM = ("/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/etc/localtime", "/etc/alternatives")
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
KEPT = kernel.NO_SETUID | kernel.NO_DEVICES | 8  # flags of a mount that a remount must not drop


def enclose(root: str, hidden: list[str]) -> list[str]:
    """Enclose this process, as far as the system allows, and say which walls stand.

    Parameters
    ----------
    root : str
        An empty folder on which the new view of the files is put together.
    hidden : list of str
        Folders that must not be seen, even where they lie inside a part of the system that is.

    Returns
    -------
    list of str
        Of ``"powers"`` (this process may set up more walls), ``"network"``, ``"files"``, ``"processes"``.
    """
    if sys.platform != "linux":
        return []
    standing = []
    with contextlib.suppress(OSError):
        _gain_powers()
        standing.append("powers")
        kernel.unshare(kernel.NEW_NETWORK | kernel.NEW_MESSAGES | kernel.NEW_NAMES)
        standing.append("network")
        _own_files(root, hidden)
        standing.append("files")
        if _can_separate():
            standing.append("processes")
        else:
            kernel.unmount("/proc")
    return standing


def _gain_powers() -> None:
    """Become, for this process only, one that may separate things; root already is."""
    if os.geteuid() == 0:
        return
    user, group = os.getuid(), os.getgid()
    kernel.unshare(kernel.NEW_USER)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1")


def _can_separate() -> bool:
    """Whether a process may have processes of its own that see no others."""

    def separate() -> None:
        kernel.unshare(kernel.NEW_PROCESSES | kernel.NEW_FILES | kernel.NEW_MESSAGES)
        if not succeeds(furnish):
            raise OSError

    return succeeds(separate)


def succeeds(work: Callable[[], None]) -> bool:
    """Whether `work` ends well in a process of its own."""
    child = os.fork()
    if not child:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    return os.waitpid(child, 0)[1] == 0


def furnish(room: str = "size=1m") -> None:
    """Give a small world of processes their list, and a scratch folder in memory, gone with its end."""
    kernel.mount("proc", "/proc", "proc", kernel.NO_SETUID | kernel.NO_DEVICES)
    kernel.mount("tmpfs", "/tmp", "tmpfs", kernel.NO_SETUID | kernel.NO_DEVICES, room)


def _own_files(root: str, hidden: list[str]) -> None:
    """Show this process Python, its packages and osteolib, read-only, and nothing else."""
    kernel.unshare(kernel.NEW_FILES)
    kernel.mount("none", "/", flags=kernel.RECURSIVE | kernel.PRIVATE)
    kernel.mount("tmpfs", root, "tmpfs", kernel.NO_SETUID, "mode=755,size=4m")
    shown = _shown()
    for path in shown:
        _show(path, root)
    for path in hidden:
        if os.path.isdir(root + path):
            kernel.mount("tmpfs", root + path, "tmpfs", kernel.READ_ONLY, "mode=700,size=4k")
    for device in DEVICES:
        _bind(device, root)
    for folder in ("/tmp", "/proc"):
        os.makedirs(root + folder, exist_ok=True)
    _bind("/proc", root)  # who has no root may mount a list of processes only where one is; each answer's covers it
    kernel.change_root(root)


def _shown() -> list[str]:
    """What Python and its packages need, without what lies inside something else of the list."""
    package = Path(__file__).resolve().parents[2]
    inside = [sys.prefix, sys.base_prefix, sys.exec_prefix]
    paths = {*SYSTEM, *inside, *map(os.path.realpath, inside), str(package)}
    paths |= {path for path in sys.path if "site-packages" in path or "dist-packages" in path}
    found = sorted(path for path in paths if os.path.lexists(path))
    return [path for path in found if not any(path != other and Path(path).is_relative_to(other) for other in found)]


def _show(path: str, root: str) -> None:
    if os.path.islink(path):
        os.makedirs(os.path.dirname(root + path), exist_ok=True)
        os.symlink(os.readlink(path), root + path)
        return
    _bind(path, root)
    flags = os.statvfs(path).f_flag & KEPT
    kernel.mount("none", root + path, flags=kernel.REMOUNT | kernel.BIND | kernel.READ_ONLY | flags)


def _bind(path: str, root: str) -> None:
    target = root + path
    if os.path.isdir(path):
        os.makedirs(target, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        Path(target).touch()
    kernel.mount(path, target, flags=kernel.BIND | kernel.RECURSIVE)
