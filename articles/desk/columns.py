"""The columns of the article list: each person hides what they do not need; the headline always stays."""

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.desk import listing, rules
from articles.desk.models import Preference


def columns() -> list[tuple[str, str]]:
    """Every column that can be hidden, by name, with its heading, in their order."""
    return [
        ("thumb", _("Cover")), ("summary", _("Summary")), ("public", _("Readers see")), ("copy", _("Working copy")),
        ("category", _("Category")), ("authors", _("Authors")), ("length", _("Length")), ("remarks", _("Comments")),
        ("here", _("In it now")), ("views", _("Views, 24 h")), ("changed", _("Changed")),
    ]  # fmt: skip


def shown_to(request: HttpRequest) -> set[str]:
    """The names of the columns the person has not hidden."""
    preference = getattr(request, "preference", None)
    hidden = preference.hidden_columns if preference is not None else []
    return {name for name, _heading in columns()} - set(hidden)


def keep(request: HttpRequest) -> HttpResponse:
    """Show the ticked columns from now on, by POST alone."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    person: User = rules.person_of(request)
    wanted = set(request.POST.getlist("column"))
    hidden = [name for name, _heading in columns() if name not in wanted]
    Preference.objects.update_or_create(person=person, defaults={"hidden_columns": hidden})
    query = listing.filters(QueryDict(request.POST.get("query", "")[:1000])).query()
    return redirect(f"{reverse('admin:articles')}?{query}")
