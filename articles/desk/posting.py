"""What a form of the desk carries: the words it was made of, and what was typed."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.http import QueryDict
from django.utils.translation import gettext as _

from articles.desk import times
from articles.drafting.models import Article
from articles.publishing.wording import newsroom_zone
from articles.text.refusals import Refused


class Unreadable(Refused):
    """The form lacks what the page put there, or holds no number where one belongs."""


@dataclass(frozen=True)
class Posted:
    """One form about one article, sent by one person at one moment."""

    article: Article
    by: User
    now: datetime
    fields: QueryDict

    def text(self, name: str) -> str:
        """What was typed, without the one letter that no database holds."""
        return str(self.fields.get(name, "")).replace("\x00", "").strip()

    @property
    def content_hash(self) -> str:
        """The words that were on the screen. Raises Unreadable."""
        found = self.text("hash")
        if len(found) != 64:
            raise Unreadable(
                _("This form does not say which text it is about. Reload the page and try again.")
            )
        return found

    @property
    def version(self) -> int:
        """The version that was on the screen. Raises Unreadable."""
        return self.number("version")

    def number(self, name: str) -> int:
        """A whole number of the form. Raises Unreadable."""
        value = self.text(name)
        if not (value.isascii() and value.isdigit() and len(value) < 19):
            raise Unreadable(_("“%(value)s” is not a whole number.") % {"value": value})
        return int(value)

    def factor(self, name: str) -> float:
        """A number with a point. Raises Unreadable."""
        try:
            return float(self.text(name))
        except ValueError as error:
            raise Unreadable(_("“%(value)s” is not a number.") % {"value": self.text(name)}) from error

    def moment(self, name: str) -> datetime | None:
        """A time as editors type it; None for an empty field. Raises NotATime."""
        return times.moment(self.text(name), now=self.now, zone=newsroom_zone()) if self.text(name) else None

    def needed_moment(self, name: str) -> datetime:
        """A time that must be there. Raises NotATime."""
        return times.moment(self.text(name), now=self.now, zone=newsroom_zone())
