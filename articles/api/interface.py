"""The API as a whole: its operations, how it refuses, and its description for programs."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.renderers import JSONRenderer

from articles.api import problems
from articles.api.doors import VERSION
from articles.api.operations import router

DESCRIPTION = (
    "Everything readers can see, for programs; nothing here needs a key, and nothing can be sent. "
    "Times carry the newsroom's offset, addresses are absolute. "
    'A refusal is `{"error": sentence, "field": parameter or null}`. '
    "Answers carry an `ETag`: ask again with `If-None-Match`, and an unchanged one costs nothing."
)


class Renderer(JSONRenderer):
    """Chinese stays Chinese: escaped, it would be twice as long."""

    json_dumps_params = {"ensure_ascii": False, "separators": (",", ":")}


api = NinjaAPI(
    title="Newsroom", version=VERSION, description=DESCRIPTION, openapi_url=None, docs_url=None, renderer=Renderer(),
    urls_namespace="api",
)  # fmt: skip
api.add_router("", router)
api.add_exception_handler(problems.Missing, problems.missing)
api.add_exception_handler(problems.Unclear, problems.unclear)
api.add_exception_handler(ValidationError, problems.invalid)


def description(_request: HttpRequest) -> HttpResponse:
    """The OpenAPI description."""
    schema = api.get_openapi_schema(path_prefix=reverse("api-root"))
    return JsonResponse(schema, json_dumps_params={"ensure_ascii": False})


def to_description(_request: HttpRequest) -> HttpResponse:
    """A browsable page would need a signed-in person, and the desk's cookie does not leave the desk."""
    return HttpResponseRedirect(reverse("api-description"))
