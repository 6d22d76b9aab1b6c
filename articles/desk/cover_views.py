"""Takes a picture in as soon as it is chosen, while the article is still being written, and says where it is used."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import F, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.covers.models import Cover, Picture
from articles.desk import covering, rules
from articles.desk.checklist import NARROWEST_COVER
from articles.desk.forms import percent
from articles.desk.frame import answer
from articles.desk.screens import cover_facts
from articles.drafting.models import Article

WORDS = ("cover_alt", "cover_caption", "cover_credit", "cover_licence", "focal_x", "focal_y")
MOST_USES, MOST_FOUND = 200, 24
LOOKED_AT = 10_000  # covers whose words one answer looks through


def take_in(request: HttpRequest) -> HttpResponse:
    """Upload one picture; answers with its digest, address, words and warnings, or 409 with the reason."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    person = rules.person_of(request)
    if not rules.has(person, "add_cover"):
        raise PermissionDenied(_("You may not upload covers."))
    file = request.FILES.get("cover_file")
    if file is None:
        return JsonResponse({"refused": _("Choose a picture first.")}, status=409)
    data, before = request.POST.copy(), timezone.now()
    refused = covering.settle(data, file, by=person, now=before)
    if refused:
        return JsonResponse({"refused": refused}, status=409)
    cover = Cover.objects.select_related("picture").get(content_digest=data["cover"])
    held = _worded_before(cover) if not any(data_given(request)) else None
    return JsonResponse(_facts(held or cover, is_known=cover.picture.uploaded_at < before))


def find(request: HttpRequest) -> HttpResponse:
    """Covers whose words hold ``q``, each picture once with its newest words; without ``q`` the newest.

    One answer looks through so many; ``older`` is there where more may be found, and the next answer's ``before``.
    With ``digest`` it is that very cover.
    """
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    if not rules.works_here(request.user):
        raise PermissionDenied(_("Your account may not see covers."))
    if digest := request.GET.get("digest", ""):
        exact = Cover.objects.filter(content_digest=digest[:64]).select_related("picture")
        return JsonResponse({"covers": [_facts(cover, is_known=False) for cover in exact]})
    before = request.GET.get("before", "")
    rows = Cover.objects.filter(pk__lt=int(before)) if _is_number(before) else Cover.objects.all()
    older = rows.order_by("-pk").values("pk")[LOOKED_AT : LOOKED_AT + 1]
    rows = rows.annotate(older=Coalesce(Subquery(older), 0)).filter(pk__gt=F("older"))
    rows = rows.exclude(alt="", caption="", credit="")
    for word in request.GET.get("q", "").strip()[:100].split():
        rows = rows.filter(Q(alt__icontains=word) | Q(caption__icontains=word) | Q(credit__icontains=word))
    newest = rows.order_by("-pk").select_related("picture").prefetch_related("renditions")
    found = {cover.picture_id: cover for cover in reversed(newest[: MOST_FOUND * 3])}
    chosen = sorted(found.values(), key=lambda cover: (cover.made_at, cover.pk), reverse=True)[:MOST_FOUND]
    answer: dict[str, Any] = {"covers": [_facts(cover, is_known=False) for cover in chosen]}
    if len(chosen) < MOST_FOUND and (last := _last_looked_at(older, chosen)):
        answer["older"] = last + 1
    return JsonResponse(answer)


def _last_looked_at(older: QuerySet[Any], chosen: Sequence[Cover]) -> int:
    """The newest cover that was not looked at; 0 where there is none."""
    if chosen:
        return int(chosen[0].older)  # type: ignore[attr-defined]  # every row carries it
    return next((row["pk"] for row in older), 0)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def data_given(request: HttpRequest) -> list[str]:
    """The words that were sent along with a file."""
    return [request.POST[name] for name in WORDS if request.POST.get(name)]


def _worded_before(cover: Cover) -> Cover | None:
    """The words that the library already has for this very picture, the newest first."""
    rows = cover.picture.covers.exclude(pk=cover.pk).exclude(alt="")
    return rows.order_by("-made_at", "-pk").select_related("picture").first()


def _facts(cover: Cover, *, is_known: bool) -> dict[str, Any]:
    shown = cover_facts(cover)
    return {
        "digest": cover.content_digest, "src": shown["src"] if shown else "", "alt": cover.alt,
        "caption": cover.caption, "credit": cover.credit, "licence": cover.licence, "decorative": cover.decorative,
        "focal_x": percent(cover.focal_x), "focal_y": percent(cover.focal_y),
        "warnings": warnings(cover, is_known=is_known), "uses": reverse("admin:cover_uses", args=[cover.picture_id]),
    }  # fmt: skip


def warnings(cover: Cover | None, *, is_known: bool = False) -> list[str]:
    """What is wrong with a cover, in words: too small, in the library already, without alternative text."""
    found: list[str] = []
    if cover is None:
        return found
    if cover.picture.width < NARROWEST_COVER:
        words = _("The cover is only %(width)s pixels wide; sharp screens want 1200.")
        found.append(words % {"width": cover.picture.width})
    if is_known:
        many = len(_articles(cover.picture))
        words = ngettext(
            "This picture is already in the library and stands in %(many)s article. Its words came with it.",
            "This picture is already in the library and stands in %(many)s articles. Its words came with it.", many,
        )  # fmt: skip
        found.append(words % {"many": many})
    if not (cover.alt or cover.decorative):
        found.append(_("Readers who cannot see it need an alternative text, or the mark “decorative”."))
    return found


def _articles(picture: Picture) -> list[Article]:
    rows = Article.objects.filter(latest__cover__picture=picture, discarded_at=None).select_related("latest")
    return list(rows.defer("latest__body").order_by("-changed_at", "-pk")[:MOST_USES])


def uses(request: HttpRequest, number: int) -> HttpResponse:
    """Where a picture stands: each article with the words it has there. Changing one changes no other."""
    person = rules.person_of(request)
    picture = Picture.objects.filter(pk=number).first()
    if picture is None:
        raise Http404(_("There is no such picture."))
    found = _articles(picture)
    mine = set(rules.visible(person).filter(pk__in=[each.pk for each in found]).values_list("pk", flat=True))
    shown = [each for each in found if each.pk in mine]
    cover = picture.covers.order_by("-made_at", "-pk").first()
    return answer(
        request, "cover_uses.html", _("Where this picture is used"), articles=shown, hidden=len(found) - len(shown),
        cover=cover_facts(cover), picture=picture,
    )  # fmt: skip
