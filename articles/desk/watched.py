"""What a rare table has beside the stock form: nobody overwrites another unseen, and readers' pages follow."""

import json
from hashlib import sha256
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db.models import Model
from django.forms.models import model_to_dict
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from articles.desk import accounts_confirming
from articles.publishing.generations import raise_generation


class Watched(forms.ModelForm):
    """A form that knows what its row looked like when it was opened, so that two people never overwrite each other."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "seen" in self.fields:
            self.fields["seen"].initial = self._mark() if self.instance.pk else ""

    def clean(self) -> Any:
        """Raises ValidationError when somebody else has saved this row since it was opened."""
        found = super().clean()
        seen = self.data.get(self.add_prefix("seen"))
        if self.instance.pk and seen and seen != self._mark():
            # The next press of Save goes over what is there now, and the person knows it.
            self.data = self._with(self._mark())
            raise forms.ValidationError(
                _(
                    "Somebody else saved this meanwhile, so nothing was written. Your words stand below; open "
                    "this page in another tab to see theirs, then save again."
                )
            )
        return found

    def _with(self, mark: str) -> QueryDict:
        sent = QueryDict(mutable=True)
        sent.update(self.data)
        sent[self.add_prefix("seen")] = mark
        return sent

    def _mark(self) -> str:
        """A digest of the row as the database holds it."""
        row = type(self.instance)._default_manager.get(pk=self.instance.pk)
        facts = {name: _plain(value) for name, value in model_to_dict(row, self._own_fields(row)).items()}
        return sha256(json.dumps(facts, sort_keys=True, default=str).encode()).hexdigest()[:32]

    def _own_fields(self, row: Model) -> list[str]:
        """A sign-in writes into the row too, which is nobody's change."""
        return [
            field.name
            for field in (*row._meta.fields, *row._meta.many_to_many)
            if field.name != "last_login" and field.editable
        ]


def _plain(value: Any) -> Any:
    return sorted(each.pk for each in value) if isinstance(value, list) else value


class Plain(Watched):
    """A stock form that finds its own templates."""

    default_renderer = DjangoTemplates


class Table(admin.ModelAdmin):
    """A stock table without the small windows that open over a form, and without steps in bulk."""

    actions = None

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field


class Shown(Table):
    """A table whose words stand on readers' pages: every page kept so far is one of yesterday."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        raise_generation()

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        raise_generation()


class Guarded(Table):
    """A table that is opened and changed only by somebody who has just shown who they are."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.has_view_or_change_permission(request) or self.has_add_permission(request):
            accounts_confirming.need(request)
        return super().changeform_view(request, *args, **kwargs)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.has_delete_permission(request):
            accounts_confirming.need(request)
        return super().delete_view(request, *args, **kwargs)
