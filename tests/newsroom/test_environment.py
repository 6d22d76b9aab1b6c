"""Settings are read strictly: nonsense stops the start, names the variable and hides the password."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from newsroom import environment

ROOT = Path(__file__).resolve().parents[2]


def test_an_unset_or_empty_variable_means_the_default(monkeypatch):
    monkeypatch.delenv("X", raising=False)
    assert environment.flag("X", True) is True
    monkeypatch.setenv("X", "  ")
    assert environment.whole("X", 7, least=1, most=9) == 7


@pytest.mark.parametrize(
    "raw, wanted", [("1", True), ("TRUE", True), ("on", True), ("0", False), ("No", False)]
)
def test_yes_and_no(monkeypatch, raw, wanted):
    monkeypatch.setenv("X", raw)
    assert environment.flag("X", not wanted) is wanted


@pytest.mark.parametrize(
    "read, raw",
    [
        (lambda: environment.flag("X", True), "maybe"),
        (lambda: environment.whole("X", 1, least=1, most=9), "10"),
        (lambda: environment.whole("X", 1, least=1, most=9), "1.5"),
        (lambda: environment.number("X", 1, least=0, most=9), "nan"),
        (lambda: environment.number("X", 1, least=0, most=9), "-1"),
        (lambda: environment.choice("X", "a", ("a", "b")), "c"),
        (lambda: environment.zone("X", "UTC"), "Mars/Olympus"),
        (lambda: environment.zone("X", "UTC"), "../etc/passwd"),
        (lambda: environment.address("X", "http://a"), "ftp://a"),
        (lambda: environment.address("X", "http://a"), "https://a/path"),
        (lambda: environment.database("X", "sqlite:///a"), "mysql://a/b"),
        (lambda: environment.database("X", "sqlite:///a"), "sqlite:///"),
        (lambda: environment.database("X", "sqlite:///a"), "postgres://host"),
    ],
)
def test_nonsense_is_refused_with_the_name_of_the_variable(monkeypatch, read, raw):
    monkeypatch.setenv("X", raw)
    with pytest.raises(ImproperlyConfigured, match=r"^X is "):
        read()


def test_a_refusal_never_shows_a_password(monkeypatch):
    monkeypatch.setenv("X", "mysql://editor:secret@db/news")
    with pytest.raises(ImproperlyConfigured, match=r"^X is 'mysql://…@db/news', but must be postgres://"):
        environment.database("X", "sqlite:///a")


def test_a_postgres_address_gives_every_part(monkeypatch):
    monkeypatch.setenv("X", "postgres://ed%40itor:p%2Fw@db.example:6543/news?sslmode=require")
    entry = environment.database("X", "sqlite:///a")
    named = {key: entry[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
    assert named == {
        "NAME": "news",
        "USER": "ed@itor",
        "PASSWORD": "p/w",
        "HOST": "db.example",
        "PORT": "6543",
    }
    assert entry["OPTIONS"]["sslmode"] == "require"
    assert entry["CONN_HEALTH_CHECKS"] is True


def test_a_socket_of_postgres_is_given_as_host(monkeypatch):
    monkeypatch.setenv("X", "postgres:///news?host=/run/postgresql")
    assert environment.database("X", "sqlite:///a")["HOST"] == "/run/postgresql"


@pytest.mark.parametrize("raw", ["postgres:///news?host=/run/postgresql", "postgres://db/news?lock=1"])
def test_options_of_the_address_go_to_the_server_untouched(monkeypatch, raw):
    monkeypatch.setenv("X", raw)
    assert environment.database("X", "sqlite:///a")["OPTIONS"]["connect_timeout"] == 3


def test_a_list_is_split_at_commas(monkeypatch):
    monkeypatch.setenv("X", "a, b,,c ")
    assert environment.words("X", []) == ["a", "b", "c"]


def start(tmp_path: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """``manage.py check`` with these variables set."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={**kept, "VAR_DIR": str(tmp_path), **variables},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "name, value",
    [
        ("DEBUG", "perhaps"),
        ("REDIS_URL", "http://user:secret@host"),
        ("EMAIL_URL", "pigeon://user:secret@host"),
        ("DATABASE_URL", "mysql://user:secret@host/news"),
        ("HOT_HALF_LIVES", "1,6"),
        ("HOT_HALF_LIVES", "3,0.5"),
    ],
)
def test_a_start_with_nonsense_ends_in_one_line(tmp_path, name, value):
    ended = start(tmp_path, **{name: value})
    (line,) = ended.stderr.strip().splitlines()
    assert (ended.returncode, line.startswith(f"{name} is '"), "secret" in line) == (1, True, False)


def test_the_secret_is_made_once_and_for_its_owner_alone(tmp_path):
    assert start(tmp_path).returncode == 0
    key = tmp_path / "secret_key"
    first = key.read_text()
    assert start(tmp_path).returncode == 0
    assert (key.read_text(), len(first) > 60, key.stat().st_mode & 0o777) == (first, True, 0o600)


@pytest.mark.parametrize("given", [["--var", "/srv/news"], ["--var=/srv/news"]])
def test_the_folder_is_taken_from_the_command_line_before_the_settings_are_read(monkeypatch, given):
    monkeypatch.setenv("VAR_DIR", "/elsewhere")
    arguments = ["manage.py", "up", *given, "--demo"]
    environment.take_folder("--var", "VAR_DIR", arguments)
    assert (os.environ["VAR_DIR"], arguments) == ("/srv/news", ["manage.py", "up", "--demo"])


def test_an_option_without_its_folder_is_left_to_the_command(monkeypatch):
    monkeypatch.setenv("VAR_DIR", "/elsewhere")
    arguments = ["manage.py", "up", "--var"]
    environment.take_folder("--var", "VAR_DIR", arguments)
    assert (os.environ["VAR_DIR"], arguments) == ("/elsewhere", ["manage.py", "up", "--var"])
