"""The site as it is built by default: Python from Pyodide's network, here played by the same core from npm."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest
from playwright.sync_api import Route

from tests.lite.conftest import LESSON, START
from tools.book import server
from tools.lite import core
from tools.lite import site as lite
from tools.lite.lock import CDN, committed

TYPES = {".mjs": "text/javascript", ".wasm": "application/wasm", ".zip": "application/zip"}


@pytest.fixture(scope="module")
def default_site(tmp_path_factory) -> Path:
    return lite.build(tmp_path_factory.mktemp("default"))


@pytest.fixture(scope="module")
def network(tmp_path_factory) -> Path:
    """What Pyodide's network would send of the core."""
    folder = tmp_path_factory.mktemp("network")
    core.unpack(committed()[0], folder)
    return folder


def test_python_comes_from_the_network_and_what_it_lacks_from_the_site(visit, default_site, network):
    version, lock = committed()
    base, asked = CDN.format(version=version), set()
    own = {path.name for path in (default_site / lite.PYTHON).glob("*.whl")}
    assert not own & {package["file_name"] for package in lock["packages"].values()}

    def gate(route: Route) -> None:
        address = route.request.url
        asked.add(address)
        file = network / address.removeprefix(base)
        if address.startswith(base) and file.is_file():
            headers = {"access-control-allow-origin": "*"}
            route.fulfill(body=file.read_bytes(), content_type=TYPES[file.suffix], headers=headers)
        elif address.startswith((here, "data:", "blob:")):
            route.continue_()
        else:
            route.abort()

    context = visit.context.browser.new_context()
    with server(default_site) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        here = f"http://127.0.0.1:{running.server_port}"
        context.route("**/*", gate)
        page = context.new_page()
        wanted = f"{here}/{lite.PYTHON}/{next(name for name in own if name.startswith('pyodide_kernel'))}"
        with context.expect_event("request", lambda request: request.url == wanted, timeout=START):
            page.goto(f"{here}/lab/index.html?path={LESSON}")
        page.wait_for_timeout(1000)
        context.close()
        running.shutdown()
    elsewhere = {address for address in asked if not address.startswith((here, "data:", "blob:"))}
    assert {base + name for name in core.NEEDED} <= elsewhere
    assert elsewhere <= {base + name for name in [*core.NEEDED, *files(lock)]}
    assert base + lock["packages"]["micropip"]["file_name"] in elsewhere


def files(lock: dict) -> list[str]:
    return [package["file_name"] for package in lock["packages"].values()]


def test_lock_of_the_site_sends_a_browser_to_the_network(default_site):
    version, lock = committed()
    there = json.loads((default_site / lite.PYTHON / core.LOCK).read_text("utf-8"))["packages"]
    for name, package in lock["packages"].items():
        assert there[name] == {**package, "file_name": CDN.format(version=version) + package["file_name"]}
