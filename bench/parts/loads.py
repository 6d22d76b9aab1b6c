"""Readers asking for pages: wrk where it is installed, else threads of our own, the same for every contestant."""

import http.client
import json
import shutil
import subprocess
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

SCRIPT = """
local paths = {%s}
local place = 0
request = function() place = place %% #paths + 1; return wrk.format("GET", paths[place]) end
done = function(summary, latency, requests)
  io.write(string.format('\\nJSON {"rate": %%f, "p50": %%f, "p99": %%f, "failed": %%d}\\n',
    summary.requests / summary.duration * 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout))
end
"""


class Answered(NamedTuple):
    """Requests a second, and waits in milliseconds."""

    rate: float
    p50: float
    p99: float


def tool() -> str:
    """What asks, in words for the reader of the figures."""
    if shutil.which("wrk"):
        return "wrk, one thread"
    return "threads of this program, which limit what is measured: install wrk for figures that count"


def load(
    port: int, paths: Sequence[str], *, seconds: float, connections: int, folder: Path, host: str = ""
) -> Answered:
    """Ask for ``paths`` in turn over kept connections. Raises RuntimeError when an answer is not a 200."""
    fetch(port, paths[0], host)
    if shutil.which("wrk"):
        return _by_wrk(port, paths, seconds, connections, folder, host)
    return _by_threads(port, paths, seconds, connections, host)


def fetch(port: int, path: str, host: str = "") -> bytes:
    """The body of a 200. Raises RuntimeError for any other answer."""
    return _get(http.client.HTTPConnection("127.0.0.1", port, timeout=60), path, host)


def _by_wrk(
    port: int, paths: Sequence[str], seconds: float, connections: int, folder: Path, host: str
) -> Answered:
    script = folder / "asked.lua"
    script.write_text(SCRIPT % ", ".join(json.dumps(path) for path in paths))
    command = ["wrk", "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", "--timeout", "30s"]
    command += ["-s", str(script)]
    command += ["-H", f"Host: {host}"] if host else []
    said = subprocess.run(
        [*command, f"http://127.0.0.1:{port}"], check=True, capture_output=True, text=True
    ).stdout
    found = json.loads(said.rpartition("JSON ")[2])
    if found.pop("failed"):
        raise RuntimeError(f"{paths[0]}: not every answer was a 200\n{said}")
    return Answered(**found)


def _by_threads(port: int, paths: Sequence[str], seconds: float, connections: int, host: str) -> Answered:
    waits: list[float] = []
    end = time.perf_counter() + seconds

    def read(place: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while (began := time.perf_counter()) < end:
            _get(connection, paths[place % len(paths)], host)
            waits.append(time.perf_counter() - began)
            place += connections

    threads = [threading.Thread(target=read, args=(place,)) for place in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ordered = sorted(waits)
    p50, p99 = (ordered[int(len(ordered) * share)] * 1000 for share in (0.5, 0.99))
    return Answered(len(waits) / seconds, p50, p99)


def _get(connection: http.client.HTTPConnection, path: str, host: str) -> bytes:
    connection.request("GET", path, headers={"Host": host} if host else {})
    response = connection.getresponse()
    body = response.read()
    if response.status != 200:
        raise RuntimeError(f"{path} answered {response.status}")
    return body
