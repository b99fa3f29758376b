"""A notebook's connection to its kernel, as a browser holds it: cells to run, and messages of widgets."""

from __future__ import annotations

import asyncio
import json
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from jupyter_server.services.kernels.connection.base import deserialize_binary_message
from tornado.websocket import WebSocketClientConnection

PROTOCOL = "5.3"


class KernelGone(RuntimeError):
    """The kernel's connection closed while something was asked of it."""


@dataclass
class Widget:
    """An explorer as the page knows it: its channel and its sliders."""

    comm: str
    spec: dict[str, Any]


@dataclass
class Request:
    """What was asked of the kernel, until it is idle again."""

    done: asyncio.Future
    replied: bool = False
    idle: bool = False
    error: str = ""


@dataclass
class Kernel:
    """The messages of one notebook."""

    connection: WebSocketClientConnection
    session: str = field(default_factory=lambda: uuid.uuid4().hex)
    opened: list[Widget] = field(default_factory=list)
    requests: dict[str, Request] = field(default_factory=dict)
    answers: dict[tuple[str, int], asyncio.Future] = field(default_factory=dict)

    async def listen(self) -> None:
        """Sort what comes until the connection closes."""
        while (raw := await self.connection.read_message()) is not None:
            self._receive(json.loads(raw) if isinstance(raw, str) else deserialize_binary_message(raw))
        waiting = [request.done for request in self.requests.values()] + list(self.answers.values())
        for future in waiting:
            if not future.done():
                future.set_exception(KernelGone("the connection to the kernel closed"))

    async def run(self, source: str) -> str:
        """Run a cell and wait until the kernel is idle; the name of the error, or ""."""
        content = {"code": source, "silent": False, "store_history": True, "user_expressions": {}}
        request = await self._ask("execute_request", content | {"allow_stdin": False, "stop_on_error": False})
        return await request.done

    async def move(self, widget: Widget, values: dict[str, float], number: int, exact: bool) -> None:
        """Set sliders as the page does, and wait for the exact curves, or where there are none until it is idle."""
        update = {"method": "update", "state": values, "buffer_paths": []}
        request = await self._ask("comm_msg", {"comm_id": widget.comm, "data": update}, replies=False)
        if not exact:
            await request.done
            return
        answer = self.answers[widget.comm, number] = asyncio.get_running_loop().create_future()
        question = {"kind": "solve", "view": "student", "seq": number, "values": values}
        data = {"method": "custom", "content": question}
        await self._ask("comm_msg", {"comm_id": widget.comm, "data": data}, replies=False)
        reply = await answer
        if reply["kind"] != "solved":
            raise ValueError(reply.get("message", "an explorer did not answer"))

    async def _ask(self, kind: str, content: dict[str, Any], replies: bool = True) -> Request:
        identifier = uuid.uuid4().hex
        header = {"msg_id": identifier, "msg_type": kind, "session": self.session, "username": "", "version": PROTOCOL}
        header["date"] = datetime.now(UTC).isoformat()
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}
        request = Request(asyncio.get_running_loop().create_future(), replied=not replies)
        self.requests[identifier] = request
        await self.connection.write_message(json.dumps(message))
        return request

    def _receive(self, message: dict[str, Any]) -> None:
        kind, content = message["header"]["msg_type"], message["content"]
        request = self.requests.get(message["parent_header"].get("msg_id", ""))
        if kind == "comm_open":
            self._opened(content)
        elif kind == "comm_msg":
            self._answered(content)
        elif request and kind == "execute_reply":
            request.replied, request.error = True, content.get("ename", "")
        elif request and kind == "status" and content["execution_state"] == "idle":
            request.idle = True
        if request and request.replied and request.idle and not request.done.done():
            request.done.set_result(request.error)

    def _opened(self, content: dict[str, Any]) -> None:
        spec = content["data"].get("state", {}).get("spec") or {}
        if "sliders" in spec:
            self.opened.append(Widget(content["comm_id"], spec))

    def _answered(self, content: dict[str, Any]) -> None:
        data = content["data"]
        if data.get("method") != "custom":
            return
        answer = self.answers.pop((content["comm_id"], data["content"].get("seq")), None)
        if answer and not answer.done():
            answer.set_result(data["content"])
