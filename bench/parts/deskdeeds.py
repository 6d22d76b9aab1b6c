"""What the server works for each autosave, save, submission and approval of a text, all the way through the doors."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

JSON = "application/json"
LENGTH = 2000  # characters of each text
TEXT = "潮水在清晨退去，码头边的人开始检查缆绳。" * (LENGTH // 20)


def deeds(people: dict[str, Any], count: int, clock: Callable[[], float]) -> dict[str, list[float]]:
    """Milliseconds of ``count`` requests of each deed, on as many new articles."""
    from django.test import Client
    from django.utils import timezone

    from tests import builders

    writer, judge = Client(), Client()
    writer.force_login(people["novice"])
    judge.force_login(people["boss"])
    found: dict[str, list[float]] = {"autosave": [], "save": [], "submit": [], "approve": []}
    for number in range(count):
        made = builders.article(by=people["novice"], now=timezone.now(), title=f"新稿{number}", body=TEXT)
        address = f"/admin/articles/{made.pk}/"
        filled = _filled(made, f"{TEXT}改过{number}。")
        letter = json.dumps({"fields": filled, "tab": "bench", "sequence": 1, "base": 1})
        found["autosave"].append(_spent(clock, partial(writer.post, f"{address}autosave", letter, JSON)))
        found["save"].append(_spent(clock, partial(writer.post, f"{address}edit/", filled)))
        found["submit"].append(_spent(clock, partial(writer.post, f"{address}do/submit/", _carried(made))))
        found["approve"].append(_spent(clock, partial(judge.post, f"{address}do/approve/", _carried(made))))
        assert builders.fresh(made).state == "approved", made
    return found


def _spent(clock: Callable[[], float], send: Callable[[], Any]) -> float:
    before = clock()
    answer = send()
    spent = (clock() - before) * 1000
    assert answer.status_code in (200, 302), (answer.status_code, answer.content.decode()[:500])
    return spent


def _filled(made: Any, body: str) -> dict[str, Any]:
    from tests.desk.doors import words

    return words(made, body=body)


def _carried(made: Any) -> dict[str, Any]:
    from tests.builders import fresh, hash_of

    return {"version": fresh(made).version, "hash": hash_of(made)}
