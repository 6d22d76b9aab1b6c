"""Whether a port is free, asked before anything starts."""

import errno
import socket


class Taken(Exception):
    """The newsroom cannot listen there."""


def check(host: str, port: int) -> None:
    """Raises Taken with one clear line when nobody can listen at ``host`` and ``port``."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise Taken(_words(host, port, error)) from error


def _words(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} on {host} is in use; choose another with --port, or stop the program that has it."
        )
    if error.errno == errno.EACCES:
        return f"Port {port} needs more rights; choose one above 1023 with --port."
    return f"The newsroom cannot listen on {host} port {port}: {error.strerror or error}."


def reachable(host: str) -> str:
    """The name by which this machine reaches a server that listens at ``host``, ready for an address."""
    name = {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    return f"[{name}]" if ":" in name else name
