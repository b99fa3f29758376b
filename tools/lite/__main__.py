"""Build the book, and beside it the site in which its notebooks run in the reader's browser."""

from __future__ import annotations

import argparse
import sys

from tools import book
from tools.lite import site
from tools.lite.lock import LiteError


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    told = "; ".join(f"{name}: {what}" for name, what in site.HOSTS.items())
    options.add_argument("--pyodide", choices=site.HOSTS, default="cdn", help=f"{told} (default: %(default)s)")
    options.add_argument("--serve", action="store_true", help="serve the book afterwards")
    chosen = options.parse_args()
    try:
        pages = book.build(routes=["lite"])
        built = site.build(pages / "lite", chosen.pyodide)
    except (book.BookError, LiteError) as error:
        sys.exit(f"lite: {error}")
    print(f"lite: {site.weight(built) / 1e6:.0f} MB in {built}; {site.HOSTS[chosen.pyodide]}")
    if chosen.serve:
        book.serve(pages)


if __name__ == "__main__":
    main()
