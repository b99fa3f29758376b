"""Open JupyterLab at the first lesson."""

from __future__ import annotations

import os
import subprocess
import sys

from tools.notebooks import ROOT, in_reading_order


def main() -> None:
    first = in_reading_order()[0].relative_to(ROOT)
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={ROOT}"]
    command += [f"--LabApp.default_url=/lab/tree/{first}", *sys.argv[1:]]
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # inside a container
        command.append("--allow-root")
    try:
        sys.exit(subprocess.run(command, check=False).returncode)
    except KeyboardInterrupt:
        print()


if __name__ == "__main__":
    main()
