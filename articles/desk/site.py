"""The desk's admin site."""

from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class Desk(AdminSite):
    """The staff face of the newsroom at /admin/."""

    site_header = _("Newsroom desk")
    site_title = _("Newsroom desk")
    index_title = _("Desk")


site = Desk(name="admin")
