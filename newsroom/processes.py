"""A child of the runner: started in its own group, restarted with growing pauses, stopped with a time limit."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from newsroom.output import Screen

LEASH = Path(__file__).with_name("leash.py")
LONGEST_PAUSE = 30.0
STEADY_SECONDS = 60.0  # after so long a life, the next death is a first one again


def pause(deaths: int) -> float:
    """Seconds before the start after so many ``deaths`` in a row: 1, 2, 4 … 30."""
    return min(2.0 ** max(0, deaths - 1), LONGEST_PAUSE)


class Child:
    """One program of the newsroom. Its own session keeps a Ctrl-C in the terminal from reaching it twice."""

    def __init__(
        self,
        name: str,
        command: list[str],
        *,
        environment: Mapping[str, str],
        folder: Path,
        screen: Screen,
        stop_seconds: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = name
        self.command = command
        self.environment = environment
        self.folder = folder
        self.screen = screen
        self.stop_seconds = stop_seconds
        self.clock = clock
        self.process: subprocess.Popen[bytes] | None = None
        self.deaths = 0
        self.started_at = 0.0
        self.is_asked = False
        self.start_again_at: float | None = None

    @property
    def pid(self) -> int | None:
        """The number of the running process."""
        return self.process.pid if self.process and self.process.poll() is None else None

    @property
    def age(self) -> float:
        """Seconds since the last start; 0 when it does not run."""
        return self.clock() - self.started_at if self.pid else 0.0

    def start(self) -> None:
        """Start the program in its own session and follow what it says."""
        leash = [sys.executable, "-I", "-S", str(LEASH), str(os.getpid())]
        self.process = subprocess.Popen(  # noqa: S603
            [*leash, *self.command],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.started_at, self.start_again_at, self.is_asked = self.clock(), None, False
        assert self.process.stdout is not None
        self.screen.follow(self.name, self.process.stdout)

    def tend(self) -> bool:
        """Notice a death and start anew when its pause is over; whether anything changed."""
        if self.pid:
            return False
        if self.start_again_at is None:
            self._mourn()
            return True
        if self.clock() < self.start_again_at:
            return False
        self.start()
        return True

    def _mourn(self) -> None:
        """Count the death, end what the dead process left in its group, and set the time of the next start."""
        assert self.process is not None
        steady = self.clock() - self.started_at >= STEADY_SECONDS
        self.deaths = 1 if steady else self.deaths + 1
        wait = pause(self.deaths)
        self.start_again_at = self.clock() + wait
        self.screen.say("up", f"{self.name} ended ({ending(self.process.returncode)}); again in {wait:g} s")
        self.force()

    def ask_to_stop(self) -> None:
        """Send SIGTERM to the leading process; it ends its own children in good order."""
        if self.pid and not self.is_asked:
            self.is_asked = True
            os.kill(self.pid, signal.SIGTERM)

    def stop(self, seconds: float | None = None) -> None:
        """Stop within ``seconds`` (default: the child's own limit); what is left of the group is killed."""
        if self.process is None:
            return
        self.ask_to_stop()
        try:
            self.process.wait(self.stop_seconds if seconds is None else seconds)
        except subprocess.TimeoutExpired:
            self.screen.say("up", f"{self.name} did not stop in time and is ended")
        self.force()
        self.process.wait()

    def force(self) -> None:
        """Kill the whole group at once; nobody in it is of use without its leader."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except ProcessLookupError:
                return


def ending(code: int) -> str:
    """How a process ended, in words."""
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"status {code}"
