"""The editor's form: every word of an article, and the wishes beside it; what cannot be read keeps what was typed."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.desk import times
from articles.drafting.models import Article, Category, Revision
from articles.publishing.wording import newsroom_zone
from articles.text import cleaning, syndication, tags
from articles.text.content import Content
from articles.text.refusals import Refused

LANGUAGES = (("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English"))
WORDS = (
    "title", "summary", "body", "category", "tags", "authors", "slug", "language", "extra", "cover", "cover_alt",
    "cover_decorative", "cover_caption", "cover_credit", "cover_licence", "focal_x", "focal_y", "planned_for",
    "embargoed_until", "note", "canonical",
)  # fmt: skip


DRAWER = ("slug", "language", "extra", "canonical")  # a fault in these never blocks a save


class ArticleForm(forms.Form):
    """Words and wishes; ``version`` and ``base`` say on what they were written."""

    default_renderer = DjangoTemplates

    title = forms.CharField(label=gettext_lazy("Headline"), max_length=300, required=False)
    summary = forms.CharField(
        label=gettext_lazy("Summary"), required=False, widget=forms.Textarea({"rows": 3})
    )
    body = forms.CharField(
        label=gettext_lazy("Text"), required=False, strip=False,
        widget=forms.Textarea({"rows": 24, "spellcheck": "true"}),
    )  # fmt: skip
    category = forms.ChoiceField(label=gettext_lazy("Category"), required=False)
    tags = forms.CharField(
        label=gettext_lazy("Tags"), required=False, help_text=gettext_lazy("Separated by , ， 、 ; or ；"),
        widget=forms.TextInput({"data-suggests": "tag", "data-joint": ", "}),
    )  # fmt: skip
    authors = forms.CharField(
        label=gettext_lazy("Authors"), required=False, help_text=gettext_lazy("In the order of the byline"),
        widget=forms.TextInput({"list": "known-authors", "data-suggests": "author", "data-joint": "、"}),
    )  # fmt: skip
    cover = forms.CharField(label=gettext_lazy("Cover"), required=False, widget=forms.HiddenInput)
    cover_alt = forms.CharField(label=gettext_lazy("Alternative text"), max_length=500, required=False)
    cover_decorative = forms.BooleanField(
        label=gettext_lazy("Decorative, needs no alternative text"), required=False
    )
    cover_caption = forms.CharField(label=gettext_lazy("Caption"), max_length=1000, required=False)
    cover_credit = forms.CharField(label=gettext_lazy("Credit"), max_length=300, required=False)
    cover_licence = forms.CharField(label=gettext_lazy("Licence"), max_length=200, required=False)
    focal_x = forms.FloatField(
        label=gettext_lazy("Focal point, percent from the left"), min_value=0, max_value=100, required=False
    )
    focal_y = forms.FloatField(
        label=gettext_lazy("percent from the top"), min_value=0, max_value=100, required=False
    )
    slug = forms.CharField(
        label=gettext_lazy("Address"), max_length=120, required=False,
        help_text=gettext_lazy("Made from the headline if empty; old addresses keep leading here."),
    )  # fmt: skip
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=LANGUAGES)
    canonical = forms.CharField(
        label=gettext_lazy("Canonical address"), max_length=syndication.LONGEST, required=False,
        help_text=gettext_lazy("Only for a text that stands first elsewhere: search engines are sent there."),
        widget=forms.TextInput({"inputmode": "url", "spellcheck": "false"}),
    )  # fmt: skip
    extra = forms.CharField(
        label=gettext_lazy("Further keys"), required=False, help_text=gettext_lazy("As JSON, kept on export"),
        widget=forms.Textarea({"rows": 4, "spellcheck": "false"}),
    )  # fmt: skip
    planned_for = forms.CharField(
        label=gettext_lazy("Planned for"),
        required=False,
        help_text=gettext_lazy("7:30, 明早7:30, 11-23 07:30, +2h"),
        widget=forms.TextInput({"data-when": "", "autocomplete": "off"}),
    )
    embargoed_until = forms.CharField(
        label=gettext_lazy("Not before (embargo)"), required=False,
        help_text=gettext_lazy("Nobody can publish it earlier without a reason"),
        widget=forms.TextInput({"data-when": "clocks", "autocomplete": "off"}),
    )  # fmt: skip
    note = forms.CharField(
        label=gettext_lazy("Note to the desk"), max_length=300, required=False,
        help_text=gettext_lazy("What you changed; it stands in the history."),
    )  # fmt: skip
    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    base = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    tab = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    sequence = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        names = list(Category.objects.order_by("position", "name").values_list("slug", "name"))
        self.fields["category"].choices = [("", _("Choose…")), *names]  # type: ignore[attr-defined]
        self._keep_other_language()

    def _keep_other_language(self) -> None:
        """An imported article in a further language keeps it."""
        given = str((self.data.get("language") if self.is_bound else self.initial.get("language")) or "")
        if given and given not in dict(LANGUAGES) and len(given) <= 12:
            self.fields["language"].choices = [*LANGUAGES, (given, given)]  # type: ignore[attr-defined]

    def clean_title(self) -> str:
        """One line."""
        return " ".join(str(self.cleaned_data["title"]).split())

    def clean_body(self) -> str:
        """As it is kept; under a browser's own line ends no code fence would close."""
        return cleaning.clean(str(self.cleaned_data["body"]))

    def clean_extra(self) -> dict[str, Any]:
        """The keys as a mapping."""
        text = self.cleaned_data["extra"].strip()
        try:
            found = json.loads(text or "{}")
            json.dumps(found, allow_nan=False)
        except (ValueError, RecursionError) as error:
            raise forms.ValidationError(_("This is not JSON: %(reason)s") % {"reason": error}) from error
        if not isinstance(found, dict):
            raise forms.ValidationError(_('Write the keys as one object: {"key": "value"}.'))
        return found

    def clean_canonical(self) -> str:
        """A whole address, or nothing."""
        found = str(self.cleaned_data["canonical"]).strip()
        if found and not syndication.is_address(found):
            raise forms.ValidationError(_("Write the whole address, beginning with https://."))
        return found

    def leave_drawer(self, held: Content | None) -> list[str]:
        """What is wrong in the drawer stays as it was in ``held``, so that it blocks no save; says what, and why."""
        held = held or Content()
        before = {
            "slug": held.slug, "language": held.language, "extra": dict(held.extra),
            "canonical": syndication.own(held.extra),
        }  # fmt: skip
        left = [name for name in before if name in self.errors]
        told = [f"{self.fields[name].label}: {' '.join(map(str, self.errors.pop(name)))}" for name in left]
        self.cleaned_data.update({name: before[name] for name in left})
        return told

    def clean_planned_for(self) -> datetime | None:
        """A moment, or none."""
        return self._moment("planned_for")

    def clean_embargoed_until(self) -> datetime | None:
        """A moment, or none."""
        return self._moment("embargoed_until")

    def _moment(self, name: str) -> datetime | None:
        text = self.cleaned_data[name].strip()
        try:
            return times.moment(text, now=self.now, zone=newsroom_zone()) if text else None
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def content(self) -> Content:
        """The words that are valid so far; of a field that is not, nothing."""
        words = self.cleaned_data
        extra = syndication.placed(words.get("extra", {}), words.get("canonical", ""))
        return Content(
            title=words.get("title", ""), summary=words.get("summary", ""), body=words.get("body", ""),
            tags=tuple(tags.split(words.get("tags", ""))), category=words.get("category", ""),
            authors=tuple(tags.split(words.get("authors", ""))), cover=words.get("cover", ""),
            slug=words.get("slug", ""), language=words.get("language", "zh-hans"), extra=extra,
        )  # fmt: skip


