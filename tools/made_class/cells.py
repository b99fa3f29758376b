"""What students, and worse, put into an answer cell. None of it earns anything where it stands."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from dataclasses import dataclass

SECRET = "HIDDEN-CHECKS-ARE-HERE"  # stands in the hidden checks that the test grades with; nothing may find it


@dataclass(frozen=True)
class Trick:
    """A broken or hostile answer cell, made from the name and the right cell; words that feedback must have."""

    cell: Callable[[str, str], str]
    words: str = ""


def before(lines: str, words: str = "") -> Trick:
    """A right answer that comes too late: after lines that never let it be reached."""
    return Trick(lambda name, right: f"{textwrap.dedent(lines).strip()}\n{right}", words)


def instead(lines: str, words: str = "") -> Trick:
    """Lines that give NAME a value of their own."""
    return Trick(lambda name, right: textwrap.dedent(lines).strip().replace("NAME", name), words)


def thief(lines: str) -> Trick:
    """Lines that call `look` on all they lay hands on; the answer is right only if hidden checks were there."""
    head = f"""
    PARTS = {SECRET[:6]!r}, {SECRET[6:]!r}
    FOUND = []

    def look(what):
        secret = "".join(PARTS)
        if (secret.encode() if type(what) is bytes else secret) in what:
            FOUND.append(True)
    """

    def cell(name: str, right: str) -> str:
        search = f"{textwrap.dedent(head).strip()}\n\n{textwrap.dedent(lines).strip()}"
        return f"{search}\n\nif FOUND:\n{textwrap.indent(right, '    ')}\nelse:\n    {name} = 'nothing found'"

    return Trick(cell)


LOOP = "loop without end"

TRICKS = {
    "syntax error": instead("NAME = = 3", "SyntaxError"),
    "name of another cell": before("answer_of_another_cell + 1", "NameError"),
    "forgot the name": instead("the_answer = 3", "gives no value"),
    "shell line": before("!ls /", "not available"),
    "asks the keyboard": before("input('answer? ')", "input()"),
    "infinite loop": before("while True:\n    pass", LOOP),
    "loop in a function": instead("def NAME(*_, **__):\n    while True:\n        pass"),
    "sleep": before("import time\ntime.sleep(3600)", LOOP),
    "prints without end": before("while True:\n    print('x' * 100_000)", LOOP),
    "endless recursion": before("def down():\n    return down()\n\ndown()", "RecursionError"),
    "memory bomb": before("rest = []\nwhile True:\n    rest.append(bytearray(20_000_000))", "memory"),
    "one huge array": before("import numpy\nrest = numpy.ones((400, 1000, 1000))", "memory"),
    "fork bomb": instead(
        """
        import os, time
        for _ in range(200):
            try:
                child = os.fork()
            except OSError:
                continue
            if child == 0:
                os.setsid()
                while True:
                    try:
                        os.fork()
                    except OSError:
                        time.sleep(0.01)
        os._exit(0)
        """,
        "left Python",
    ),
    "thread bomb": before(
        """
        import threading, time
        while True:
            threading.Thread(target=time.sleep, args=(60,)).start()
        """,
        "RuntimeError",
    ),
    "leaves a daemon": instead(
        """
        import os, time
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                time.sleep(3600)
            os._exit(0)
        NAME = "left"
        """
    ),
    "os._exit": before("import os\nos._exit(0)", "left Python"),
    "exit()": before("raise SystemExit(0)", "exit()"),
    "kills its own process": before("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", "killed"),
    "kills every process": before(
        "import os, signal\nos.kill(-1, signal.SIGKILL)\nos.kill(1, signal.SIGKILL)", "stops in line"
    ),
    "crash in C": before("import ctypes\nctypes.string_at(0)", "killed"),
    "fills the disk": before(
        "with open('full', 'wb') as file:\n    while True:\n        file.write(bytes(2**20))", "OSError"
    ),
    "asks the network": before("import socket\nsocket.create_connection(('192.0.2.1', 80), timeout=60)", "OSError"),
    "monkeypatched check": instead(
        """
        import osteolib.exercise
        for name, value in list(vars(osteolib.exercise).items()):
            if callable(value):
                setattr(osteolib.exercise, name, lambda *_, **__: True)
        check = judge = print
        NAME = "whatever"
        """
    ),
    "equal to everything": instead(
        """
        class Equal:
            __eq__ = __lt__ = __gt__ = __le__ = __ge__ = lambda *_: True
            __hash__ = lambda *_: 0
            __float__ = lambda *_: 1.0
            __call__ = lambda self, *_: self
            __getattr__ = lambda self, _: self
            __array__ = lambda *_, **__: __import__("os")._exit(0)

        NAME = Equal()
        """
    ),
    "float equal to everything": instead(
        """
        class Equal(float):
            __eq__ = __lt__ = __gt__ = lambda *_: True
            __hash__ = lambda *_: 0

        NAME = Equal(7e77)
        """
    ),
    "dict that lies": instead(
        """
        class Lies(dict):
            __getitem__ = get = lambda *_: 1
            __eq__ = lambda *_: True

        NAME = Lies()
        """
    ),
    "pickle that runs": instead(
        """
        import os

        class Runs:
            def __reduce__(self):
                return os.system, ("touch /tmp/osteolib-was-here",)

        NAME = Runs()
        """
    ),
    "reads the disk": thief(
        """
        import os
        for place, folders, names in os.walk("/"):
            folders[:] = [name for name in folders if name not in ("proc", "usr", "dev", "site-packages")]
            for name in names:
                try:
                    with open(os.path.join(place, name), "rb") as file:
                        look(file.read(100_000))
                except OSError:
                    pass
        """
    ),
    "walks the frames": thief(
        """
        import gc, sys
        spaces = [one for one in gc.get_objects() if type(one) is dict]
        frame = sys._getframe()
        while frame:
            spaces += [frame.f_globals, frame.f_locals]
            frame = frame.f_back
        for space in spaces:
            for value in list(space.values()):
                if type(value) in (str, bytes):
                    look(value)
        """
    ),
    "reads other memory": thief(
        """
        import os
        others = {"1", str(os.getppid()), *filter(str.isdigit, os.listdir("/proc"))} - {str(os.getpid())}
        for process in others:
            try:
                with open(f"/proc/{process}/maps") as maps, open(f"/proc/{process}/mem", "rb") as memory:
                    for line in maps:
                        low, high = (int(value, 16) for value in line.split()[0].split("-"))
                        memory.seek(low)
                        look(memory.read(high - low))
            except OSError:
                pass
        """
    ),
    "asks the grader's ports": thief(
        """
        import os, socket
        for handle in range(3, 64):
            try:
                end = socket.socket(fileno=os.dup(handle))
                end.settimeout(0.2)
                end.sendall(b"\\x00\\x00\\x00\\x0a\\x00\\x00\\x00\\x00{'do': 'x'")
                look(end.recv(100_000))
            except OSError:
                pass
        """
    ),
    "too large": instead("import numpy\nNAME = numpy.zeros(9_000_000)"),
    "deep": instead("NAME = []\nfor _ in range(100_000):\n    NAME = [NAME]"),
}
