"""Filters of the list that a person has given a name, and the doors that keep and forget them."""

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.desk import listing, rules
from articles.desk.models import SavedView

MOST = 30


def of(person: User) -> list[SavedView]:
    """The person's views by name."""
    return list(SavedView.objects.filter(person=person).order_by("name")[:MOST])


def keep(request: HttpRequest) -> HttpResponse:
    """Keep the filters of the form under a name, by POST alone; the same name takes the new filters."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    person = rules.person_of(request)
    name = " ".join(request.POST.get("name", "").replace("\x00", "").split())[:60]
    query = listing.filters(QueryDict(request.POST.get("query", "")[:1000])).query()
    if not name:
        messages.warning(request, _("Give the view a name; nothing was kept."))
    elif len(of(person)) >= MOST and not SavedView.objects.filter(person=person, name=name).exists():
        messages.warning(request, _("You have %(most)s views already; forget one first.") % {"most": MOST})
    else:
        SavedView.objects.update_or_create(person=person, name=name, defaults={"query": query[:1000]})
        messages.success(request, _("Kept as “%(name)s”.") % {"name": name})
    return redirect(f"{reverse('admin:articles')}?{query}")


def forget(request: HttpRequest, number: int) -> HttpResponse:
    """Forget one of one's own views, by POST alone."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    gone, _kinds = SavedView.objects.filter(person=rules.person_of(request), pk=number).delete()
    if gone:
        messages.success(request, _("The view is forgotten."))
    return redirect("admin:articles")
