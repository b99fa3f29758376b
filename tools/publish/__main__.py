"""Put the published site together: ``python -m tools.publish --releases FOLDER --base /course/``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tools.book import ROOT, BookError, build
from tools.publish.compose import PublishError, compose


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--dev", type=Path, help="folder of a book that is built already (default: build it)")
    options.add_argument("--releases", type=Path, help="folder with the zip files of the releases")
    options.add_argument("--base", default="/", help="path of the site on its host (default: %(default)s)")
    options.add_argument("--into", type=Path, default=ROOT / "_build" / "pages")
    chosen = options.parse_args()
    releases = sorted(chosen.releases.glob("*.zip")) if chosen.releases else []
    try:
        site = compose(chosen.into, chosen.dev or build(), releases, chosen.base)
    except (BookError, PublishError) as error:
        sys.exit(f"publish: {error}")
    print(f"publish: {len(releases)} releases and the development version in {site}")


if __name__ == "__main__":
    main()
