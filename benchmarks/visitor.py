"""A visitor without a browser: it speaks Streamlit's own websocket protocol, as the script of a browser does.

It opens a page, keeps the values of its inputs and the messages that it was told to keep, and changes an input.
"""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

# What is typed where a page asks for a function: always another one, so that no answer lies ready.
TYPED = {"f": "x^3 - {}x^2 + 2x + 1", "fxy": "x^2 + {}y^2", "fxyz": "{}x^2 + y^2", "pieces": "u = {}x + 1, y = u^2"}
AGAIN = 0.5  # seconds until a browser tries again to connect
KEPT_FOR = 2  # runs: so long a browser keeps a large message that was not sent again (global.maxCachedMessageAge)


@dataclass
class Input:
    """An input of a page, and what the visitor has set there.

    `fragment`: the part of the page that alone runs again when it is changed; empty for the whole page.
    """

    proto: Any
    value: float | str
    fragment: str

    def change(self, chance: random.Random) -> None:
        """A step up or down, within the limits; or another function."""
        if isinstance(self.value, str):
            self.value = TYPED[self.proto.query_param_key].format(chance.randint(11, 99) / 10)
            return
        moved = self.value + chance.choice((-1, 1)) * self.proto.step
        self.value = min(max(moved, self.proto.min), self.proto.max)

    def state(self) -> WidgetState:
        """What the browser tells the server of it."""
        if isinstance(self.value, str):
            return WidgetState(id=self.proto.id, string_value=self.value)
        return WidgetState(id=self.proto.id, double_value=self.value)


class _Counted(ClientConnection):
    """A connection that counts what comes through it."""

    received = 0

    def data_received(self, data: bytes) -> None:
        """Called by asyncio with whatever has come."""
        self.received += len(data)
        super().data_received(data)


class Visitor:
    """One session on one page: `enter`, `change` as often as one likes, `leave`.

    `received`: bytes so far. `changes`: of inputs, so far. `is_open`: whether the page has been there.
    `errors`: what went wrong in the page, in words.
    """

    def __init__(self, address: str, page: str, seed: int = 0) -> None:
        self.page = page
        self.changes = 0
        self.is_open = False
        self.errors: list[str] = []
        self._address = address
        self._cookie = ""
        self._connection: _Counted | None = None
        self._before = 0  # bytes through connections that were lost
        self._chance = random.Random(seed)
        self._inputs: dict[str, Input] = {}
        self._hash_of_page = ""
        self._runs = 0
        self._kept: dict[str, int] = {}  # hash of a message → the run in which it was sent last

    @property
    def received(self) -> int:
        """Bytes so far, as they came through the wire."""
        return self._before + (self._connection.received if self._connection else 0)

    @property
    def process(self) -> str:
        """The port of the process behind nginx that it is on; empty where there is no nginx."""
        return self._cookie.partition("=")[2]

    async def enter(self) -> None:
        """Connect, and wait until the page is there. Once more after a lost connection: with what was set."""
        self._before = self.received
        self._connection = None
        self._connection = await connect(  # type: ignore[assignment]
            f"ws://{self._address}/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]
            additional_headers={"Cookie": self._cookie} if self._cookie else {},
            max_size=None,
            compression="deflate",  # as a browser offers it
            create_connection=_Counted,
            proxy=None,
        )
        response = self._connection.response
        given = response.headers.get("Set-Cookie") if response else None
        self._cookie = given.partition(";")[0] if given else self._cookie
        self._kept.clear()
        await self._run()
        self.is_open = True

    async def come_back(self) -> float:
        """Connect again after a lost connection, as often as it takes: how many seconds that took."""
        began = time.perf_counter()
        while True:
            try:
                await self.enter()
            except (OSError, InvalidHandshake, ConnectionClosed):
                await asyncio.sleep(AGAIN)
            else:
                return time.perf_counter() - began

    async def leave(self) -> None:
        """Close the connection, if there is one."""
        if self._connection is not None:
            await self._connection.close()

    async def change(self) -> float:
        """Change an input, and wait for the end of the rerun: how many seconds that took.

        A page without an input is run again as it is.
        """
        fragment = ""
        if self._inputs:
            self.changes += 1
            changed = self._chance.choice(list(self._inputs.values()))
            changed.change(self._chance)
            fragment = changed.fragment
        began = time.perf_counter()
        await self._run(fragment)
        return time.perf_counter() - began

    async def _run(self, fragment: str = "") -> None:
        self._runs += 1
        message = BackMsg()
        client = message.rerun_script
        client.page_name = self.page
        client.page_script_hash = self._hash_of_page
        client.fragment_id = fragment
        client.widget_states.widgets.extend(one.state() for one in self._inputs.values())
        client.cached_message_hashes.extend(self._kept)
        await self._connection.send(message.SerializeToString())
        while True:
            raw = await self._connection.recv()
            assert isinstance(raw, bytes)
            if self._take(ForwardMsg.FromString(raw)):
                break
        self._kept = {key: run for key, run in self._kept.items() if run > self._runs - KEPT_FOR}

    def _take(self, message: ForwardMsg) -> bool:
        """Keep what a message says. Whether it says that the run is over."""
        kind = message.WhichOneof("type")
        if kind == "ref_hash":
            self._kept[message.ref_hash] = self._runs
        elif message.metadata.cacheable:
            self._kept[message.hash] = self._runs
        if kind == "new_session":
            self._hash_of_page = message.new_session.page_script_hash
        elif kind == "navigation":
            self._hash_of_page = message.navigation.page_script_hash
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._see(message.delta.new_element, message.delta.fragment_id)
        elif kind == "page_not_found":
            self.errors.append(f"there is no page {self.page}")
        return kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN

    def _see(self, element: Any, fragment: str) -> None:
        kind = element.WhichOneof("type")
        if kind == "exception":
            self.errors.append(f"{self.page}: {element.exception.message}")
        elif kind in ("number_input", "slider", "text_input"):
            proto = getattr(element, kind)
            if kind == "text_input" and proto.query_param_key not in TYPED:
                return
            known = self._inputs.get(proto.id)
            if known is None or proto.set_value:
                value = proto.value if proto.set_value else proto.default
                self._inputs[proto.id] = Input(proto, value, fragment)
