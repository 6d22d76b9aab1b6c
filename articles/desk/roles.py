"""The four roles a newsroom begins with, in everybody's language; a role that people add is called as they call it."""

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.utils.translation import gettext, gettext_noop

# As the migration wrote them; ``{% translate role.name %}`` finds them too.
NAMES = [gettext_noop("Writers"), gettext_noop("Editors"), gettext_noop("Publishers"), gettext_noop("Chiefs")]


def name(role: Group) -> str:
    """What the role is called in the language of whoever reads."""
    return gettext(role.name)


class Role(forms.ModelChoiceField):
    """One role to choose."""

    def label_from_instance(self, obj: Any) -> str:
        return name(obj)


class Roles(forms.ModelMultipleChoiceField):
    """Roles to tick."""

    def label_from_instance(self, obj: Any) -> str:
        return name(obj)
