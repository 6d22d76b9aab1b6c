"""Keeps unsaved text, one copy per article and person; it refuses nothing that can be stored."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from articles.drafting.models import Article, Autosave, Revision
from articles.text.cleaning import clean


@transaction.atomic
def keep(
    article: Article,
    fields: Mapping[str, Any],
    *,
    by: User,
    now: datetime,
    tab: str,
    sequence: int,
    base: Revision | None,
) -> Autosave | None:
    """Store the newest text of ``by``; None when a newer one from the same tab is already there."""
    held = Autosave.objects.select_for_update().filter(article=article, person=by).first()
    if held and held.tab == tab and held.sequence >= sequence:
        return None
    words = {str(name): clean(value) if isinstance(value, str) else value for name, value in fields.items()}
    autosave, _new = Autosave.objects.update_or_create(
        article=article,
        person=by,
        defaults={"fields": words, "tab": tab[:64], "sequence": sequence, "base": base, "saved_at": now},
    )
    return autosave


def clear(article: Article, by: User) -> None:
    """Forget the unsaved text of ``by``: it has become a revision or was given up."""
    Autosave.objects.filter(article=article, person=by).delete()
