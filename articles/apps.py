"""The one app of the house."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    """All rooms share one label, one line of migrations and one permission namespace."""

    name = "articles"
    label = "articles"
    verbose_name = _("Newsroom")
