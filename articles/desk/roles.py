"""The four roles a newsroom begins with, in everybody's language; a role that people add is called as they call it."""

from typing import Any

from django import forms
from django.contrib.admin import RelatedFieldListFilter
from django.contrib.auth.models import Group, Permission
from django.http import HttpRequest
from django.utils.translation import gettext, gettext_noop

# As the migration wrote them; ``{% translate role.name %}`` finds them too.
NAMES = [gettext_noop("Writers"), gettext_noop("Editors"), gettext_noop("Publishers"), gettext_noop("Chiefs")]

# What the database calls "Can add reviewpolicy" and the like; our own rights have names in words.
RIGHTS = {
    "view_article": gettext_noop("Can see articles"),
    "add_article": gettext_noop("Can begin articles"),
    "change_article": gettext_noop("Can change own articles"),
    "view_cover": gettext_noop("Can see covers"),
    "add_cover": gettext_noop("Can upload covers"),
    "change_cover": gettext_noop("Can change covers"),
    "view_author": gettext_noop("Can see authors"),
    "add_author": gettext_noop("Can add authors"),
    "change_author": gettext_noop("Can change authors"),
    "view_category": gettext_noop("Can see categories"),
    "add_category": gettext_noop("Can add categories"),
    "change_category": gettext_noop("Can change categories"),
    "view_reviewpolicy": gettext_noop("Can see review policies"),
    "add_reviewpolicy": gettext_noop("Can add review policies"),
    "change_reviewpolicy": gettext_noop("Can change review policies"),
    "delete_reviewpolicy": gettext_noop("Can delete review policies"),
    "view_user": gettext_noop("Can see accounts"),
    "add_user": gettext_noop("Can add accounts"),
    "change_user": gettext_noop("Can change accounts"),
    "view_group": gettext_noop("Can see groups"),
    "change_group": gettext_noop("Can change groups"),
}


def right(permission: Permission) -> str:
    """What the right is called in the language of whoever reads."""
    return gettext(RIGHTS.get(permission.codename, permission.name))


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


class ByRole(RelatedFieldListFilter):
    """Roles to narrow a list by."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        found = super().field_choices(field, request, model_admin)
        return [(key, gettext(str(label))) for key, label in found]
