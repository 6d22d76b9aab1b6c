"""Requests to services outside: encrypted, to public addresses, short, small, and never led elsewhere."""

import http.client
import ipaddress
import socket
import ssl
import urllib.parse
from threading import Timer
from typing import NamedTuple

from django.conf import settings

SECONDS = 10  # for everything together
LARGEST = 64 * 1024  # bytes of an answer
SHOWN = 300  # characters of an answer in an error


class Unreachable(Exception):
    """The service was not asked, or did not answer as it should; the effect is tried again."""


class Answer(NamedTuple):
    """What a service said."""

    status: int
    body: str


def post(url: str, body: str, *, kind: str) -> Answer:
    """Send ``body``, of the media type ``kind``, to ``url``; the answer, whose status is 200 to 299.

    Only https and public addresses, unless EFFECTS_PRIVATE_NETWORK allows others; the address is looked up once and
    that one is used. Redirects are not followed. Raises Unreachable, whose words name the host and never the path,
    for a path may hold a token.
    """
    parts = urllib.parse.urlsplit(url)
    host, secure = parts.hostname or "", parts.scheme == "https"
    if not host or not (secure or (parts.scheme == "http" and settings.EFFECTS_PRIVATE_NETWORK)):
        raise Unreachable(f"{host or 'the address'} is not asked: its address must begin with https://.")
    try:
        answer = _sent(host, parts.port or (443 if secure else 80), secure, _path(parts), body, kind)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Unreachable(f"{host} cannot be reached: {type(error).__name__}.") from error
    if not 200 <= answer.status < 300:
        raise Unreachable(f"{host} answered {answer.status}: {' '.join(answer.body.split())[:SHOWN]}")
    return answer


def _path(parts: urllib.parse.SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _sent(host: str, port: int, secure: bool, path: str, body: str, kind: str) -> Answer:
    plain = socket.create_connection((_address(host, port), port), timeout=SECONDS)
    # The limit of a socket counts each read anew; this one ends a service that answers a byte at a time.
    guard = Timer(SECONDS, _shut, [plain])
    guard.daemon = True
    guard.start()
    try:
        line: http.client.HTTPConnection
        if secure:
            line = http.client.HTTPSConnection(host, port)
            line.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=host)
        else:
            line = http.client.HTTPConnection(host, port)
            line.sock = plain
        headers = {"Content-Type": kind, "User-Agent": "newsroom", "Connection": "close"}
        line.request("POST", path, body.encode(), headers)
        answer = line.getresponse()
        return Answer(answer.status, answer.read(LARGEST).decode(errors="replace"))
    finally:
        guard.cancel()
        plain.close()


def _address(host: str, port: int) -> str:
    """The first address of ``host``. Raises Unreachable when one of its addresses is not public."""
    found = [row[4][0] for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    for address in found:
        if not (_is_public(str(address)) or settings.EFFECTS_PRIVATE_NETWORK):
            raise Unreachable(f"{host} is not asked: {address} is not a public address.")
    return str(found[0])


def _is_public(address: str) -> bool:
    number = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(number, "ipv4_mapped", None) or number
    return inner.is_global and not inner.is_multicast


def _shut(line: socket.socket) -> None:
    try:
        line.shutdown(socket.SHUT_RDWR)
    except OSError:
        return
