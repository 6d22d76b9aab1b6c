"""Who sees which article at the desk: writers their own, the people who judge and publish every one."""

from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from articles.drafting.models import Article

SEE_EVERYTHING = ("edit_any_article", "approve_article", "publish_article", "break_glass")
SEE_ANYTHING = ("view_article", "change_article", *SEE_EVERYTHING)


def has(person: User | AnonymousUser, codename: str) -> bool:
    """Whether the person has the right ``codename`` of this app."""
    return person.has_perm(f"articles.{codename}")


def sees_everything(person: User | AnonymousUser) -> bool:
    """Whether other people's drafts are open to the person."""
    return any(has(person, codename) for codename in SEE_EVERYTHING)


def sees_status(person: User | AnonymousUser) -> bool:
    """Whether the state of the machinery is the person's business: whoever publishes, or looks after people."""
    return has(person, "publish_article") or person.has_perm("auth.change_user")


def works_here(person: User | AnonymousUser) -> bool:
    """Whether the person has any business with articles at all."""
    return any(has(person, codename) for codename in SEE_ANYTHING)


def visible(person: User) -> QuerySet[Article]:
    """The articles the person may open."""
    return Article.objects.filter(may_open(person))


def may_open(person: User, of: str = "") -> Q:
    """The condition that the person may open the article ``of`` leads to, as in ``article__``.

    It asks nothing of the database for whoever sees everything: a list of all articles would be as long as the archive.
    """
    if sees_everything(person):
        return Q()
    return Q(**{f"{of}created_by": person}) if works_here(person) else Q(pk__in=[])


def person_of(request: HttpRequest) -> User:
    """Whoever is signed in, with business here. Raises PermissionDenied."""
    if not works_here(request.user):
        raise PermissionDenied(_("Your account has no rights in the newsroom yet; a chief can give them."))
    assert isinstance(request.user, User)
    return request.user


def article_for(request: HttpRequest, number: int) -> Article:
    """The article with its latest revision, category and cover. Raises Http404, or PermissionDenied for another's."""
    person = person_of(request)
    rows = Article.objects.select_related(
        "latest__category", "latest__cover", "latest__made_by", "created_by"
    )
    article = rows.filter(pk=number).first()
    if article is None:
        raise Http404(_("There is no article with this number."))
    if not (sees_everything(person) or article.created_by_id == person.pk):
        raise PermissionDenied(_("This article belongs to somebody else, so you cannot open it."))
    return article
