"""One line a record, as text for people or JSON for machines; a headline cannot forge a second line."""

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

request_number: ContextVar[str] = ContextVar("request_number", default="")


def single_line(text: str) -> str:
    """``text`` with every line break and control character made visible."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


class TextFormatter(logging.Formatter):
    """``2026-11-22T02:30:00Z INFO articles.publishing Edition 7 is live``."""

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        line = single_line(f"{moment} {record.levelname} {record.name} {record.getMessage()}")
        return f"{line}\n{_trace(self, record)}" if record.exc_info else line


def _trace(formatter: logging.Formatter, record: logging.LogRecord) -> str:
    """The traceback, indented, so that no line of it looks like a record."""
    lines = formatter.formatException(record.exc_info).splitlines()  # type: ignore[arg-type]
    return "\n".join(f"    {single_line(line)}" for line in lines)


class JsonFormatter(logging.Formatter):
    """One JSON object a line, with the number of the request that is being answered."""

    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request_number.get():
            entry["request"] = request_number.get()
        if record.exc_info:
            entry["trace"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False)


def configuration(style: str, *, debug: bool) -> dict[str, Any]:
    """The LOGGING setting for ``style`` text or json."""
    formatter = {"text": "newsroom.logs.TextFormatter", "json": "newsroom.logs.JsonFormatter"}[style]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"house": {"()": formatter}},
        "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "house"}},
        "root": {"handlers": ["out"], "level": "INFO"},
        "loggers": {
            "django": {"handlers": ["out"], "level": "DEBUG" if debug else "INFO", "propagate": False},
            "django.db.backends": {"level": "INFO"},
            "django.utils.autoreload": {"level": "INFO"},
            "django.template": {"level": "INFO"},
            # One line a task and a tick would bury what matters; failures are warnings and errors.
            "celery.worker.strategy": {"level": "WARNING"},
            "celery.app.trace": {"level": "WARNING"},
            "celery.worker.request": {"level": "WARNING"},
            "celery.beat": {"level": "WARNING"},
            "_granian": {"handlers": ["out"], "level": "INFO", "propagate": False},
            "granian.access": {"handlers": ["out"], "level": "INFO", "propagate": False},
        },
    }
