"""Two people saved from the same revision: every clash gets an answer, and nobody's words are overwritten."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from articles.covers.models import Cover
from articles.desk import covering, differing, wording
from articles.desk.editor import page
from articles.desk.forms import WORDS, ArticleForm, words_of
from articles.desk.screens import cover_facts
from articles.drafting.models import Article, Revision
from articles.text.content import Content
from articles.text.difference import Piece, pieces
from articles.text.merging import Clash, ContentMerge, merge_content

SIDES = ("mine", "theirs", "both")
JOINED = {"title": " / ", "summary": "\n"}  # fields in which both versions may stand
CARRIED = (*WORDS, "version", "base", "tab", "sequence", "planned_for_was", "embargoed_until_was")


class Row(NamedTuple):
    """One place that both changed, as the page asks about it."""

    name: str  # of its answer in the form
    label: str
    clash: Clash
    shown: Clash  # the same in words, where a field holds a name for machines
    covers: list[dict[str, Any] | None]  # mine and theirs, where the covers clash
    may_both: bool
    to_mine: list[Piece]  # from the words both began with
    to_theirs: list[Piece]
    answer: str  # given before, when the page comes again


def show(request: HttpRequest, article: Article, form: ArticleForm) -> HttpResponse:
    """What both texts make together, and nothing written: the editor, or first a question for each clash."""
    latest = article.latest
    assert latest is not None
    base, mine, theirs = _sides(article, form, latest)
    together, merged = put_together(base, mine, theirs)
    data = QueryDict(mutable=True)
    data.update(form.data)
    _put(data, together)
    data["version"], data["base"] = str(article.version), str(latest.number)
    rows = list(_rows(merged, data))
    return page(
        request, article, ArticleForm(data, now=form.now), status=409, conflict=latest,
        conflict_by=wording.name_of(latest.made_by), mine=mine, theirs=theirs,
        clashes=[(row.label, row.clash) for row in rows], rows=rows, carried=_carried(form),
        to_mine=differing.between(theirs, mine), to_merged=differing.between(theirs, together),
        template="merge.html" if rows else "edit.html",
    )  # fmt: skip


def answered(
    request: HttpRequest, article: Article, data: QueryDict, form: ArticleForm
) -> HttpResponse | None:
    """Put the answers of the merge page into ``data``, or ask again for those that are missing."""
    form.is_valid()
    theirs = article.revisions.select_related("article").filter(number=_number(data.get("theirs"))).first()
    if theirs is None:
        return show(request, article, form)
    base, mine, other = _sides(article, form, theirs)
    merged = merge_content(base, mine, other)
    rows = list(_rows(merged, data))
    if any(not row.answer for row in rows):
        return show(request, article, form)
    _put(data, _settled(base, mine, other, merged, rows))
    data["version"], data["base"] = str(_number(data.get("theirs_version"))), str(theirs.number)
    return None


def _sides(article: Article, form: ArticleForm, latest: Revision) -> tuple[Content, Content, Content]:
    base = article.revisions.filter(number=form.cleaned_data.get("base") or 0).first()
    mine, theirs = form.content(), latest.content
    # An empty address is made from the headline, so it is no wish for another one.
    mine = replace(mine, slug=mine.slug or theirs.slug)
    return base.content if base else theirs, mine, theirs


def put_together(base: Content, mine: Content, theirs: Content) -> tuple[Content, ContentMerge]:
    """What both agree on, and where they clash: in the body both versions, mine first; in a field mine."""
    merged = merge_content(base, mine, theirs)
    if merged.content is not None:
        return merged.content, merged
    answers = dict.fromkeys(merged.clashes, "mine")
    return _answered(
        base, mine, theirs, merged, answers, [_both(clash) for clash in merged.body.clashes]
    ), merged


def _settled(base: Content, mine: Content, theirs: Content, merged: ContentMerge, rows: list[Row]) -> Content:
    if merged.content is not None:
        return merged.content
    fields = {row.name.removeprefix("answer-"): row.answer for row in rows if not row.name[7:].isdecimal()}
    bodies = [_chosen(row) for row in rows if row.name[7:].isdecimal()]
    return _answered(base, mine, theirs, merged, fields, bodies)


def _answered(
    base: Content,
    mine: Content,
    theirs: Content,
    merged: ContentMerge,
    fields: dict[str, str],
    bodies: list[str],
) -> Content:
    """The content in which each clash of a field follows its answer, and those of the body are ``bodies``."""
    wanted: dict[str, Any] = {
        name: _field(name, answer, merged) for name, answer in fields.items() if name in _plain(merged)
    }
    keys = {name.removeprefix("extra.") for name, side in fields.items() if "." in name and side == "theirs"}
    taken = {name.removeprefix("extra.") for name in merged.clashes if "." in name}
    own = {key: value for key, value in mine.extra.items() if key not in keys}
    own |= {key: theirs.extra[key] for key in keys if key in theirs.extra}
    other = {key: value for key, value in theirs.extra.items() if key not in taken}
    other |= {key: own[key] for key in taken if key in own}
    # Where both sides say the same nothing clashes any more, and everything else still comes together.
    settled = merge_content(
        base, replace(mine, **wanted, extra=own), replace(theirs, **wanted, extra=other)
    ).content
    if settled is None:  # only the body clashes still
        both = replace(theirs, **wanted, extra=other, body=mine.body)
        settled = merge_content(base, replace(mine, **wanted, extra=own), both).content
    assert settled is not None
    return replace(settled, body=merged.body.answered(bodies))


def _plain(merged: ContentMerge) -> set[str]:
    return {name for name in merged.clashes if "." not in name and name != "body"}


def _field(name: str, answer: str, merged: ContentMerge) -> str:
    clash = merged.clashes[name]
    if answer == "both" and name in JOINED:
        return JOINED[name].join((clash.mine, clash.theirs))
    return clash.theirs if answer == "theirs" else clash.mine


def _chosen(row: Row) -> str:
    return {"mine": row.clash.mine, "theirs": row.clash.theirs, "both": _both(row.clash)}[row.answer]


def _both(clash: Clash) -> str:
    """Both versions of a place, parted as paragraphs."""
    if not clash.mine.strip() or not clash.theirs.strip():
        return clash.mine or clash.theirs
    return f"{clash.mine.rstrip()}\n\n{clash.theirs.lstrip()}"


def _put(data: QueryDict, content: Content) -> None:
    """Write a content into the fields of a form; another cover brings its own words."""
    is_other_cover = content.cover != data.get("cover", "")
    for name, value in words_of(content).items():
        data[name] = value
    if is_other_cover:
        covering.put(data, Cover.objects.filter(content_digest=content.cover).first())


def _rows(merged: ContentMerge, data: QueryDict) -> Iterator[Row]:
    """Each clash with the name of its field; those of the body are numbered."""
    found = [(name, _label(name), clash) for name, clash in merged.clashes.items() if name != "body"]
    found += [(str(number), _("Text"), clash) for number, clash in enumerate(merged.body.clashes)]
    for name, label, clash in found:
        answer, shown = str(data.get(f"answer-{name}", "")), Clash(*differing.in_words(name, *clash))
        yield Row(
            f"answer-{name}", label, clash, shown, _covers(clash) if name == "cover" else [],
            name in JOINED or name.isdecimal(), pieces(shown.base, shown.mine), pieces(shown.base, shown.theirs),
            answer if answer in SIDES else "",
        )  # fmt: skip


def _covers(clash: Clash) -> list[dict[str, Any] | None]:
    found = {each.content_digest: each for each in Cover.objects.filter(content_digest__in=clash)}
    return [cover_facts(found.get(digest)) for digest in (clash.mine, clash.theirs)]


def _carried(form: ArticleForm) -> list[tuple[str, str]]:
    """My whole form, to travel with the answers."""
    return [(name, str(form.data.get(name, ""))) for name in CARRIED if name in form.data]


def _number(text: object) -> int:
    return int(str(text)) if str(text or "").isdecimal() and len(str(text)) < 10 else 0


def _label(name: str) -> str:
    labels = {
        "title": _("Headline"), "summary": _("Summary"), "category": _("Category"), "cover": _("Cover"),
        "slug": _("Address"), "language": _("Language"),
    }  # fmt: skip
    return labels.get(name, name.removeprefix("extra."))
