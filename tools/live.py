"""Open JupyterLab at the first lesson."""

from __future__ import annotations

import os
import subprocess
import sys

from tools.notebooks import ROOT, in_reading_order


def main() -> None:
    lessons = in_reading_order()
    # JupyterLab strips drawings from stored outputs that it was not told to trust; these came with the course.
    subprocess.run([sys.executable, "-m", "jupyter", "trust", *lessons], check=True, stdout=subprocess.DEVNULL)
    first = lessons[0].relative_to(ROOT)
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
