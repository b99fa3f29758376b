"""Ask for a kernel at an address, and stand for it before Jupyter: `asker.py ADDRESS ARGUMENTS OF THE KERNEL`.

Standard library only, so that it starts at once.
"""

import json
import os
import signal
import socket
import sys
import time

PATIENCE = 60  # seconds until the process that kernels are forked from has to be there


def connected(address):
    """A connection to the source; it may still be importing."""
    began = time.monotonic()
    while True:
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.connect(address)
            return connection
        except OSError:
            connection.close()
            if time.monotonic() > began + PATIENCE:
                raise
            time.sleep(0.05)


def main():
    address, *arguments = sys.argv[1:]
    connection = connected(address)
    wish = json.dumps({"arguments": arguments, "folder": os.getcwd(), "environment": dict(os.environ)}).encode()
    socket.send_fds(connection, [len(wish).to_bytes(4, "big")], [0, 1, 2])
    connection.sendall(wish)
    kernel = int.from_bytes(connection.recv(4, socket.MSG_WAITALL), "big")
    for passed_on in (signal.SIGINT, signal.SIGTERM):
        signal.signal(passed_on, lambda number, _: os.kill(kernel, number))
    connection.recv(1)  # nothing ever comes: the kernel has ended


main()
