"""What each person chooses for the desk: language, zone and keys."""

from zoneinfo import available_timezones

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.desk import undoing
from articles.desk.frame import answer
from articles.desk.models import LANGUAGES, Preference


class PreferenceForm(forms.ModelForm):
    """Language, zone and keys of one person."""

    default_renderer = DjangoTemplates
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        required=False,
        choices=[("", gettext_lazy("As the browser says")), *LANGUAGES],
    )
    time_zone = forms.CharField(
        label=gettext_lazy("Your time zone"), required=False, widget=forms.TextInput({"list": "zones"}),
        help_text=gettext_lazy("Times stand in the newsroom’s zone; yours, such as Europe/London, is shown beside."),
    )  # fmt: skip

    single_keys = forms.BooleanField(
        label=gettext_lazy("Single letters are keys"), required=False,
        help_text=gettext_lazy("c, a, g h and others act outside of fields. Press ? for the list."),
    )  # fmt: skip

    undo_seconds = forms.IntegerField(
        label=gettext_lazy("Seconds to undo “Publish now”"), min_value=0, max_value=60, required=False,
        widget=forms.TextInput({"inputmode": "numeric"}),
        help_text=gettext_lazy("So long nobody sees it yet; 0 publishes at once."),
    )  # fmt: skip

    class Meta:
        model = Preference
        fields = ["language", "time_zone", "single_keys", "undo_seconds"]

    def clean_undo_seconds(self) -> int:
        """What is left empty is the usual time."""
        chosen = self.cleaned_data["undo_seconds"]
        return undoing.USUAL if chosen is None else int(chosen)

    def clean_time_zone(self) -> str:
        """A name that the zone database knows."""
        name = str(self.cleaned_data["time_zone"]).strip()
        if name and name not in available_timezones():
            raise forms.ValidationError(
                _("“%(name)s” is no time zone. Choose one of the list.") % {"name": name}
            )
        return name


def show(request: HttpRequest) -> HttpResponse:
    """The person's own settings."""
    assert isinstance(request.user, User)
    held = Preference.objects.filter(person=request.user).first() or Preference(person=request.user)
    form = PreferenceForm(request.POST or None, instance=held)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        Preference.objects.update_or_create(person=request.user, defaults=words)
        with translation.override(words["language"] or translation.get_language()):
            messages.success(request, _("Kept."))
        return redirect("admin:me")
    return answer(
        request, "me.html", _("My settings"), form=form, zones=sorted(available_timezones()),
        status=422 if form.is_bound else 200,
    )  # fmt: skip
