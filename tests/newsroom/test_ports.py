"""A port that cannot be had is said in one line, before anything starts."""

import socket

import pytest

from newsroom import ports


def test_a_free_port_is_no_matter():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]
    assert ports.check("127.0.0.1", port) is None


def test_a_port_in_use_is_named():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(
            ports.Taken, match=f"^Port {port} on 127.0.0.1 is in use; choose another with --port"
        ):
            ports.check("127.0.0.1", port)


@pytest.mark.parametrize("host", ["192.0.2.1", "no such host"])
def test_an_address_of_another_machine_is_refused(host):
    with pytest.raises(ports.Taken, match="cannot listen on"):
        ports.check(host, 8000)


@pytest.mark.parametrize(
    "host, wanted", [("0.0.0.0", "127.0.0.1"), ("::", "[::1]"), ("127.0.0.1", "127.0.0.1"), ("news", "news")]
)
def test_a_server_that_listens_everywhere_is_reached_here(host, wanted):
    assert ports.reachable(host) == wanted
