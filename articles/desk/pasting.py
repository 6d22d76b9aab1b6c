"""What is pasted into a text: rich words become Markdown, a head of keys fills the fields, pictures go up."""

import re
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.covers import uploading
from articles.covers.checking import UploadRefused
from articles.desk import differing, rules, signing
from articles.desk.forms import words_of
from articles.desk.importing import content_of
from articles.desk.times import typed
from articles.drafting import sections
from articles.publishing.pictures import address_of
from articles.text import manuscript, pasting
from articles.text.manuscript import FrontMatterError, Manuscript

NOT_FILLED = ("cover", "slug")
HELD = re.compile(r"/pasted/[0-9]{1,4}")  # a picture whose file the page has in its hands and sends next
FILE = re.compile(r"[^/]{1,60}\.\w{2,5}")
ADDRESS = re.compile(r"https?://[^\s()<>]+")
SIGNS = re.compile(r"[\\`*\[\]<>]")


class Pictures:
    """What stands for each picture of a paste: ours stay, others leave a mark, for nobody fetches them."""

    def __init__(self, host: str) -> None:
        staff, self.lost = reverse("admin:media", args=["x"])[:-1], 0
        self.own = [
            f"{site}{place}"
            for place in (settings.MEDIA_URL, staff)
            for site in ("", f"https://{host}", f"http://{host}", settings.NEWSROOM_URL)
        ]

    def __call__(self, address: str, words: str) -> str:
        """Markdown of one picture, by the address and the words it came with."""
        if HELD.fullmatch(address):
            return pasting.shown(address, words)
        for start in self.own:
            if address.startswith(f"{start}covers/"):
                return pasting.shown(settings.MEDIA_URL + address.removeprefix(start), words)
        self.lost += 1
        file = address.partition("?")[0].rpartition("/")[2]
        name = words[:80] or (file if FILE.fullmatch(file) else str(self.lost))
        mark = _("TK picture: %(name)s") % {"name": SIGNS.sub(r"\\\g<0>", name)}
        return f"[{mark}]({address})" if ADDRESS.fullmatch(address) else mark

    def told(self) -> str:
        """What the person must know about pictures that did not come along; "" where all did."""
        if not self.lost:
            return ""
        words = ngettext(
            "%(many)s picture did not come with the words. A mark stands in its place: drop the picture there.",
            "%(many)s pictures did not come with the words. Marks stand in their places: drop the pictures there.",
            self.lost,
        )
        return words % {"many": self.lost}


def rich(request: HttpRequest) -> HttpResponse:
    """The Markdown of ``html``, or of tab-separated ``text``; 409 in words where there is too much of it."""
    refused = signing.refused_letter(request)
    if refused is not None:
        return refused
    markup, words = request.POST.get("html", ""), request.POST.get("text", "")
    pictures = Pictures(request.get_host())
    try:
        written = pasting.markdown(markup, words, pictures) if markup else pasting.table(words) or words
    except pasting.Refused:
        return JsonResponse(
            {"refused": _("This is too much to convert at once; it stays plain text.")}, status=409
        )
    return JsonResponse({"markdown": written, "told": pictures.told()})


def front_matter(request: HttpRequest) -> HttpResponse:
    """What a pasted file with front matter would fill, by field and in words; nothing is stored."""
    refused = signing.refused_letter(request)
    if refused is not None:
        return refused
    zone = ZoneInfo(settings.NEWSROOM_TIME_ZONE)
    try:
        found = manuscript.parse(request.POST.get("text", ""), name="", zone=zone)
    except FrontMatterError as error:
        return JsonResponse({"refused": str(error)}, status=409)
    fields = _fields(found, zone)
    shown = _shown(fields)
    if found.category and "category" not in fields:
        unknown = _("“%(name)s” is none of the categories; choose one.") % {"name": found.category[:80]}
        shown.append((_("Category"), unknown))
    return JsonResponse({"fields": fields, "shown": shown})


def _fields(found: Manuscript, zone: ZoneInfo) -> dict[str, str]:
    words = {
        name: value
        for name, value in words_of(
            content_of(found, None, category=sections.known_slug(found.category))
        ).items()
        if name not in NOT_FILLED
    }
    cover = {
        "cover_alt": found.cover_alt,
        "cover_caption": found.cover_caption,
        "cover_credit": found.cover_credit,
        "cover_licence": found.cover_licence,
    }
    planned = {"slug": found.slug, "planned_for": typed(found.publish_at, zone) if found.publish_at else ""}
    return {name: str(value) for name, value in (words | cover | planned).items() if value}


def _shown(fields: dict[str, str]) -> list[tuple[str, str]]:
    labels = {
        "title": _("Headline"), "summary": _("Summary"), "body": _("Text"), "category": _("Category"),
        "tags": _("Tags"), "authors": _("Authors"), "slug": _("Address"), "language": _("Language"),
        "canonical": _("Canonical address"), "extra": _("Further keys"), "cover_alt": _("Alternative text"),
        "cover_caption": _("Caption"), "cover_credit": _("Credit"), "cover_licence": _("Licence"),
        "planned_for": _("Planned for"),
    }  # fmt: skip
    return [
        (labels[name], differing.in_words(name, fields[name], "")[0][:200])
        for name in labels
        if name in fields
    ]


def picture(request: HttpRequest) -> HttpResponse:
    """Take a picture into the library for use in a text; answers with what to write there."""
    refused = signing.refused_letter(request)
    if refused is not None:
        return refused
    person, file = rules.person_of(request), request.FILES.get("picture")
    if file is None or not rules.has(person, "add_cover"):
        return JsonResponse({"refused": _("You may not upload pictures, or none was sent.")}, status=403)
    try:
        # The words stand in the text, so the library's row stays without any.
        cover = uploading.upload(file, by=person, now=timezone.now(), decorative=True, prefill=False)
    except UploadRefused as refusal:
        return JsonResponse({"refused": str(refusal)}, status=409)
    words: dict[str, Any] = cover.picture.found_words
    return JsonResponse({"address": address_of(cover), "alt": words.get("alt") or words.get("caption", "")})
