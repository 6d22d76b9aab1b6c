"""What changed between two contents, laid out for a screen: fields first, then the body block by block."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from articles.covers.models import Cover
from articles.desk.forms import LANGUAGES
from articles.drafting.models import Category
from articles.text import difference
from articles.text.content import Content
from articles.text.difference import Block, Piece

CONTEXT = 1  # unchanged blocks kept beside a change


class FieldChange(NamedTuple):
    """One field with another value."""

    label: str
    pieces: list[Piece]


class Run(NamedTuple):
    """Blocks in a row; a ``folded`` run is unchanged and far from any change."""

    folded: bool
    blocks: list[Block]


@dataclass(frozen=True)
class Difference:
    """Everything that differs between two contents."""

    fields: list[FieldChange]
    runs: list[Run]
    changes: int  # changed fields and blocks

    @property
    def is_empty(self) -> bool:
        return self.changes == 0

    @property
    def blocks(self) -> Iterator[Block]:
        """All blocks of the body in their order, folded ones too."""
        return (block for run in self.runs for block in run.blocks)


def between(old: Content, new: Content) -> Difference:
    """What became of ``old`` in ``new``."""
    fields = list(_fields(old, new))
    blocks = difference.blocks(old.body, new.body)
    changed = sum(block.kind != "same" for block in blocks)
    if old.body != new.body and not changed:
        fields.append(
            FieldChange(_("Spaces and empty lines"), difference.pieces(*map(_marked, (old.body, new.body))))
        )
    return Difference(fields, _runs(blocks), len(fields) + changed)


def _fields(old: Content, new: Content) -> Iterator[FieldChange]:
    rows = (
        (_("Headline"), old.title, new.title),
        (_("Summary"), old.summary, new.summary),
        (_("Category"), *in_words("category", old.category, new.category)),
        (_("Tags"), _(", ").join(old.tags), _(", ").join(new.tags)),
        (_("Authors"), _(", ").join(old.authors), _(", ").join(new.authors)),
        (_("Language"), *in_words("language", old.language, new.language)),
        (_("Address"), old.slug, new.slug),
        (_("Further keys"), _keys(old), _keys(new)),
    )
    for label, before, after in rows:
        if before != after:
            yield FieldChange(label, difference.pieces(before, after))
    if old.cover != new.cover:
        before, after = in_words("cover", old.cover, new.cover)
        yield FieldChange(_("Cover"), difference.pieces(before, after))


def _marked(text: str) -> str:
    """The text with its spaces and line ends made visible; without them such a change shows nothing."""
    return text.replace(" ", "·").replace("\n", "¶\n")


def _keys(content: Content) -> str:
    return "\n".join(f"{key}: {value}" for key, value in sorted(content.extra.items()))


def in_words(name: str, *values: str) -> list[str]:
    """What a field holds, as a person knows it: category and language by their names, a cover by its words."""
    if name == "cover":
        return _covers(*values)
    names = dict(LANGUAGES) if name == "language" else {}
    if name == "category" and len(set(values)) > 1:
        names = dict(Category.objects.filter(slug__in=values).values_list("slug", "name"))
    return [names.get(value, value) for value in values]


def _covers(*digests: str) -> list[str]:
    """The words of covers, so that a changed credit reads as one."""
    found = {cover.content_digest: cover for cover in Cover.objects.filter(content_digest__in=digests)}
    return [_cover_words(found[digest]) if digest in found else _("no cover") for digest in digests]


def _cover_words(cover: Cover) -> str:
    words = [
        _("Picture %(digest)s") % {"digest": cover.content_digest[:8]},
        _("Alternative text: %(words)s") % {"words": _("decorative") if cover.decorative else cover.alt},
        _("Caption: %(words)s") % {"words": cover.caption},
        _("Credit: %(words)s") % {"words": cover.credit},
        _("Licence: %(words)s") % {"words": cover.licence},
        _("Focal point: %(x)s, %(y)s") % {"x": f"{cover.focal_x:.0%}", "y": f"{cover.focal_y:.0%}"},
    ]
    return "\n".join(words)


def _runs(blocks: list[Block]) -> list[Run]:
    """Blocks with unchanged stretches folded away, one block of context kept on either side."""
    near = {
        place + step
        for place, block in enumerate(blocks)
        if block.kind != "same"
        for step in range(-CONTEXT, CONTEXT + 1)
    }
    runs: list[Run] = []
    for place, block in enumerate(blocks):
        folded = place not in near
        if not runs or runs[-1].folded != folded:
            runs.append(Run(folded, []))
        runs[-1].blocks.append(block)
    return runs
