"""Pictures for staff: a rendition by its name, whether or not readers may see it yet."""

from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.utils.translation import gettext as _

from articles.covers.models import Rendition
from articles.desk import rules


def show(request: HttpRequest, name: str) -> FileResponse:
    """The file of a rendition. Originals are never served. Raises Http404 and PermissionDenied."""
    if not rules.works_here(request.user):
        raise PermissionDenied(_("Your account may not see covers."))
    rendition = Rendition.objects.filter(name=name).first()
    if rendition is None:
        raise Http404(_("There is no such picture."))
    try:
        file = default_storage.open(rendition.name)
    except OSError as error:
        raise Http404(_("The file of this picture is lost.")) from error
    return FileResponse(file, content_type=rendition.mime)
