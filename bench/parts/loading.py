"""Sends prepared requests over a few kept connections: ``python bench/parts/loading.py PORT SECONDS CONNECTIONS RATE``.

Runs as a process of its own, so that it shares no interpreter with what it measures. The requests come in on stdin,
one as a line of base64 each, and are repeated when they run out. With a rate of 0 every connection asks again as
soon as it was answered; with another the requests begin at even distances, and latency counts from the moment at
which a request should have begun. Prints one line of JSON: requests a second, p50 and p99 in milliseconds.
"""

import base64
import json
import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from itertools import cycle

ANSWERED = b"HTTP/1.1 204"


def main() -> None:
    port, seconds, connections, rate = (
        int(sys.argv[1]),
        float(sys.argv[2]),
        int(sys.argv[3]),
        float(sys.argv[4]),
    )
    requests = cycle([base64.b64decode(line) for line in sys.stdin.buffer.read().splitlines()])
    sockets = [socket.create_connection(("127.0.0.1", port)) for _connection in range(connections)]
    for each in sockets:
        each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    began = time.perf_counter()
    waits = (
        paced(sockets, requests, seconds, rate) if rate else as_fast_as_possible(sockets, requests, seconds)
    )
    took = time.perf_counter() - began
    waits.sort()
    answer = {"rate": len(waits) / took, "p50": at(waits, 0.5), "p99": at(waits, 0.99)}
    json.dump(answer, sys.stdout)


def at(ordered, share):
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] * 1000


def as_fast_as_possible(sockets, requests, seconds):
    """Every connection asks again as soon as it was answered; the waits in seconds."""
    poll = selectors.EpollSelector()
    asked, waits = {}, []
    end = time.perf_counter() + seconds
    for each in sockets:
        poll.register(each, selectors.EVENT_READ)
        asked[each] = time.perf_counter()
        each.sendall(next(requests))
    while (now := time.perf_counter()) < end:
        for key, _events in poll.select(1):
            heard(key.fileobj)
            now = time.perf_counter()
            waits.append(now - asked[key.fileobj])
            asked[key.fileobj] = now
            key.fileobj.sendall(next(requests))
    return waits


def paced(sockets, requests, seconds, rate):
    """Requests at even distances, each on a connection that is free; the waits in seconds."""
    poll = selectors.EpollSelector()
    free, asked, waits = list(sockets), {}, []
    for each in sockets:
        poll.register(each, selectors.EVENT_READ)
    began = time.perf_counter()
    sent = 0
    while (now := time.perf_counter()) < began + seconds:
        while free and began + sent / rate <= now:
            each = free.pop()
            asked[each] = began + sent / rate
            each.sendall(next(requests))
            sent += 1
        pause = max(began + sent / rate - time.perf_counter(), 0) if free else 1
        for key, _events in poll.select(pause):
            heard(key.fileobj)
            waits.append(time.perf_counter() - asked[key.fileobj])
            free.append(key.fileobj)
    return waits


def heard(connection):
    """One whole answer without a body. Raises RuntimeError for another one."""
    answer = connection.recv(65536)
    while not answer.endswith(b"\r\n\r\n"):
        more = connection.recv(65536)
        if not more:
            break
        answer += more
    if not answer.startswith(ANSWERED):
        raise RuntimeError(f"not a 204: {answer[:200]!r}")


def load(
    port: int, requests: Sequence[bytes], *, seconds: float, connections: int = 8, rate: float = 0
) -> dict[str, float]:
    """Run this module on ``requests``; requests a second, and waits in milliseconds."""
    command = [sys.executable, __file__, str(port), str(seconds), str(connections), str(rate)]
    lines = b"\n".join(base64.b64encode(request) for request in requests)
    done = subprocess.run(command, input=lines, stdout=subprocess.PIPE, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    main()
