"""The beacon's answer as the real web server sends it: the same bytes to all, whatever became of the view."""

import re
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from redis import Redis

from articles.popularity import tokens
from bench.parts import serving
from tests import servers
from tests.popularity.making import BROWSER

pytestmark = pytest.mark.slow  # it starts a web server
SECRET = "x" * 60
ROOT = Path(__file__).resolve().parents[2]
USUAL = {
    "User-Agent": BROWSER,
    "Accept-Language": "zh-CN",
    "Sec-Fetch-Site": "same-origin",
    "Content-Type": "text/plain",
    "X-Forwarded-For": "8.8.4.4",
}


def token(article_id: int, days_ago: int = 0) -> bytes:
    day = datetime.now(UTC).date() - timedelta(days=days_ago)
    return tokens.sign(article_id, day, SECRET).encode()


def said(port: int, article_id: int, body: bytes, **changed: str | None) -> bytes:
    """Every byte of the answer but the time of day."""
    headers = USUAL | {"Host": f"127.0.0.1:{port}", "Connection": "close", "Content-Length": str(len(body))}
    headers |= {name.replace("_", "-"): value for name, value in changed.items()}
    lines = [
        f"POST /views/{article_id} HTTP/1.1",
        *(f"{name}: {value}" for name, value in headers.items() if value),
    ]
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall("\r\n".join([*lines, "", ""]).encode() + body)
        answer = b"".join(iter(lambda: line.recv(4096), b""))
    return re.sub(rb"(?i)\r\ndate: [^\r]+", b"", answer, count=1)


def test_everybody_is_answered_with_the_same_bytes(tmp_path: Path) -> None:
    socket_file = tmp_path / "own.sock"
    own = {
        "SECRET_KEY": SECRET, "VAR_DIR": str(tmp_path / "var"), "REDIS_URL": f"unix://{socket_file}", "DEBUG": "0",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'none.sqlite3'}", "ALLOWED_HOSTS": "127.0.0.1", "TRUSTED_PROXIES": "1",
    }  # fmt: skip
    (tmp_path / "var" / "static").mkdir(parents=True)
    with servers.redis_at(socket_file):
        server = serving.granian("newsroom.wsgi:application", ROOT, **own)
        with server as port:
            answers = {
                "view": said(port, 1, token(1)),
                "repeat": said(port, 1, token(1)),
                "read": said(port, 1, b"read " + token(1)),
                "token of yesterday": said(port, 1, token(1, 1), X_Forwarded_For="9.8.7.6"),
                "robot": said(port, 1, token(1), User_Agent="Googlebot/2.1"),
                "no name": said(port, 1, token(1), User_Agent=None),
                "doubt": said(port, 1, token(1), Accept_Language=None, X_Forwarded_For="7.7.7.7"),
                "wrong token": said(port, 1, b"A" * 16),
                "token of another": said(port, 1, token(2)),
                "day before yesterday": said(port, 1, token(1, 2)),
                "unknown or embargoed": said(port, 987654321, b"A" * 16),
                "empty": said(port, 1, b""),
                "long": said(port, 1, token(1) + b" " * 300),
                "other site": said(port, 1, token(1), Sec_Fetch_Site="cross-site"),
                "no origin": said(port, 1, token(1), Sec_Fetch_Site=None),
                "privacy": said(port, 1, token(1), Sec_GPC="1"),
                "prefetch": said(port, 1, token(1), Sec_Purpose="prefetch;prerender"),
                "cookie": said(port, 1, token(1), Cookie="sessionid=x"),
            }
            with Redis(unix_socket_path=str(socket_file), db=3) as redis:
                kinds = {key.rpartition(b":")[2].decode() for key in redis.scan_iter("{v0}:n:*")}
                redis.shutdown(nosave=True, now=True, force=True)
            answers["dead Redis"] = said(port, 1, token(1), X_Forwarded_For="6.6.6.6")
    assert {"view", "repeat", "read", "robot", "doubt"} <= kinds
    status, _rest = answers["view"].split(b"\r\n", 1)
    assert status == b"HTTP/1.1 204 No Content"
    assert b"no-store" in answers["view"]
    assert b"cookie" not in answers["view"].lower()
    assert answers["view"].endswith(b"\r\n\r\n")
    assert answers == dict.fromkeys(answers, answers["view"])
