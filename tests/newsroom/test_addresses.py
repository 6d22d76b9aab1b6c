"""One address in a setting, several shapes for those who use it."""

from pathlib import Path

import pytest

from newsroom.addresses import RedisAddresses, half_lives, mail, own_hosts, socket_path


@pytest.mark.parametrize(
    "url, client, broker",
    [
        ("redis://host:6379", "redis://host:6379/3", "redis://host:6379/0"),
        ("redis://host:6379/8", "redis://host:6379/11", "redis://host:6379/8"),
        ("redis://host:6379/?db=4", "redis://host:6379/7", "redis://host:6379/4"),
        ("rediss://u:p@host/0?ssl_cert_reqs=none",) + ("rediss://u:p@host/%d?ssl_cert_reqs=none",) * 2,
        ("unix:///run/s.sock", "unix:///run/s.sock?db=3", "redis+socket:///run/s.sock?virtual_host=0"),
        ("unix:///run/s.sock?db=8", "unix:///run/s.sock?db=11", "redis+socket:///run/s.sock?virtual_host=8"),
    ],
)
def test_databases_count_from_the_first_in_the_address(url, client, broker):
    addresses = RedisAddresses(url)
    wanted = [text % number if "%d" in text else text for text, number in ((client, 3), (broker, 0))]
    assert [addresses.client(3), addresses.broker(0)] == wanted


@pytest.mark.parametrize("url", ["http://host", "redis://host/news", "unix:///s.sock?db=x", "host:6379"])
def test_another_scheme_or_a_database_without_number_is_refused(url):
    with pytest.raises(ValueError, match="REDIS_URL must"):
        RedisAddresses(url)


def test_a_socket_lies_beside_the_files_unless_its_path_is_too_long():
    spare = Path("/tmp")
    assert socket_path(Path("/srv/var"), spare) == Path("/srv/var/valkey.sock")
    long = Path("/" + "x" * 95)
    assert len(bytes(long / "valkey.sock")) == 108
    moved = socket_path(long, spare)
    assert (moved.parents[1], moved.name, len(bytes(moved)) < 108) == (spare, "valkey.sock", True)
    assert socket_path(Path("/" + "x" * 94), spare).parent == Path("/" + "x" * 94)
    assert socket_path(Path("/" + "y" * 95), spare) != moved


def test_the_length_of_a_socket_path_is_counted_in_bytes():
    assert socket_path(Path("/" + "新" * 40), Path("/tmp")).is_relative_to("/tmp")


def test_mail_by_submission_and_by_tls():
    plain = mail("smtp://u%40x:p@host", Path("/mail"))
    assert (plain["host"], plain["port"], plain["user"], plain["tls"], plain["ssl"]) == (
        "host",
        587,
        "u@x",
        True,
        False,
    )
    wrapped = mail("smtps://host", Path("/mail"))
    assert (wrapped["port"], wrapped["tls"], wrapped["ssl"]) == (465, False, True)


def test_without_an_address_mail_is_written_to_files():
    assert mail("", Path("/mail"))["folder"] == "/mail"


@pytest.mark.parametrize("url", ["http://host", "smtp://", "host"])
def test_another_way_of_mail_is_refused(url):
    with pytest.raises(ValueError, match="EMAIL_URL must"):
        mail(url, Path("/mail"))


def test_the_own_hosts_are_named_once():
    assert own_hosts("http://localhost:8000") == ["localhost", "127.0.0.1", "[::1]"]
    assert own_hosts("https://news.example")[0] == "news.example"


@pytest.mark.parametrize("raw", ["1,6", "6,0", "6,6", "6,3", "x", ""])
def test_half_lives_fall(raw):
    assert half_lives("6,1") == (6.0, 1.0)
    with pytest.raises(ValueError, match=raw or "could not"):
        half_lives(raw)
