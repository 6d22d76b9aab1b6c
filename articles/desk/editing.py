"""The editor: opens with the words as they are, saves one revision, and loses nothing that was typed."""

import re
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.desk import autosaves, conflicts, covering, rules, submitting, times
from articles.desk.editor import page
from articles.desk.forms import DRAWER, ArticleForm, initial
from articles.desk.screens import NO_RIGHT
from articles.drafting import autosaving, planning, writing
from articles.drafting.locking import Stale
from articles.drafting.models import Article, Author
from articles.drafting.rules import may_edit
from articles.publishing.wording import newsroom_zone
from articles.review import revising
from articles.text import checks
from articles.text.content import Content, content_hash
from articles.text.refusals import Refused

TAB = re.compile(r"[A-Za-z0-9-]{1,64}")
SAVED_COOKIE, COOKIE_SECONDS = "desk-saved", 60
SPACES = "spaces"  # the button beside a line of the checklist that mends it without a script
TWICE = timedelta(minutes=2)  # the same words sent again within this time are one article


def new(request: HttpRequest) -> HttpResponse:
    """An empty form; nothing exists before its first save."""
    person, now = rules.person_of(request), timezone.now()
    if not rules.has(person, "add_article"):
        raise PermissionDenied(_("You may not write articles; a writer can."))
    if request.method != "POST":
        return page(request, None, ArticleForm(initial=_fresh(person, request), now=now))
    data, refused = _posted(request, person, now)
    form = ArticleForm(data, now=now)
    left = _left(form, refused, None)
    if form.errors:
        return page(request, None, form, status=422)
    try:
        article = _start(form, by=person, now=now)
        return _saved(request, article, form, left, by=person, now=now)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return page(request, None, form, status=_status(refusal))


def edit(request: HttpRequest, number: int) -> HttpResponse:
    """The words of an article, to be changed. Saving on top of somebody else's revision opens the merge."""
    article, person, now = rules.article_for(request, number), rules.person_of(request), timezone.now()
    if not may_edit(person, article):
        raise PermissionDenied(_("This article belongs to somebody else, so you cannot change it."))
    if request.method != "POST":
        return _opened(request, article, now)
    data, refused = _posted(request, person, now)
    again = (
        conflicts.answered(request, article, data, ArticleForm(data.copy(), now=now))
        if "theirs" in data
        else None
    )
    if again is not None:
        return again
    form = ArticleForm(data, now=now)
    left = _left(form, refused, article)
    if form.errors:
        return page(request, article, form, status=422)
    try:
        _revise(article, form, by=person, now=now)
        return _saved(request, article, form, left, by=person, now=now)
    except Stale as stale:
        autosaves.hold(article, form, by=person, now=now)
        return conflicts.show(request, stale.article, form)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return page(request, article, form, status=_status(refusal))


def _fresh(person: User, request: HttpRequest) -> dict[str, Any]:
    """A new article begins under the name of the person who writes it."""
    byline = Author.objects.filter(user=person).values_list("name", flat=True).first()
    language = (getattr(request, "LANGUAGE_CODE", "") or "zh-hans")[:12]
    return {
        "authors": byline or person.get_full_name() or person.get_username(),
        "language": "en" if language.startswith("en") else "zh-hans",
        "focal_x": "50", "focal_y": "50", "planned_for": _asked_time(request.GET.get("planned_for", "")),
    }  # fmt: skip


def _asked_time(text: str) -> str:
    """The time for which the calendar begins an article, as the field writes it; nonsense is none."""
    try:
        return times.typed(
            times.moment(text[:100], now=timezone.now(), zone=newsroom_zone()), newsroom_zone()
        )
    except times.NotATime:
        return ""


def _opened(request: HttpRequest, article: Article, now: datetime) -> HttpResponse:
    """The form with the last revision, or with the person's own unsaved text where that was asked for."""
    kept, others, tab = autosaves.of(article, rules.person_of(request))
    is_asked = kept is not None and request.GET.get("use") == "unsaved"
    form = ArticleForm(initial=initial(article, kept.fields if kept and is_asked else None), now=now)
    if kept is not None and is_asked and kept.base is not None:
        # Saved on the revision it was written on, so that a newer one is merged and not overwritten.
        form.initial["base"] = kept.base.number
        if kept.base_id != article.latest_id:
            form.initial["version"] = kept.base.number
    offer = None if is_asked else kept
    return page(
        request,
        article,
        form,
        offer=offer,
        others=others,
        asks_first=submitting.ASKS in request.GET,
        unsaved=autosaves.difference(article, offer),
        kept_tab=tab,
    )


