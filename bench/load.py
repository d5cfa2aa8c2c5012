"""Closed-loop load over raw sockets, in a process of its own so that it can be counted apart."""

import asyncio
import multiprocessing
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bench.serving import HOST

Requests = Callable[[], Iterator[bytes]]


@dataclass(frozen=True)
class Result:
    """What a run showed; times in seconds."""

    latencies: list[float]
    elapsed: float
    refused: int
    generator_cpu: float

    @property
    def per_second(self) -> float:
        """Answered requests per second."""
        return len(self.latencies) / self.elapsed

    def percentile(self, share: float) -> float:
        """A latency in milliseconds."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000


def run(port: int, requests: Requests, *, connections: int, seconds: float, most: int) -> Result:
    """Send what `requests` yields, for so long and at most so many, and measure."""
    ours, theirs = multiprocessing.Pipe(duplex=False)
    args = (port, requests, connections, seconds, most, theirs)
    process = multiprocessing.get_context("fork").Process(target=_generate, args=args)
    process.start()
    result: Result = ours.recv()
    process.join()
    return result


def _generate(  # type: ignore[no-untyped-def]
    port: int, requests: Requests, connections: int, seconds: float, most: int, answer
) -> None:
    answer.send(asyncio.run(_measure(port, requests(), connections, seconds, most)))


async def _measure(
    port: int, requests: Iterator[bytes], connections: int, seconds: float, most: int
) -> Result:
    latencies: list[float] = []
    refused = 0
    cpu, begun = time.process_time(), time.perf_counter()

    async def one_connection() -> None:
        nonlocal refused
        reader, writer = await asyncio.open_connection(HOST, port)
        while time.perf_counter() - begun < seconds and len(latencies) < most:
            request = next(requests, None)
            if request is None:
                break
            sent = time.perf_counter()
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            await reader.readexactly(_length(head))
            latencies.append(time.perf_counter() - sent)
            refused += head[9:10] != b"2"
        writer.close()

    await asyncio.gather(*(one_connection() for _ in range(connections)))
    elapsed = time.perf_counter() - begun
    return Result(latencies, elapsed, refused, time.process_time() - cpu)


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            return int(line[15:])
    raise ValueError("an answer without its length")
