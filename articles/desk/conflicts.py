"""Two people saved from the same revision: both texts stay on the page, and nobody's words are overwritten."""

from collections.abc import Iterator
from dataclasses import replace

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from articles.desk import differing
from articles.desk.editor import page
from articles.desk.forms import ArticleForm, words_of
from articles.drafting.models import Article
from articles.text.content import Content
from articles.text.merging import Clash, ContentMerge, merge_content


def show(request: HttpRequest, article: Article, form: ArticleForm) -> HttpResponse:
    """The editor again, with both texts put together in its fields, each whole below them, and nothing written."""
    latest = article.latest
    assert latest is not None
    base = article.revisions.filter(number=form.cleaned_data.get("base") or 0).first()
    mine, theirs = form.content(), latest.content
    # An empty address is made from the headline, so it is no wish for another one.
    mine = replace(mine, slug=mine.slug or theirs.slug)
    together, merged = put_together(base.content if base else theirs, mine, theirs)
    data = QueryDict(mutable=True)
    data.update(form.data)
    for name, value in words_of(together).items():
        data[name] = value
    data["version"], data["base"] = str(article.version), str(latest.number)
    return page(
        request, article, ArticleForm(data, now=form.now), status=409, conflict=latest, mine=mine, theirs=theirs,
        clashes=list(_told(merged)), to_mine=differing.between(theirs, mine),
        to_merged=differing.between(theirs, together),
    )  # fmt: skip


def put_together(base: Content, mine: Content, theirs: Content) -> tuple[Content, ContentMerge]:
    """What both agree on, and where they clash: in the body both versions, mine first; in a field mine."""
    merged = merge_content(base, mine, theirs)
    if merged.content is not None:
        return merged.content, merged
    yielding = {name: getattr(mine, name) for name in merged.clashes if "." not in name}
    keys = {name.removeprefix("extra.") for name in merged.clashes if "." in name}
    extra = {key: value for key, value in theirs.extra.items() if key not in keys}
    extra |= {key: value for key, value in mine.extra.items() if key in keys}
    # Where the other side yields nothing clashes any more, and everything else still comes together.
    settled = merge_content(base, mine, replace(theirs, **yielding, extra=extra)).content
    assert settled is not None
    return replace(
        settled, body=merged.body.answered([_both(clash) for clash in merged.body.clashes])
    ), merged


def _both(clash: Clash) -> str:
    """Both versions of a place, parted as paragraphs."""
    if not clash.mine.strip() or not clash.theirs.strip():
        return clash.mine or clash.theirs
    return f"{clash.mine.rstrip()}\n\n{clash.theirs.lstrip()}"


def _told(merged: ContentMerge) -> Iterator[tuple[str, Clash]]:
    """Each clash with the name of its field."""
    for name, clash in merged.clashes.items():
        if name != "body":
            yield _label(name), clash
    for clash in merged.body.clashes:
        yield _("Text"), clash


def _label(name: str) -> str:
    labels = {
        "title": _("Headline"), "summary": _("Summary"), "category": _("Category"), "cover": _("Cover"),
        "slug": _("Address"), "language": _("Language"),
    }  # fmt: skip
    return labels.get(name, name.removeprefix("extra."))