def words_of(content: Content) -> dict[str, Any]:
    """The values of the form's fields for a content, without the cover's own words."""
    extra = syndication.without(content.extra)
    return {
        "title": content.title, "summary": content.summary, "body": content.body, "category": content.category,
        "tags": tags.join(content.tags), "authors": "、".join(content.authors), "slug": content.slug,
        "language": content.language, "cover": content.cover,
        "extra": json.dumps(extra, ensure_ascii=False, indent=2) if extra else "",
        "canonical": syndication.own(content.extra),
    }  # fmt: skip


def cover_words(revision: Revision | None) -> dict[str, Any]:
    """The values of the cover's fields."""
    cover = revision.cover if revision else None
    if cover is None:
        return {"focal_x": "50", "focal_y": "50"}
    return {
        "cover_alt": cover.alt, "cover_decorative": cover.decorative, "cover_caption": cover.caption,
        "cover_credit": cover.credit, "cover_licence": cover.licence, "focal_x": percent(cover.focal_x),
        "focal_y": percent(cover.focal_y),
    }  # fmt: skip


def percent(share: float) -> str:
    """``50`` or ``33.33``, for a share from 0 to 1."""
    return f"{round(share * 100, 2):g}"


def initial(article: Article, kept: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What the form shows of an article; ``kept`` words, of an autosave, stand in front."""
    zone, latest = newsroom_zone(), article.latest
    words = words_of(latest.content) if latest else {}
    base = {
        **words, **cover_words(latest), "planned_for": times.typed(article.planned_for, zone),
        "embargoed_until": times.typed(article.embargoed_until, zone),
        "version": article.version, "base": latest.number if latest else 0,
    }  # fmt: skip
    return {**base, **{name: value for name, value in (kept or {}).items() if name in WORDS}}
