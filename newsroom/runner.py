"""The one-command newsroom: prepares, starts web, worker and beat, tends them, and stops them in order."""

import signal
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone

from newsroom import holding, plan, ports, preparing, valkey
from newsroom.output import Screen
from newsroom.processes import Child
from newsroom.watching import SILENCE, Watch

START_SECONDS = 120.0
TEND_SECONDS = 0.2
SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class Refusal(Exception):
    """The newsroom cannot start; the text is the one line to print."""


class Stopped(BaseException):
    """Somebody asked us to stop during a step that would take long to end by itself."""


class Wishes(NamedTuple):
    """What the operator asked for."""

    host: str
    port: int
    demo: bool


class Runner:
    """Holds the children, prepares what they need, and tends them."""

    def __init__(self, wishes: Wishes, screen: Screen) -> None:
        self.wishes = wishes
        self.screen = screen
        self.var = Path(settings.VAR_DIR)
        self.asked = 0  # how often somebody asked us to stop
        self.is_preparing = False
        self.wake = threading.Event()
        self.children: list[Child] = []
        self.watch = Watch()

    def run(self) -> int:
        """The whole life of the newsroom; the exit status. Raises Refusal when it cannot start."""
        try:
            with holding.holding(self.var):
                return self._run()
        except (holding.Held, valkey.NoServer, valkey.Foreign, ports.Taken) as error:
            raise Refusal(str(error)) from error

    def _run(self) -> int:
        before = {number: signal.signal(number, self._on_signal) for number in SIGNALS}
        try:
            self._clear_the_way()
            self._start()
            if not self.asked:
                self._tend()
            return 0
        except Stopped:
            return 0
        finally:
            self._stop()
            for number, old in before.items():
                signal.signal(number, old)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.asked += 1
        self.wake.set()
        if self.is_preparing:
            self.is_preparing = False
            raise Stopped

    def _clear_the_way(self) -> None:
        """End what a killed runner left behind, then make sure that the port is free."""
        left = holding.left_behind(self.var)
        if not settings.REDIS_URL:
            left += [
                pid for pid in [valkey.orphan(settings.EMBEDDED_REDIS_SOCKET, plan.valkey_folder())] if pid
            ]
        if left:
            self.screen.say("up", f"ending what an earlier run left behind (pid {', '.join(map(str, left))})")
            holding.end(left)
        ports.check(self.wishes.host, self.wishes.port)

    def _start(self) -> None:
        environment = plan.environment(self.wishes.port)
        if not settings.REDIS_URL:
            self._add(plan.valkey(environment, self.screen))
            self._wait("valkey", lambda: valkey.answers(settings.EMBEDDED_REDIS_SOCKET))
        accounts = self._prepare()
        for make in (plan.covers, plan.worker, plan.beat):
            self._add(make(environment, self.screen))
        self._add(plan.web(environment, self.screen, host=self.wishes.host, port=self.wishes.port))
        self._wait("web", self._page_answers)
        if not self.asked:
            self.watch.start()
            self._welcome(accounts)

    def _prepare(self) -> str:
        """Tables, static files and the demo; the accounts of the demo as a table. Raises Stopped when interrupted."""
        if self.asked:
            raise Stopped
        self.is_preparing = True
        try:
            return self._prepared()
        finally:
            self.is_preparing = False

    def _prepared(self) -> str:
        self.screen.say("up", "preparing tables and static files")
        preparing.migrate()
        preparing.collect()
        if not self.wishes.demo:
            return ""
        self.screen.say("up", "loading the demo; the first time takes a while")
        return preparing.demo(timezone.now())

    def _add(self, child: Child) -> None:
        """Start ``child`` unless somebody has asked us to stop meanwhile."""
        if self.asked:
            return
        child.start()
        self.children.append(child)
        self._remember()

    def _remember(self) -> None:
        holding.remember(self.var, [child.pid for child in self.children if child.pid])

    def _wait(self, name: str, answers: Callable[[], bool]) -> None:
        """Wait for ``answers`` while tending the children. Raises Refusal after two minutes."""
        deadline = time.monotonic() + START_SECONDS
        while not self.asked and not answers():
            if time.monotonic() > deadline:
                raise Refusal(f"{name} did not answer within {START_SECONDS:g} s; its lines above say why.")
            self._tend_once()

    def _page_answers(self) -> bool:
        host = ports.reachable(self.wishes.host)
        request = urllib.request.Request(
            f"http://{host}:{self.wishes.port}/healthz", headers={"Host": "localhost"}
        )
        try:
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(
                request, timeout=2
            ) as page:
                return bool(page.status == 200)
        except urllib.error.HTTPError:
            # It refuses the name localhost, so it answers.
            return True
        except OSError:
            return False

    def _welcome(self, accounts: str) -> None:
        address = plan.public_address(self.wishes.port)
        lines = ["", f"  open {address}/", f"  desk {address}{settings.STAFF_PREFIX}", ""]
        if accounts:
            lines += [*(f"  {line}" for line in accounts.splitlines()), ""]
        self.screen.plain("\n".join([*lines, "  Ctrl-C stops the newsroom.", ""]))

    def _tend(self) -> None:
        while not self.asked:
            self._tend_once()

    def _tend_once(self) -> None:
        self.wake.wait(TEND_SECONDS)
        if not self.asked:
            changed = [child.tend() for child in self.children]
            if any(changed):
                self._remember()
            self._wake_the_worker(timezone.now())

    def _wake_the_worker(self, now: datetime) -> None:
        """Restart a worker that lives but does not work, though it has had the time to."""
        old_enough = all(child.age > 1.5 * SILENCE.total_seconds() for child in self.children)
        if old_enough and self.watch.is_silent(now):
            worker = next(child for child in self.children if child.name == "worker")
            self.screen.say(
                "up", f"no clock has ticked for {SILENCE.total_seconds():g} s; the worker starts anew"
            )
            worker.force()

    def _stop(self) -> None:
        """Pages and ticks end first, then the work, then its server. Whoever asks twice does not want to wait."""
        if self.children:
            self.screen.say("up", "stopping")
        self.watch.stop()
        for names in plan.STAGES:
            stage = [child for child in self.children if child.name in names]
            for child in stage:
                child.ask_to_stop()
            deadline = time.monotonic() + max((child.stop_seconds for child in stage), default=0)
            for child in stage:
                child.stop(max(0.0, deadline - time.monotonic()) if self.asked < 2 else 0.0)
        holding.remember(self.var, [])


def run(wishes: Wishes) -> int:
    """Run the newsroom until somebody stops it; the exit status. Raises Refusal when it cannot start."""
    return Runner(wishes, Screen()).run()
