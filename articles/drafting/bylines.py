"""Authors: found by name, made when new."""

from django.db import IntegrityError, transaction

from articles.drafting.models import Author
from articles.text import slugs


def author_for(name: str, *, bio: str = "") -> Author:
    """The author called ``name``; a biography is filled in only where there is none yet."""
    name = " ".join(name.split())[:120]
    author = Author.objects.filter(name=name).first() or _new(name, bio)
    if bio and not author.bio:
        Author.objects.filter(pk=author.pk).update(bio=bio)
        author.bio = bio
    return author


def _new(name: str, bio: str) -> Author:
    base = slugs.slug(name) or "author"
    for attempt in range(1, 100):
        slug = base if attempt == 1 else f"{base}-{attempt}"
        try:
            with transaction.atomic():
                return Author.objects.create(name=name, slug=slug[:120], bio=bio)
        except IntegrityError:
            found = Author.objects.filter(name=name).first()
            if found:
                return found
    raise RuntimeError(f"no free slug for {name!r}")
