"""One runner a folder: a lock in ``var/`` that names its holder, and a list of the children he left behind."""

import fcntl
import json
import os
import signal
import subprocess
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE_SECONDS = 10.0


class Held(Exception):
    """Another runner holds the folder."""


@contextmanager
def holding(folder: Path) -> Iterator[None]:
    """Hold ``folder`` for this process while the block runs. Raises Held, naming the pid of the other.

    The kernel releases the lock when its holder dies, however he dies.
    """
    with (folder / "up.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.seek(0)
            pid = file.read().strip() or "unknown"
            raise Held(f"The newsroom in {folder} is already up (pid {pid}).") from error
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


def birth(pid: int) -> str:
    """When the process ``pid`` began, in words that no other process with this number shares; empty if none runs."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return "" if Path("/proc/self/stat").exists() else _birth_by_ps(pid)
    return "" if fields[0] in {"Z", "X"} else f"{boot} {fields[19]}"


def _birth_by_ps(pid: int) -> str:
    command = ["ps", "-o", "lstart=", "-p", str(pid)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()  # noqa: S603


def remember(folder: Path, pids: Iterable[int]) -> None:
    """Write down the children, each with its birth, so that the next runner knows them without doubt."""
    kept = {str(pid): birth(pid) for pid in pids}
    draft = folder / "up.children.new"
    draft.write_text(json.dumps(kept))
    draft.replace(folder / "up.children")


def left_behind(folder: Path) -> list[int]:
    """The children of an earlier runner that still run, and nobody else who has got one of their numbers."""
    try:
        kept = json.loads((folder / "up.children").read_text())
    except (FileNotFoundError, ValueError):
        return []
    return [int(pid) for pid, born in kept.items() if born and birth(int(pid)) == born]


def end(pids: list[int], seconds: float = PATIENCE_SECONDS) -> None:
    """End the groups of ``pids``: asked first, forced after ``seconds``."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        for pid in pids:
            signal_group(pid, number)
        if _gone(pids, seconds):
            return


def signal_group(pid: int, number: int) -> None:
    """Send ``number`` to the group led by ``pid``, or to ``pid`` alone if it leads none."""
    try:
        if os.getpgid(pid) == pid:
            os.killpg(pid, number)
        else:
            os.kill(pid, number)
    except ProcessLookupError:
        return


def _gone(pids: list[int], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while any(birth(pid) for pid in pids):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
