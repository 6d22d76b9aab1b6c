"""The beacon over HTTP beside bare Django views on the same server, and counting in parts beside one by one."""

import time
from datetime import datetime
from pathlib import Path

from parts import loading, serving
from parts.saying import say

AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:{0}.0) Gecko/20100101 Firefox/{0}.0"
ARTICLES = 500
REQUEST = (
    "POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: {agent}\r\nAccept: */*\r\n"
    "Accept-Language: zh-CN,zh;q=0.9\r\nSec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: cors\r\n"
    "Origin: http://127.0.0.1\r\nX-Forwarded-For: {address}\r\nContent-Type: text/plain\r\n"
    "Content-Length: {length}\r\n\r\n{body}"
)


def over_http(folder: Path, *, seconds: float, rounds: int, distinct: int) -> None:
    """Requests a second, in turns so that a busy machine is busy for all; then p99 at half of the beacon's rate."""
    (folder / "bare.py").write_text(serving.BARE)
    bare = "bare:application"
    with (
        serving.granian("newsroom.wsgi:application", serving.BASE) as own,
        serving.granian("newsroom.wsgi:application", serving.BASE, VIEWS_PARTS_MS="50") as in_parts,
        serving.granian(bare, folder, DJANGO_SETTINGS_MODULE="") as other,
    ):
        batches = _beacons(distinct, rounds * 2 + 3)
        who = {
            "beacon": (own, lambda: next(batches)),
            "beacon in parts": (in_parts, lambda: next(batches)),
            "bare 204": (other, lambda: [_request("/empty", 1)]),
            "bare 204 with Redis": (other, lambda: [_request("/asked", 1)]),
        }
        rates: dict[str, list[float]] = {name: [] for name in who}
        for port, requests in who.values():  # warm up
            loading.load(port, requests()[:2000], seconds=0.5)
        for _round in range(rounds):
            for name, (port, requests) in who.items():
                rates[name].append(loading.load(port, requests(), seconds=seconds)["rate"])
        best = {name: sorted(found)[len(found) // 2] for name, found in rates.items()}
        for name, rate in best.items():
            say(f"{name} over HTTP", rate, "/s, median of the rounds")
        say("beacon / bare 204", best["beacon"] / best["bare 204"], "times, goal ≥ 0.5")
        say("beacon / bare with Redis", best["beacon"] / best["bare 204 with Redis"], "times, goal ≥ 0.8")
        half = loading.load(own, next(batches), seconds=seconds, rate=best["beacon"] / 2)
        say("beacon p50 at half load", half["p50"], "ms")
        say("beacon p99 at half load", half["p99"], "ms, goal ≤ 20")


def in_process(looks: int) -> None:
    """Looks counted one by one and in parts of a hundred, with the processor time of Redis and its memory."""
    from django.conf import settings

    from articles.popularity import parts
    from articles.wire.client import client

    redis = client(settings.COUNTER_URL)
    single = _counted(looks)
    memory, spent = _memory(redis), _processor(redis)
    single_again = _counted(looks, looks)
    say("Redis CPU a look", (_processor(redis) - spent) / looks * 1e6, "µs")
    say("memory a first view", (_memory(redis) - memory) / looks, "bytes, goal ≤ 250")
    settings.VIEWS_PARTS_MS = 50
    gathered = _counted(looks, 2 * looks)
    gathered_again = _counted(looks, 3 * looks)
    parts.send(_now())
    settings.VIEWS_PARTS_MS = 0
    one, many = max(single, single_again), max(gathered, gathered_again)
    say("looks counted one by one", one, "/s in one process, goal ≥ 1000")
    say("looks counted in parts", many, "/s in one process")
    say("in parts / one by one", many / one, "times, goal ≥ 2.5")


def _counted(looks: int, first: int = 0) -> float:
    from articles.popularity import counting, tokens

    now = _now()
    numbers = range(first, first + looks)
    metas = [_meta(number) for number in numbers]
    bodies = [tokens.token(number % ARTICLES + 1, now.date()).encode() for number in numbers]
    before = time.perf_counter()
    for number, body, meta in zip(numbers, bodies, metas, strict=True):
        counting.count(number % ARTICLES + 1, body=body, meta=meta, now=now)
    return looks / (time.perf_counter() - before)


def _memory(redis) -> int:  # type: ignore[no-untyped-def]
    return int(redis.info("memory")["used_memory_dataset"])


def _processor(redis) -> float:  # type: ignore[no-untyped-def]
    return float(redis.info("cpu")["used_cpu_user_main_thread"])


def _beacons(distinct: int, batches: int):  # type: ignore[no-untyped-def]
    """Batches of requests, each of another reader."""
    from articles.popularity import tokens

    day = _now().date()
    for batch in range(batches):
        numbers = range(batch * distinct, (batch + 1) * distinct)
        yield [
            _request(f"/views/{number % ARTICLES + 1}", number, tokens.token(number % ARTICLES + 1, day))
            for number in numbers
        ]


def _request(path: str, number: int, body: str = "x" * 16) -> bytes:
    meta = _meta(number)
    filled = REQUEST.format(
        path=path, agent=meta["HTTP_USER_AGENT"], address=meta["REMOTE_ADDR"], length=len(body), body=body
    )
    return filled.encode()


def _meta(number: int) -> dict[str, str]:
    return {
        "REMOTE_ADDR": f"{20 + number // 65536}.{number // 256 % 256}.{number % 256}.7",
        "HTTP_USER_AGENT": AGENT.format(100 + number % 50),
        "HTTP_ACCEPT_LANGUAGE": "zh-CN",
        "HTTP_SEC_FETCH_SITE": "same-origin",
    }


def _now() -> datetime:
    from django.utils import timezone

    return timezone.now()
