"""A way to the server that a test can slow down, cut, stall and count: a TCP proxy on the loopback.

It hands on bytes as they come and reads none of them, so TLS passes. "Up" is towards the server. A cut lets exactly so
many bytes through, then resets both sides (RST), as a network does that fails in the middle.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
import threading
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Literal, Self

Way = Literal["up", "down"]
_Queue = asyncio.Queue[tuple[float, bytes]]
LARGEST_READ = 256 * 1024


@dataclass
class Passed:
    """What went through: bytes each way, connections, and how often the client asked and then heard something."""

    up: int = 0
    down: int = 0
    connections: int = 0
    turns: int = 0


@dataclass
class _Cut:
    way: Way
    left: int


@dataclass(eq=False)
class _Pair:
    """One client's connection and ours to the server."""

    client: asyncio.StreamWriter
    server: asyncio.StreamWriter
    cut: _Cut | None
    last: Way = "down"

    def up_to_the_cut(self, way: Way, data: bytes) -> bytes:
        """Return what of `data` still passes."""
        if self.cut is None or self.cut.way != way:
            return data
        data = data[: self.cut.left]
        self.cut.left -= len(data)
        return data

    def reset(self) -> None:
        """End both connections by RST."""
        for writer in (self.client, self.server):
            with contextlib.suppress(OSError):
                writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()


class Proxy:
    """Listens on a port of its own from `with Proxy(port) as proxy` on; every method may be called from any thread."""

    def __init__(self, target: int, *, delay: float = 0.0) -> None:
        self.target = target
        self.delay = delay  # seconds, each way
        self.passed = Passed()
        self.port = 0
        self._cut: _Cut | None = None
        self._is_down = False
        self._pairs: set[_Pair] = set()
        self._tasks: set[asyncio.Task[None] | None] = set()
        self._loop = asyncio.new_event_loop()
        self._flowing = asyncio.Event()
        self._thread = threading.Thread(target=self._loop.run_forever, name="proxy", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._wait(self._open())
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._wait(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    # --- what a test does to it

    def cut(self, way: Way, after: int) -> None:
        """Reset the next connection once `after` bytes went `way`; those after it pass whole."""
        self._cut = _Cut(way, after)

    def down(self) -> None:
        """Reset every connection and take no new one."""
        self._is_down = True
        self._wait(self._reset())

    def up(self) -> None:
        """Take connections again."""
        self._is_down = False

    def stall(self) -> None:
        """Hand on nothing, and say nothing, until `flow`: a laptop asleep, a private network that drops silently."""
        self._loop.call_soon_threadsafe(self._flowing.clear)

    def flow(self) -> None:
        """Hand on what waits and what comes."""
        self._loop.call_soon_threadsafe(self._flowing.set)

    @contextlib.contextmanager
    def counted(self) -> Iterator[Passed]:
        """Count from nothing within the block."""
        self.passed = Passed()
        yield self.passed

    # --- how it does it

    def _wait(self, work: Coroutine[None, None, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _open(self) -> None:
        self._flowing.set()
        self._door = await asyncio.start_server(self._take, "127.0.0.1", 0, limit=LARGEST_READ)
        self.port = self._door.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        self._door.close()
        await self._reset()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _reset(self) -> None:
        for pair in list(self._pairs):
            pair.reset()

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Stand between one client and the server until either is gone."""
        self._tasks.add(asyncio.current_task())
        pair = _Pair(writer, writer, self._cut)
        if self._is_down:
            pair.reset()
            return
        self._cut = None
        self.passed.connections += 1
        try:
            answers, pair.server = await asyncio.open_connection("127.0.0.1", self.target, limit=LARGEST_READ)
        except OSError:
            pair.reset()
            return
        self._pairs.add(pair)
        queues: list[_Queue] = [asyncio.Queue(), asyncio.Queue()]
        parts = [
            self._read(reader, "up", pair, queues[0]),
            self._read(answers, "down", pair, queues[1]),
            self._write(pair.server, "up", pair, queues[0]),
            self._write(pair.client, "down", pair, queues[1]),
        ]
        await asyncio.gather(*parts)
        self._pairs.discard(pair)

    async def _read(self, reader: asyncio.StreamReader, way: Way, pair: _Pair, queue: _Queue) -> None:
        """Put what comes, with the instant it is due, into `queue`; then nothing, which means the end."""
        data = b"."
        while data:
            try:
                data = await reader.read(LARGEST_READ)
            except OSError:
                pair.reset()  # the other side hears of a reset as one
                data = b""
            if data and pair.last != way:
                self.passed.turns += way == "up"
                pair.last = way
            queue.put_nowait((self._loop.time() + self.delay, data))

    async def _write(self, writer: asyncio.StreamWriter, way: Way, pair: _Pair, queue: _Queue) -> None:
        """Hand on what `queue` holds once it is due, up to the cut."""
        with contextlib.suppress(OSError):
            while True:
                due, data = await queue.get()
                if (wait := due - self._loop.time()) > 0:
                    await asyncio.sleep(wait)
                await self._flowing.wait()
                if not data:
                    writer.close()
                    return
                data = pair.up_to_the_cut(way, data)
                setattr(self.passed, way, getattr(self.passed, way) + len(data))
                writer.write(data)
                if pair.cut is not None and pair.cut.left == 0:
                    pair.reset()
                    return
                await writer.drain()
