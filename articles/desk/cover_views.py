"""Takes a picture in as soon as it is chosen, while the article is still being written."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.covers.models import Cover
from articles.desk import covering, rules
from articles.desk.forms import percent
from articles.desk.screens import cover_facts


def take_in(request: HttpRequest) -> HttpResponse:
    """Upload one picture; answers with its digest, address and words, or 409 with the reason."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    person = rules.person_of(request)
    if not rules.has(person, "add_cover"):
        raise PermissionDenied(_("You may not upload covers."))
    file = request.FILES.get("cover_file")
    if file is None:
        return JsonResponse({"refused": _("Choose a picture first.")}, status=409)
    data = request.POST.copy()
    refused = covering.settle(data, file, by=person, now=timezone.now())
    if refused:
        return JsonResponse({"refused": refused}, status=409)
    cover = Cover.objects.get(content_digest=data["cover"])
    facts = cover_facts(cover)
    return JsonResponse({
        "digest": cover.content_digest, "src": facts["src"] if facts else "", "alt": cover.alt,
        "caption": cover.caption, "credit": cover.credit, "decorative": cover.decorative,
        "focal_x": percent(cover.focal_x), "focal_y": percent(cover.focal_y),
    })  # fmt: skip