def _posted(request: HttpRequest, person: User, now: datetime) -> tuple[QueryDict, str]:
    """What was typed, with its cover taken into the library, and why that failed if it did."""
    data = times.chosen(request.POST)
    if data.get("then") == SPACES:
        data["body"] = checks.without_spaces(str(data.get("body", "")).replace("\r\n", "\n"))
    return data, covering.settle(data, request.FILES.get("cover_file"), by=person, now=now)


def _left(form: ArticleForm, refused: str, article: Article | None) -> list[str]:
    """What of the drawer cannot be saved and why; every other fault is left among the form's errors."""
    form.is_valid()
    if refused:
        form.add_error("cover", refused)
    if set(form.errors) - set(DRAWER):
        return []
    return form.leave_drawer(article.latest.content if article and article.latest else None)


def _start(form: ArticleForm, *, by: User, now: datetime) -> Article:
    """A new article, or the one that the same words made a moment ago."""
    content = form.content()
    with transaction.atomic():
        before = _same_words(content, by, now)
        article = before or writing.start(content, by=by, now=now, note=form.cleaned_data["note"])
        _note_wishes(article, form, by=by, now=now)
    return article


def _same_words(content: Content, by: User, now: datetime) -> Article | None:
    known = content_hash(writing.completed(content))
    rows = Article.objects.filter(created_by=by, created_at__gte=now - TWICE, latest__content_hash=known)
    return rows.order_by("-pk").first()


def _revise(article: Article, form: ArticleForm, *, by: User, now: datetime) -> None:
    words = form.cleaned_data
    with transaction.atomic():
        revising.revise(
            article, form.content(), by=by, now=now, version=words["version"] or 0, note=words["note"]
        )
        _note_wishes(article, form, by=by, now=now)


def _note_wishes(article: Article, form: ArticleForm, *, by: User, now: datetime) -> None:
    """Planned time and embargo are written only where this form changed them."""
    planned, embargo = form.cleaned_data["planned_for"], form.cleaned_data["embargoed_until"]
    if (
        form.data.get("planned_for", "") != form.data.get("planned_for_was", "")
        and planned != article.planned_for
    ):
        planning.plan(article, planned_for=planned, by=by, now=now)
    was = form.data.get("embargoed_until_was", "")
    if form.data.get("embargoed_until", "") != was and embargo != article.embargoed_until:
        planning.embargo(article, until=embargo, by=by, now=now)


def _saved(
    request: HttpRequest, article: Article, form: ArticleForm, left: list[str], *, by: User, now: datetime
) -> HttpResponse:
    """Back to the editor, or on to the article when it was submitted in the same breath."""
    fresh = Article.objects.select_related("latest").get(pk=article.pk)
    autosaving.clear(fresh, by)
    if left:
        # What was typed there waits among the person's unsaved words.
        autosaves.hold(fresh, form, by=by, now=now)
    number = fresh.latest.number if fresh.latest else 0
    messages.success(request, _("Saved as revision %(number)s.") % {"number": number})
    for words in left:
        messages.warning(request, _("%(words)s It stayed as it was.") % {"words": words})
    if left or not submitting.is_wanted(request):
        again = f"?{submitting.ASKS}=1" if request.POST.get("then") == SPACES else ""
        return _marked(request, redirect(reverse("admin:edit", args=[fresh.pk]) + again))
    return _marked(request, submitting.after_saving(request, fresh, by=by, now=now))


def _marked(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer tells the browser whose copy of the words is a revision now: this tab's, up to this number."""
    tab, sequence = request.POST.get("tab", ""), request.POST.get("sequence", "")
    if TAB.fullmatch(tab) and sequence.isdecimal():
        response.set_cookie(
            SAVED_COOKIE, f"{tab}.{sequence}", max_age=COOKIE_SECONDS, path=settings.STAFF_PREFIX, samesite="Strict",
            secure=settings.CSRF_COOKIE_SECURE,
        )  # fmt: skip
    return response


def _status(refusal: Refused) -> int:
    return 403 if isinstance(refusal, NO_RIGHT) else 409
