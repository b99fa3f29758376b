"""Take a picture of a page of the built book, as the README shows one: `python -m tools.screenshot --help`."""

from __future__ import annotations

import argparse
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright

from tools.book import ROOT, server
from tools.browser import arguments, find_or_install


def take(page: str, output: Path, *, width: int, height: int, dark: bool, full: bool, at: str | None) -> None:
    """Open `page` (``"index.html"``) at a size, scroll to the element `at`, and write what is seen to `output`."""
    executable = find_or_install()
    with server(ROOT / "_build" / "html") as running, sync_playwright() as playwright:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=executable, args=arguments())
        view = browser.new_page(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            device_scale_factor=1.5,
        )
        view.goto(f"http://127.0.0.1:{running.server_port}/{page}", wait_until="load")
        if at:
            view.locator(at).first.evaluate("element => element.scrollIntoView({block: 'center'})")
        view.wait_for_timeout(500)
        view.screenshot(path=output, full_page=full)
        browser.close()
        running.shutdown()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("page", nargs="?", default="bone_remodeling/one_cycle.html", help="page below _build/html")
    options.add_argument("--output", type=Path, default=Path("assets/lesson.png"))
    options.add_argument("--width", type=int, default=1280)
    options.add_argument("--height", type=int, default=900)
    options.add_argument("--dark", action="store_true", help="as a reader sees it who prefers dark pages")
    options.add_argument("--full", action="store_true", help="the whole page, not only the window")
    options.add_argument(
        "--at", help="CSS selector of the element to put in the middle, such as 'figure[data-explorer]'"
    )
    chosen = vars(options.parse_args())
    take(chosen.pop("page"), chosen.pop("output"), **chosen)


if __name__ == "__main__":
    main()
