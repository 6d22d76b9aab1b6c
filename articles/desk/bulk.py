"""One step on many articles: first what it will do to each, then one deed a row, then the undoing of what can be."""

from typing import NamedTuple

from django.contrib import messages
from django.contrib.auth.models import User
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.desk import bulk_export, bulk_turns, listing, rules
from articles.desk.bulk_steps import STEPS
from articles.desk.frame import answer
from articles.desk.models import Bulk, BulkRow
from articles.wire.nudging import nudge_after_commit

MOST = 2000  # articles at once
AT_ONCE = 50  # more are a worker's job
FIELDS = ("tag", "author", "category", "span", "reason", "note")
LEADS = {"go": ("asking", "doing"), "undo": ("done", "undoing")}
SETTLED = ("ready", "refused", "done", "undoable", "undone", "kept")
Picks = list[tuple[int, int, str]]


class Outcome(NamedTuple):
    """What becomes, or became, of one article."""

    number: int
    title: str
    url: str
    fate: str
    label: str
    words: str

    @property
    def is_done(self) -> bool:
        return self.fate in ("done", "undoable")


def choose(request: HttpRequest) -> HttpResponseBase:
    """Note the step and the ticked articles, or all that match, and show what would happen; by POST alone."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    person, now = rules.person_of(request), timezone.now()
    step = request.POST.get("step", "")
    picks = (
        _all_that_match(person, request.POST) if request.POST.get("all") else _ticked(person, request.POST)
    )
    if step == "export" and picks:
        return bulk_export.answer([number for number, _version, _hash in picks], now)
    if step not in STEPS or not picks:
        messages.warning(request, _("Tick the articles first; nothing was done."))
        return redirect(
            f"{reverse('admin:articles')}?{listing.filters(QueryDict(_query(request.POST))).query()}"
        )
    fields = {name: request.POST.get(name, "").replace("\x00", "")[:500] for name in FIELDS}
    fields["spoken"] = str(get_language() or "")  # a worker tells it in the words of whoever asked
    bulk = bulk_turns.start(person, step, fields, picks, now)
    return _work(bulk, len(picks))


def show(request: HttpRequest, number: int) -> HttpResponse:
    """What the step will do, is doing, or did."""
    bulk = _own(request, number)
    rows = list(bulk.rows.order_by("place"))
    titles = bulk_turns.titles(rows)
    outcomes = [_outcome(row, titles[row.article_id]) for row in rows]
    counts = dict(bulk.rows.values_list("fate").annotate(count=Count("pk")).order_by())
    done = counts.get("done", 0) + counts.get("undoable", 0)
    return answer(
        request, "bulk.html", str(STEPS[bulk.step].label), bulk=bulk, outcomes=outcomes, done=done,
        is_at_work=bulk.stage in bulk_turns.FROM, settled=_settled(bulk, counts), ready=counts.get("ready", 0),
        refused=counts.get("refused", 0), undoable=counts.get("undoable", 0) if bulk.stage == "done" else 0,
        undone=counts.get("undone", 0), value=bulk.fields.get(STEPS[bulk.step].field, ""),
    )  # fmt: skip


def lead(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """Do what was foretold, or undo what was done, by POST alone; pressed twice it happens once."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    bulk = _own(request, number)
    if verb not in LEADS:
        raise Http404(_("There is no such step."))
    after, stage = LEADS[verb]
    if not bulk_turns.enter(bulk, stage, after=after, now=timezone.now()):
        return redirect("admin:bulk_one", bulk.pk)
    return _work(bulk, bulk.rows.count())


def _work(bulk: Bulk, count: int) -> HttpResponse:
    """A few at once, many by a worker."""
    if count <= AT_ONCE:
        bulk_turns.advance(bulk.pk, now=timezone.now())
    else:
        nudge_after_commit("articles.bulk")
    return redirect("admin:bulk_one", bulk.pk)


def _own(request: HttpRequest, number: int) -> Bulk:
    found = Bulk.objects.filter(pk=number, person=rules.person_of(request)).first()
    if found is None or found.step not in STEPS:
        raise Http404(_("There is no such list of yours."))
    return found


def _settled(bulk: Bulk, counts: dict[str, int]) -> int:
    """How many rows the present stage has behind it."""
    return sum(
        count for fate, count in counts.items() if fate in SETTLED and fate != bulk_turns.FROM.get(bulk.stage)
    )


def _outcome(row: BulkRow, title: str) -> Outcome:
    labels = {
        "waits": _("Waits"), "ready": _("Will be done"), "refused": _("Refused"), "done": _("Done"),
        "undoable": _("Done"), "undone": _("Undone"), "kept": _("Stays"),
    }  # fmt: skip
    url = reverse("admin:article", args=[row.article_id])
    return Outcome(row.article_id, title, url, row.fate, labels[row.fate], row.words)


def _ticked(person: User, given: QueryDict) -> Picks:
    """The ticked articles that the person may open, each with the version and hash it was ticked with."""
    parts = [[*pick.split(":"), "", ""][:3] for pick in given.getlist("pick")[:MOST]]
    wanted = {int(number): (version, hash_) for number, version, hash_ in parts if _is_number(number)}
    mine = set(rules.visible(person).filter(pk__in=wanted).values_list("pk", flat=True))
    return [
        (number, int(version) if _is_number(version) else 0, hash_[:64])
        for number, (version, hash_) in wanted.items()
        if number in mine
    ]


def _all_that_match(person: User, given: QueryDict) -> Picks:
    """Every article of the filters in the form, the latest change first."""
    wanted = listing.filters(QueryDict(_query(given)))
    rows = listing.matching_all(person, wanted, timezone.now())
    return [
        (number, version, hash_ or "")
        for number, version, hash_ in rows.values_list("pk", "version", "latest__content_hash")[:MOST]
    ]


def _query(given: QueryDict) -> str:
    return given.get("query", "")[:1000]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19
