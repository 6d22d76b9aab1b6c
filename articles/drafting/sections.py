"""Categories: found by slug, made when an import names a new one."""

from articles.drafting.models import Category


def category_for(slug: str) -> Category | None:
    """The category with ``slug``; None for an empty slug. A new one is named after its slug at first."""
    slug = slug.strip()[:80]
    if not slug:
        return None
    return Category.objects.get_or_create(slug=slug, defaults={"name": slug.replace("-", " ").title()})[0]
