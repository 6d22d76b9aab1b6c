"""The newsroom's addresses with a page among them that tells the browser to fetch or render an article ahead."""

import json
import threading

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

OPEN = threading.Event()  # set: the reader follows the link


def host(_request: HttpRequest, kind: str, article_id: int) -> HttpResponse:
    page = f"<!doctype html><title>x</title><script src='/ahead.js?{article_id}'></script>"
    return HttpResponse(page, headers={"Speculation-Rules": f'"/ahead-rules/{kind}/{article_id}"'})


def rules(_request: HttpRequest, kind: str, article_id: int) -> HttpResponse:
    wanted = {
        kind: [{"source": "list", "urls": [f"/articles/{article_id}-gang-kou/"], "eagerness": "immediate"}]
    }
    return HttpResponse(json.dumps(wanted), content_type="application/speculationrules+json")


def script(request: HttpRequest) -> HttpResponse:
    address = json.dumps(f"/articles/{request.META['QUERY_STRING']}-gang-kou/")
    words = f"fetch('/ahead-wait').then(() => {{ location.href = {address}; }});"
    return HttpResponse(words, content_type="text/javascript")


def wait(_request: HttpRequest) -> HttpResponse:
    OPEN.wait(30)
    return HttpResponse("go")


urlpatterns = [
    path("ahead/<slug:kind>/<int:article_id>", host),
    path("ahead-rules/<slug:kind>/<int:article_id>", rules),
    path("ahead.js", script),
    path("ahead-wait", wait),
    path("", include("newsroom.urls")),
]
