"""The autosave's door: JSON in, JSON out, and 401 in words where somebody is signed out; never a revision."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.desk import differing, rules, signing
from articles.desk.differing import Difference
from articles.desk.forms import WORDS, ArticleForm, initial
from articles.desk.wording import name_of
from articles.drafting import autosaving, writing
from articles.drafting.models import Article, Autosave
from articles.drafting.rules import may_edit
from articles.text.content import Content
from articles.text.refusals import Refused

# The last: a form's body that the CSRF check has read already.
UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, OverflowError)
LONGEST_TAB = 64


def keep(request: HttpRequest, number: int) -> HttpResponse:
    """Keep the newest words of one person on one article; a late request never replaces newer words."""
    refused, sent = _read(request)
    if refused is not None:
        return refused
    article = Article.objects.select_related("latest__made_by").filter(pk=number).first()
    if article is None:
        return JsonResponse({"refused": _("There is no article with this number.")}, status=404)
    assert isinstance(request.user, User)
    if not may_edit(request.user, article):
        return JsonResponse({"refused": _("This article belongs to somebody else.")}, status=403)
    return JsonResponse(_kept(article, sent, request.user, timezone.now()))


def start(request: HttpRequest) -> HttpResponse:
    """Make the article of a new page's first words; the same page asking again gets the same article."""
    refused, sent = _read(request)
    if refused is not None:
        return refused
    person, now = request.user, timezone.now()
    assert isinstance(person, User)
    if not rules.has(person, "add_article"):
        return JsonResponse({"refused": _("You may not write articles; a writer can.")}, status=403)
    try:
        article = _begun(sent, person, now)
    except Refused as refusal:
        return JsonResponse({"refused": str(refusal)}, status=409)
    facts = {
        "number": article.pk, "version": article.version, "base": 1,
        "edit": reverse("admin:edit", args=[article.pk]), "autosave": reverse("admin:autosave", args=[article.pk]),
        "presence": reverse("admin:presence", args=[article.pk]), "beside": reverse("admin:beside", args=[article.pk]),
        "difference": reverse("admin:difference", args=[article.pk]),
    }  # fmt: skip
    return JsonResponse(facts | _kept(article, sent, person, now), status=201)


@transaction.atomic
def _begun(sent: dict[str, Any], person: User, now: datetime) -> Article:
    rows = Autosave.objects.filter(person=person, tab=sent["tab"], article__created_by=person)
    before = rows.select_related("article__latest").order_by("article_id").first()
    if before is not None:
        return before.article
    words = sent["fields"]
    content = Content(
        title=str(words.get("title", ""))[:300], language="en" if words.get("language") == "en" else "zh-hans"
    )
    return writing.start(content, by=person, now=now)


def _read(request: HttpRequest) -> tuple[HttpResponse | None, dict[str, Any]]:
    """What was sent, or the answer that refuses it."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"]), {}
    refused = signing.refused(request)
    if refused is not None:
        return refused, {}
    try:
        sent = signing.letter(request)
        # A page keeps writing in the name of whoever opened it, however many people sign in meanwhile.
        if str(sent.get("person", request.user.pk)) != str(request.user.pk):
            return signing.somebody_else(request), {}
        words = {name: value for name, value in sent["fields"].items() if name in WORDS and _is_word(value)}
        tab, sequence, base = str(sent["tab"])[:LONGEST_TAB], int(sent["sequence"]), int(sent["base"] or 0)
    except UNREADABLE:
        return JsonResponse({"refused": _("This autosave cannot be read.")}, status=400), {}
    if not (0 <= sequence < 2**53 and 0 <= base < 2**31 and tab):
        return JsonResponse({"refused": _("This autosave cannot be read.")}, status=400), {}
    return None, {"tab": tab, "sequence": sequence, "base": base, "fields": words}


def _is_word(value: object) -> bool:
    return isinstance(value, str | bool)


def _kept(article: Article, sent: dict[str, Any], person: User, now: datetime) -> dict[str, Any]:
    base = article.revisions.filter(number=sent["base"]).first()
    kept = autosaving.keep(
        article, sent["fields"], by=person, now=now, tab=sent["tab"], sequence=sent["sequence"], base=base
    )
    latest = article.latest
    newer = latest is not None and base is not None and latest.number > base.number
    return {
        "kept": kept is not None,
        "held": kept.sequence if kept else _held(article, person),
        "saved_at": now.isoformat(),
        "clock": f"{timezone.localtime(now):%H:%M:%S}",
        "newer": {"number": latest.number, "person": name_of(latest.made_by)} if newer and latest else None,
    }


def _held(article: Article, person: User) -> int:
    """The highest number under which words of the person came; the next must be higher."""
    rows = Autosave.objects.filter(article=article, person=person)
    return rows.values_list("sequence", flat=True).first() or 0


def hold(article: Article, form: ArticleForm, *, by: User, now: datetime) -> None:
    """Keep the words of a form that could not be saved."""
    base = article.revisions.filter(number=form.cleaned_data.get("base") or 0).first()
    words = {name: form.data.get(name, "") for name in WORDS}
    # A browser numbers by its own clock; whatever that says, the form is newer than what the page sent before.
    sequence = max(int(now.timestamp() * 1000), _held(article, by) + 1)
    tab = str(form.data.get("tab") or "refused")[:LONGEST_TAB]
    autosaving.keep(article, words, by=by, now=now, tab=tab, sequence=sequence, base=base)


def of(article: Article, person: User) -> tuple[Autosave | None, list[Autosave], str]:
    """The person's own unsaved words, if they differ from the revision they would replace; and everybody else's.

    The last is the tab whose words of the person the server has, differing or not.
    """
    rows = list(article.autosaves.select_related("person", "base").order_by("-saved_at"))
    own = next((row for row in rows if row.person_id == person.pk), None)
    tab = own.tab if own else ""
    if own is not None and not _differs(article, own):
        own = None
    return own, [row for row in rows if row.person_id != person.pk], tab


def _differs(article: Article, kept: Autosave) -> bool:
    shown = initial(article)
    return any(
        _plain(shown.get(name, "")) != _plain(value) for name, value in kept.fields.items() if name != "note"
    )


def _plain(value: object) -> str:
    """One spelling for what a browser and the database write differently."""
    if isinstance(value, bool):
        return "on" if value else ""
    if isinstance(value, float | int):
        return f"{float(value):g}"
    text = str(value).replace("\r\n", "\n").strip("\n")
    try:
        return f"{float(text):g}"
    except ValueError:
        return text


def difference(article: Article, kept: Autosave | None) -> Difference | None:
    """From the last revision to the unsaved words."""
    if kept is None or article.latest is None:
        return None
    return differing.between(article.latest.content, worded(initial(article, kept.fields), kept.saved_at))


def worded(fields: Mapping[str, Any], now: datetime) -> Content:
    """The words of a form that need not be valid."""
    form = ArticleForm(dict(fields), now=now)
    form.is_valid()
    return form.content()


def compare(request: HttpRequest) -> HttpResponse:
    """The difference between two sets of words that a page holds, as a piece of a page; nothing is stored."""
    refused = signing.refused_letter(request)
    if refused is not None:
        return refused
    try:
        sent = signing.letter(request)
        one, other = (
            {str(k): v for k, v in sent[side].items() if _is_word(v)} for side in ("than", "fields")
        )
    except UNREADABLE:
        return JsonResponse({"refused": _("These words cannot be compared.")}, status=400)
    now = timezone.now()
    found = differing.between(worded(one, now), worded(other, now))
    return render(request, "desk/_difference.html", {"found": found})
