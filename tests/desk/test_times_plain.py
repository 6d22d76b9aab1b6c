"""Times without a script: a date and a time field beside every field of words, and what is chosen counts."""

import re
from datetime import UTC, datetime

import pytest

from articles.publishing.models import Edition
from tests import builders as b
from tests.builders import HOUR, NOON, fresh
from tests.desk.doors import page, post, signed_in, take, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
CHOSEN = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)


def fields(text: str) -> tuple[set[str], set[str]]:
    """Fields of times, and those with a day and a time, each with its label, where no script runs."""
    plain = "".join(re.findall(r"<noscript>(.*?)</noscript>", text, re.S))
    labelled = set(re.findall(r'<label for="([^"]+)"', plain))
    found = re.findall(r'<input type="(date|time)" id="([^"]+)_\1" name="([^"]+)_\1"', plain)
    both = {name for kind, name, _said in found if {f"{name}_date", f"{name}_time"} <= labelled}
    return set(re.findall(r'<input[^>]* id="([^"]+)"[^>]* data-when', text)), both


def test_every_field_of_time_has_a_day_and_a_time_to_choose() -> None:
    chief, approved = b.chief(), b.approved()
    planned = b.published(at=NOON + HOUR, now=NOON - HOUR)
    client = signed_in(chief)
    expected = {
        f"articles/{approved.pk}/": {"live_from", "live_until"},
        f"articles/{planned.article_id}/": {f"from-{planned.pk}", f"until-{planned.pk}"},
        f"articles/{b.published(at=NOON - HOUR).article_id}/": {
            "pin-from",
            "pin-until",
            "boost-until",
        },
        f"articles/{b.in_review().pk}/": {"due_at"},
        f"articles/{b.article(by=chief).pk}/edit/": {"id_planned_for", "id_embargoed_until"},
        "calendar/": {f"when-scheduled-{planned.pk}"},
        "at/": {"when"},
        "hot/": {"at"},
    }
    for address, names in expected.items():
        typed, both = fields(page(client.get(f"/admin/{address}")))
        assert (address, names - both, typed - both) == (address, set(), set())


def test_a_chosen_day_and_time_count_before_the_words() -> None:
    writer, article = b.writer(), b.approved()
    chosen = {"live_from": "+1h", "live_from_date": "2026-11-25", "live_from_time": "07:30"}
    assert take(signed_in(b.publisher()), article, "schedule", **chosen).status_code == 302
    assert Edition.objects.get().live_from == CHOSEN
    draft = b.article(by=writer)
    sent = words(draft, planned_for="", planned_for_date="2026-11-25", planned_for_time="07:30")
    post(signed_in(writer), f"/admin/articles/{draft.pk}/edit/", **sent)
    assert fresh(draft).planned_for == CHOSEN
    moved = {"item": f"planned-{draft.pk}", "when": "2026-11-22 13:00", "when_time": "23:00"}
    post(signed_in(writer), "/admin/calendar/move/", **moved)
    assert fresh(draft).planned_for == NOON + 11 * HOUR
    seen = signed_in(b.chief()).get(
        "/admin/at/", {"when": "", "when_date": "2026-11-01", "when_time": "09:00"}
    )
    assert seen.headers["Location"].endswith("/20261101T010000Z/")


def test_a_day_without_a_time_is_refused_and_stays_in_the_form() -> None:
    article = b.approved()
    refused = take(
        signed_in(b.publisher()), article, "schedule", live_from_date="2026-11-25", live_from_time=""
    )
    assert refused.status_code == 409
    assert "“2026-11-25” is not a time." in page(refused)
    assert 'name="live_from" value="2026-11-25"' in page(refused)
