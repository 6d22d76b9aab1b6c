"""Categories: found by slug or name, made when an import names a new one."""

from articles.drafting.models import Category
from articles.text.slugs import slug


def category_for(given: str) -> Category | None:
    """The category with the slug ``given``; None for an empty one. A new one is named after its slug at first."""
    given = given.strip()[:80]
    if not given:
        return None
    return Category.objects.get_or_create(slug=given, defaults={"name": given.replace("-", " ").title()})[0]


def known_slug(words: str) -> str:
    """The slug of the category that ``words`` name, be it slug or name; "" where there is none. Writes nothing."""
    words = " ".join(words.split())[:80]
    known = Category.objects.filter(slug=words).first() or Category.objects.filter(name=words).first()
    return known.slug if known else ""


def slug_for(words: str) -> str:
    """The slug of the category that ``words`` mean, be it slug or name; a new category keeps the words as its name."""
    words = " ".join(words.split())[:80]
    known = known_slug(words)
    if known or not words:
        return known
    made = slug(words)[:80] or words.replace("/", "-")
    name = words if words != made else made.replace("-", " ").title()
    return Category.objects.get_or_create(slug=made, defaults={"name": name})[0].slug
