"""The steps one may take on many articles: what each does to one of them, and how that is undone."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.desk import bulk_shifts, steps, wording
from articles.desk.posting import Posted, Unreadable
from articles.drafting.models import Article, Category
from articles.popularity import taking_down
from articles.popularity.models import Boost
from articles.publishing.models import Edition, Pin
from articles.review import decisions, revising
from articles.review.decisions import latest_of
from articles.text import tags
from articles.text.content import Content

Facts = dict[str, Any]


class Carried(NamedTuple):
    """What a step did: told before (``foretold``) and after (``words``); without ``facts`` there is nothing to undo."""

    words: str
    foretold: str
    facts: Facts | None = None


class BulkStep(NamedTuple):
    """A step, the right it needs, the field it reads, and what takes it back."""

    label: Any
    right: str
    carry: Callable[[Posted], Carried]
    undo: Callable[[Posted, Facts], str] | None = None
    field: str = ""


def submit(form: Posted) -> Carried:
    words = steps.submit(form)
    return Carried(words, _("Goes to review."), {"version": _version(form.article)})


def _withdraw(form: Posted, facts: Facts) -> str:
    decisions.withdraw_submission(form.article, by=form.by, now=form.now, version=facts["version"])
    return _("A draft again.")


def approve(form: Posted) -> Carried:
    words = steps.approve(form)
    given = (
        form.article.decisions.filter(by=form.by, verdict="approve")
        .order_by("-pk")
        .values_list("pk", flat=True)
    )
    return Carried(words, _("Exactly this text is approved."), {"decision": given[0]})


def _withdraw_approval(form: Posted, facts: Facts) -> str:
    given = form.article.decisions.select_related("article").get(pk=facts["decision"])
    return steps.withdraw(given, form)


def take_down(form: Posted) -> Carried:
    coming = Edition.objects.scheduled(form.now).filter(article=form.article).order_by("live_from")
    times = [wording.short(start, form.now) for start in coming.values_list("live_from", flat=True)]
    held = _("; ").join(_held(form))
    words = steps.take_down(form)
    foretold = _("Leaves the site at once; its pins and boosts end.")
    if times:
        foretold = _("Leaves the site at once; its pins and boosts end, and it is cancelled for %(times)s.")
    foretold %= {"times": _(", ").join(times)}
    return Carried(words, f"{foretold} {_('It ends: %(what)s.') % {'what': held}}" if held else foretold, {})


def _held(form: Posted) -> Iterator[str]:
    """Each pin and boost that holds the article up, and until when it would have."""
    for pin in (
        Pin.objects.standing(form.now).filter(article=form.article).order_by("place", "position", "pk")
    ):
        words = _("pin %(place)s %(position)s, %(until)s")
        yield words % {
            "place": pin.get_place_display(), "position": pin.position, "until": _until(pin.live_until, form.now),
        }  # fmt: skip
    for boost in Boost.objects.in_force(form.now).filter(article=form.article):
        words = _("boost × %(factor)s, %(until)s")
        yield words % {"factor": f"{boost.factor:g}", "until": _until(boost.live_until, form.now)}


def _until(moment: datetime | None, now: datetime) -> str:
    return _("until %(time)s") % {"time": wording.short(moment, now)} if moment else _("no end")


def _back(form: Posted, facts: Facts) -> str:
    taking_down.undo(form.article, by=form.by, now=form.now)
    return _("Back on the site; its schedules, pins and boost are as they were.")


def add_tag(form: Posted) -> Carried:
    """One more tag, as a revision of its own; an article that has it stays as it is."""
    content, new = _content(form), _named(form, "tag", _("Name the tag to add."))
    changed = replace(content, tags=tuple(tags.distinct([*content.tags, *new])))
    return _saved(form, changed, _("Tag added: %(tag)s") % {"tag": tags.join(new)}, _("It carries the tag."))


def remove_tag(form: Posted) -> Carried:
    content, gone = _content(form), _named(form, "tag", _("Name the tag to remove."))
    keys = {tags.key(name) for name in gone}
    changed = replace(content, tags=tuple(name for name in content.tags if tags.key(name) not in keys))
    return _saved(
        form, changed, _("Tag removed: %(tag)s") % {"tag": tags.join(gone)}, _("It is without the tag.")
    )


def add_author(form: Posted) -> Carried:
    content, new = _content(form), _named(form, "author", _("Name the author to add."))
    changed = replace(content, authors=tuple(dict.fromkeys([*content.authors, *new])))
    note = _("Author added: %(name)s") % {"name": tags.join(new)}
    return _saved(form, changed, note, _("It carries the name."))


def remove_author(form: Posted) -> Carried:
    content, gone = _content(form), _named(form, "author", _("Name the author to remove."))
    changed = replace(content, authors=tuple(name for name in content.authors if name not in gone))
    note = _("Author removed: %(name)s") % {"name": tags.join(gone)}
    return _saved(form, changed, note, _("It is without the name."))


def category(form: Posted) -> Carried:
    """Another category; without one where none is chosen."""
    slug = form.text("category")
    found = Category.objects.filter(slug=slug).first()
    if slug and found is None:
        raise Unreadable(_("There is no such category, so nothing was changed."))
    name = found.name if found else _("none")
    words = _("Category: %(name)s") % {"name": name}
    return _saved(form, replace(_content(form), category=slug), words, words)


def _saved(form: Posted, changed: Content, note: str, words: str) -> Carried:
    """A revision of the changed words; its undoing restores the one before, unless somebody wrote since."""
    before, state = latest_of(form.article), form.article.state
    made = revising.revise(form.article, changed, by=form.by, now=form.now, version=form.version, note=note)
    if made.pk == before.pk:
        return Carried(_("Nothing to change."), _("Stays as it is."))
    now_there = Article.objects.get(pk=form.article.pk)
    facts = {"revision": before.number, "version": now_there.version}
    if state == "approved" != now_there.state:
        done, foretold = _("%(done)s Its approval ended."), _("%(step)s. Its approval ends.")
        return Carried(done % {"done": words}, foretold % {"step": note}, facts)
    return Carried(words, _("%(step)s.") % {"step": note}, facts)


def _restore(form: Posted, facts: Facts) -> str:
    before = form.article.revisions.get(number=facts["revision"])
    revising.restore(form.article, before, by=form.by, now=form.now, version=facts["version"])
    return _("The words of before are back.")


def _content(form: Posted) -> Content:
    return latest_of(form.article).content


def _named(form: Posted, field: str, otherwise: str) -> list[str]:
    named = tags.split(form.text(field))
    if not named:
        raise Unreadable(otherwise)
    return named


def _version(article: Article) -> int:
    return Article.objects.values_list("version", flat=True).get(pk=article.pk)


def shift(form: Posted) -> Carried:
    """Every scheduled copy of the article earlier or later by the same span."""
    moved = bulk_shifts.shift(form.article, bulk_shifts.span(form.text("span")), by=form.by, now=form.now)
    words = _(", ").join(
        _("%(old)s → %(new)s") % {"old": old, "new": new} for old, new in bulk_shifts.told(moved, form.now)
    )
    return Carried(words, words, {"moved": moved})


def _shift_back(form: Posted, facts: Facts) -> str:
    bulk_shifts.back(form.article, facts["moved"], by=form.by, now=form.now)
    return _("At its old time again.")


STEPS: dict[str, BulkStep] = {
    "submit": BulkStep(gettext_lazy("Submit for review"), "submit_article", submit, _withdraw),
    "approve": BulkStep(gettext_lazy("Approve"), "approve_article", approve, _withdraw_approval),
    "add_tag": BulkStep(gettext_lazy("Add the tag"), "change_article", add_tag, _restore, "tag"),
    "remove_tag": BulkStep(gettext_lazy("Remove the tag"), "change_article", remove_tag, _restore, "tag"),
    "category": BulkStep(
        gettext_lazy("Move to the category"), "change_article", category, _restore, "category"
    ),
    "add_author": BulkStep(gettext_lazy("Add the author"), "change_article", add_author, _restore, "author"),
    "remove_author": BulkStep(
        gettext_lazy("Remove the author"), "change_article", remove_author, _restore, "author"
    ),
    "shift": BulkStep(gettext_lazy("Shift what is scheduled"), "publish_article", shift, _shift_back, "span"),
    "take_down": BulkStep(gettext_lazy("Take down"), "publish_article", take_down, _back, "reason"),
}
