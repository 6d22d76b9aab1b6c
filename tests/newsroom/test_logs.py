"""One line a record, whatever a headline holds."""

import json
import logging
import sys

from newsroom.logs import JsonFormatter, TextFormatter, configuration, request_number


def record(message, *args, error=None):
    trace = None
    if error:
        try:
            raise error
        except type(error):
            trace = sys.exc_info()
    made = logging.LogRecord("articles.publishing", logging.INFO, __file__, 1, message, args, trace)
    made.created = 1_795_000_000.0
    return made


def test_a_line_has_time_level_place_and_words():
    line = TextFormatter().format(record("Edition %s is live", 7))
    assert line == "2026-11-18T11:06:40Z INFO articles.publishing Edition 7 is live"


def test_a_headline_cannot_forge_a_second_line():
    line = TextFormatter().format(record("Saved %s", "港口\n2026 ERROR forged\r\x1b[31m\u2028"))
    assert line.endswith("Saved 港口\\n2026 ERROR forged\\r\\x1b[31m\\u2028")


def test_a_traceback_is_indented_and_holds_no_control_characters():
    lines = (
        TextFormatter()
        .format(record("Broke", error=ValueError("a\n2026-11-22T02:30:00Z INFO forged\x1b")))
        .split("\n")
    )
    assert all(line.startswith("    ") for line in lines[1:])
    assert "\x1b" not in lines[-1]


def test_json_is_one_object_a_line_with_the_number_of_the_request():
    token = request_number.set("abc123")
    line = JsonFormatter().format(record("Saved %s", "港\n口"))
    request_number.reset(token)
    entry = json.loads(line)
    assert (entry["message"], entry["level"], entry["request"]) == ("Saved 港\n口", "INFO", "abc123")
    assert "\n" not in line


def test_outside_a_request_there_is_no_number():
    assert "request" not in json.loads(JsonFormatter().format(record("x")))


def test_the_trace_stands_in_the_object():
    entry = json.loads(JsonFormatter().format(record("x", error=ValueError("why"))))
    assert entry["trace"].endswith("ValueError: why")


def test_django_is_chatty_only_in_debug():
    levels = [configuration("text", debug=debug)["loggers"]["django"]["level"] for debug in (True, False)]
    assert levels == ["DEBUG", "INFO"]
