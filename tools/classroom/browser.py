"""What a student's browser does before a cell can run: log in, start a server, open a notebook, connect."""

from __future__ import annotations

import asyncio
import time
from typing import Any
from urllib.parse import quote

import httpx
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

from tools.classroom.kernel import Kernel

SPAWN_TRIES = 3
SPAWN_WITHIN = 300  # seconds, of one try
LARGEST_MESSAGE = 200_000_000


class NoServer(RuntimeError):
    """The hub did not start a student's server."""


class Browser:
    """One student's cookies, and the requests that need them."""

    def __init__(self, url: str, name: str):
        self.url, self.name = url, name
        self.base = f"{url}/user/{quote(name)}"
        self.client = httpx.AsyncClient(follow_redirects=True, timeout=120, trust_env=False)
        self.connections: list[Any] = []

    async def log_in(self, password: str) -> None:
        """Fill in the form of the login page."""
        await self.client.get(f"{self.url}/hub/login")
        form = {"username": self.name, "password": password, "_xsrf": self._token("/hub/")}
        # The page after it would start the server; that is a step of its own here, to be timed and tried again.
        answer = await self.client.post(f"{self.url}/hub/login?next=%2Fhub%2Ftoken", data=form)
        if answer.status_code != 200 or "/login" in answer.url.path:
            raise NoServer(f"{self.name} could not log in: {answer.status_code} at {answer.url.path}")

    async def start(self) -> int:
        """Start the server and wait until its page opens; how often it had to be tried again."""
        for retries in range(SPAWN_TRIES):
            if await self._started():
                return retries
            await asyncio.sleep(5)
        raise NoServer(f"{self.name}: no server after {SPAWN_TRIES} tries")

    async def _started(self) -> bool:
        """Whether one try brought the page of the server."""
        end = time.monotonic() + SPAWN_WITHIN
        address = f"{self.url}/hub/spawn/{quote(self.name)}"
        while time.monotonic() < end:
            answer = await self.client.get(address)
            if answer.url.path.startswith(f"/user/{quote(self.name)}/") and answer.status_code == 200:
                return True
            if answer.status_code >= 400:
                return False
            address = f"{self.url}/hub/spawn-pending/{quote(self.name)}"
            await asyncio.sleep(0.5)
        return False

    async def open(self, path: str) -> Kernel:
        """Read a notebook and start its kernel."""
        notebook = await self.client.get(f"{self.base}/api/contents/{quote(path)}")
        notebook.raise_for_status()
        wanted = {"path": path, "name": path, "type": "notebook", "kernel": {"name": "python3"}}
        answer = await self.client.post(f"{self.base}/api/sessions", json=wanted, headers=self._headers())
        answer.raise_for_status()
        return await self._connect(answer.json()["kernel"]["id"])

    async def save(self, path: str) -> None:
        """Write the notebook back, as the editor does by itself."""
        address = f"{self.base}/api/contents/{quote(path)}"
        model = (await self.client.get(address)).json()
        body = {"type": "notebook", "format": "json", "content": model["content"]}
        (await self.client.put(address, json=body, headers=self._headers())).raise_for_status()

    async def _connect(self, kernel: str) -> Kernel:
        address = f"{self.base}/api/kernels/{kernel}/channels?session_id={self.name}"
        headers = {"Cookie": self._cookies(), "Origin": self.url}
        request = HTTPRequest(address.replace("http", "ws", 1), headers=headers, connect_timeout=60, request_timeout=60)
        connection = await websocket_connect(request, max_message_size=LARGEST_MESSAGE)
        self.connections.append(connection)
        return Kernel(connection)

    def _headers(self) -> dict[str, str]:
        return {"X-XSRFToken": self._token(f"/user/{quote(self.name)}/")}

    def _token(self, path: str) -> str:
        """The token against forged requests that the server at `path` has given."""
        return next((c.value or "" for c in self.client.cookies.jar if c.name == "_xsrf" and c.path == path), "")

    def _cookies(self) -> str:
        jar = self.client.cookies.jar
        kept = [cookie for cookie in jar if cookie.path in ("/", f"/user/{quote(self.name)}/")]
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in kept)

    async def close(self) -> None:
        """Leave; the server and its kernels stay, as they do when a lid is shut."""
        for connection in self.connections:
            connection.close()
        await self.client.aclose()
