"""The addresses of the public API."""

from django.urls import URLPattern, path, re_path

from articles.api import interface, problems
from articles.api.doors import door


def _operations() -> list[URLPattern]:
    """The API's own addresses, each behind the door, so that it also answers for methods and for HEAD."""
    found = [
        each for each in interface.api.urls[0] if isinstance(each, URLPattern) and each.name != "api-root"
    ]
    return [
        URLPattern(each.pattern, door(each.callback), each.default_args, f"api-{each.name}") for each in found
    ]


urlpatterns = [
    path("", door(interface.to_description), name="api-root"),
    path("docs", door(interface.to_description)),
    path("openapi.json", door(interface.description), name="api-description"),
    *_operations(),
    re_path("", door(problems.missing)),
]
