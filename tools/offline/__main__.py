"""Build the book and pack it with notebooks, exercises and osteolib into one zip file: ``python -m tools.offline``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tools.book import ROOT, BookError, build
from tools.offline.archive import write
from tools.offline.contents import OfflineError, files, folder

MOST = 25_000_000  # bytes: what a mail server or a slow line still takes


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--site", type=Path, help="folder of a book that is built already (default: build it)")
    options.add_argument("--output", type=Path, default=ROOT / "_build" / f"{folder()}.zip")
    chosen = options.parse_args()
    try:
        path = write(files(chosen.site or build()), chosen.output)
    except (BookError, OfflineError) as error:
        sys.exit(f"offline: {error}")
    size = path.stat().st_size
    print(f"offline: {path} ({size / 1e6:.1f} MB of at most {MOST / 1e6:.0f})")
    if size > MOST:
        sys.exit("offline: the zip file is larger than it may be; look for what grew with `unzip -lv`.")


if __name__ == "__main__":
    main()
