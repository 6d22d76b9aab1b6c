"""The nginx of deploy/nginx.conf before a newsroom, on a free port and in a folder of its own."""

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONFIGURATION = ROOT / "deploy" / "nginx.conf"


def nginx() -> str:
    """The path of nginx; empty where there is none."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin") or ""


def configured(folder: Path, *, port: int, newsroom: int, static: Path) -> Path:
    """The configuration with its marked lines filled in. Raises ValueError for a line that is not marked any more."""
    values = {
        "pid": f"pid {folder}/nginx.pid;",
        "newsroom": f"server 127.0.0.1:{newsroom};",
        "cache": f"proxy_cache_path {folder}/cache",
        "listen": f"listen 127.0.0.1:{port} default_server;",
        "static": f"alias {static}/;",
    }
    text = CONFIGURATION.read_text()
    for mark, line in values.items():
        text, found = re.subn(rf"^( *)\S.*# MARK: {mark}$", rf"\g<1>{line}", text, flags=re.MULTILINE)
        if found != 1:
            raise ValueError(f"{mark} is marked {found} times")
    path = folder / "nginx.conf"
    path.write_text(text)
    return path


@contextmanager
def front(folder: Path, *, newsroom: int, static: Path) -> Iterator[int]:
    """The port of an nginx before the newsroom at port ``newsroom``, until the block ends."""
    port = _free_port()
    folder.mkdir(parents=True, exist_ok=True)
    path = configured(folder, port=port, newsroom=newsroom, static=static)
    directives = "daemon off;" + (" user root;" if os.getuid() == 0 else "")
    command = [nginx(), "-p", str(folder), "-c", str(path), "-g", directives]
    with (folder / "nginx.log").open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
    try:
        _listens(port, folder / "nginx.log", process)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _listens(port: int, log: Path, process: "subprocess.Popen[bytes]", seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(f"nginx does not listen: {log.read_text()}")
