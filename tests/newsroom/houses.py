"""A whole newsroom in a folder of its own, started by ``manage.py up`` and stopped by the id that was kept."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

from newsroom import holding

ROOT = Path(__file__).resolve().parents[2]
KEPT = ("PATH", "HOME", "LANG", "TMPDIR")


def free_port() -> int:
    """A port that nobody had a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def surroundings(folder: Path, **variables: str) -> dict[str, str]:
    """The environment of a newsroom in ``folder`` that knows nothing of this test run."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return {**kept, "VAR_DIR": str(folder), "SECRET_KEY": "x" * 60, "WEB_WORKERS": "1", **variables}


class House:
    """One running ``manage.py up``."""

    def __init__(self, folder: Path, *options: str, **variables: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.log = (folder.parent / f"{folder.name}.log").open("w+")
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "up", f"--port={self.port}", *options],
            cwd=ROOT,
            env=surroundings(folder, **variables),
            stdout=self.log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def said(self) -> str:
        """Everything the newsroom has printed."""
        return Path(self.log.name).read_text()

    def page(self, path: str) -> tuple[int, str]:
        """Status and body of a page; status 0 when nobody answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            return 0, ""

    def until(self, true: Callable[[], object], what: str, seconds: float = 150) -> None:
        """Wait for ``true``. Raises AssertionError with what the newsroom printed."""
        deadline = time.monotonic() + seconds
        while not true():
            if time.monotonic() > deadline:
                raise AssertionError(f"{what}: not within {seconds} s\n{self.said()}")
            time.sleep(0.1)

    def is_open(self) -> None:
        """Wait until the newsroom has printed its address."""
        self.until(lambda: "open http://" in self.said(), "the newsroom opens")

    def children(self) -> list[int]:
        """The leading processes, as the runner wrote them down."""
        return [int(pid) for pid in json.loads((self.folder / "up.children").read_text())]

    def child(self, name: str) -> int:
        """The pid of one child by a word of its command line; 0 while it does not run."""
        found = [pid for pid in self.children() if name in command_of(pid)]
        return found[0] if found else 0

    def family(self) -> list[int]:
        """Every process of this newsroom, told by its folder or by its group."""
        groups = set(self.children())
        return [pid for pid in all_pids() if group_of(pid) in groups]

    def close(self) -> None:
        """End whatever still runs."""
        with contextlib.suppress(FileNotFoundError, ValueError):
            holding.end(holding.left_behind(self.folder), seconds=0.1)
        self.process.kill()
        self.process.wait()
        self.log.close()


def command_of(pid: int) -> str:
    """The command line of a process; empty when there is none."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def group_of(pid: int) -> int:
    """The process group of ``pid``; 0 when there is none."""
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return 0


def all_pids() -> Iterator[int]:
    """Every process of this machine."""
    return (int(entry.name) for entry in Path("/proc").iterdir() if re.fullmatch(r"\d+", entry.name))


def freeze_group(leader: int) -> None:
    """Stop every process of the group, as a machine that swaps would, and see that its leader stands still."""
    os.killpg(leader, signal.SIGSTOP)
    while Path(f"/proc/{leader}/stat").read_text().rpartition(")")[2].split()[0] != "T":
        time.sleep(0.01)
