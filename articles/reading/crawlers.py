"""What machines ask for first: robots, the web app's manifest, how to search, and the icon at its old address."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.templatetags.static import static
from django.utils import translation
from django.utils.translation import gettext as _

from articles.reading import addresses, phrases
from articles.reading.doors import page
from articles.reading.visits import Visit
from articles.reading.xml import HEAD, element, parent


@page
def robots(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Closes the desk and the API; search pages close themselves, for a crawler must be able to read that."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /api/",
        "",
        f"Sitemap: {addresses.absolute('/sitemap.xml')}",
        f"Sitemap: {addresses.absolute('/news-sitemap.xml')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@page
def indexnow_key(request: HttpRequest, visit: Visit, key: str) -> HttpResponse:
    """Proves to IndexNow that whoever names our addresses is us; there is no other text file of that kind."""
    if not settings.INDEXNOW_KEY or key != settings.INDEXNOW_KEY:
        raise Http404
    return HttpResponse(key, content_type="text/plain; charset=utf-8")


@page
def manifest(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Name, colours and icons for a home screen."""
    icons = [_icon("192", 192), _icon("512", 512), _icon("mask", 512) | {"purpose": "maskable"}]
    data = {
        "name": settings.NEWSROOM_NAME,
        "short_name": settings.NEWSROOM_NAME[:12],
        "lang": phrases.tag_of(translation.get_language() or settings.NEWSROOM_LANGUAGE),
        "start_url": "/",
        "display": "minimal-ui",
        "background_color": "#fbfaf6",
        "theme_color": "#fbfaf6",
        "icons": icons,
    }
    return JsonResponse(
        data, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False}
    )


@page
def opensearch(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Lets a browser search the newsroom from its own field of addresses."""
    name = settings.NEWSROOM_NAME
    words = [
        element("ShortName", name[:16]),  # no more is allowed
        element("Description", _("Search %(newsroom)s") % {"newsroom": name}),
        element("InputEncoding", "UTF-8"),
        element("Language", phrases.tag_of(settings.NEWSROOM_LANGUAGE)),
        element(
            "Image",
            addresses.absolute(static("reading/icons/32.png")),
            width="32",
            height="32",
            type="image/png",
        ),
        element(
            "Url", type="text/html", template=f"{addresses.absolute(addresses.SEARCH)}?q={{searchTerms}}"
        ),
    ]
    body = HEAD + parent("OpenSearchDescription", words, xmlns="http://a9.com/-/spec/opensearch/1.1/")
    return HttpResponse(body, content_type="application/opensearchdescription+xml; charset=utf-8")


def _icon(name: str, size: int) -> dict[str, str]:
    return {"src": static(f"reading/icons/{name}.png"), "sizes": f"{size}x{size}", "type": "image/png"}


@page
def favicon(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Browsers that ask without having read the page."""
    return HttpResponseRedirect(static("reading/icons/32.png"))
