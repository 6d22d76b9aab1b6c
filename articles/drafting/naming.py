"""How a sentence calls whoever did something: by full name, so that colleagues recognise each other."""

from django.contrib.auth.models import User
from django.utils.translation import gettext as _


def name_of(person: User | None) -> str:
    """The full name, else the name to sign in with; the newsroom where nobody did it."""
    if person is None:
        return _("the newsroom")
    return person.get_full_name() or person.get_username()
