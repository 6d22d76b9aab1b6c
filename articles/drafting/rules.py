"""Who may work on which article."""

from django.contrib.auth.models import User

from articles.drafting.models import Article


def may_edit(person: User, article: Article) -> bool:
    """Editors and publishers edit everything; writers what they began."""
    if person.has_perm("articles.edit_any_article"):
        return True
    return article.created_by_id == person.pk and person.has_perm("articles.change_article")
