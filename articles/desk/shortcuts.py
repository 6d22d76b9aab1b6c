"""The one table of keys: the page binds from it and the help lists it, so the two cannot differ."""

from typing import NamedTuple

from django.utils.translation import gettext as _


class Shortcut(NamedTuple):
    """``keys`` as pressed (``mod`` is Ctrl or ⌘, a space parts one after the other); ``presses`` names what is pressed.

    ``does`` is ``click``, ``focus``, or the name of something a module of the page does by itself.
    """

    keys: str
    label: str
    presses: str = ""
    does: str = "click"

    @property
    def is_single(self) -> bool:
        """Whether it is a letter without Ctrl or ⌘, which a person can switch off."""
        return "mod" not in self.keys

    @property
    def shown(self) -> list[str]:
        """The keys as they stand on a keyboard."""
        return [key.replace("mod", "Ctrl/⌘") for key in self.keys.split(" ")]


def shortcuts() -> list[Shortcut]:
    """Every key of the desk, in the language of whoever asks."""
    return [
        Shortcut("mod+k", _("Find an article, go somewhere, do something"), does="palette"),
        Shortcut("?", _("This help"), does="help"),
        Shortcut("c", _("New article"), "[data-go-new]"),
        Shortcut("/", _("Filter the list"), "[data-filter]", "focus"),
        Shortcut("g h", _("Home"), "[data-go=h]"),
        Shortcut("g l", _("Articles"), "[data-go=l]"),
        Shortcut("g r", _("The next text to review"), "[data-go=r]"),
        Shortcut("g c", _("Calendar"), "[data-go=c]"),
        Shortcut("g t", _("Time machine"), "[data-go=t]"),
        Shortcut("g p", _("Hot list"), "[data-go=p]"),
        Shortcut("j", _("Next row or change"), does="next"),
        Shortcut("k", _("Previous row or change"), does="previous"),
        Shortcut("x", _("Tick the row"), does="tick"),
        Shortcut("Enter", _("Open the row"), does="open"),
        Shortcut("a", _("Approve"), "[data-key=a]"),
        Shortcut("r", _("Request changes: write the reason, then Ctrl+Enter"), does="send-back"),
        Shortcut("n", _("Next to review"), "[data-key=n]"),
        Shortcut("m", _("Move the story, in the calendar"), does="calendar"),
        Shortcut("mod+s", _("Save"), "[data-save]"),
        Shortcut("mod+Enter", _("The highlighted button; in a comment, send it"), "[data-primary]"),
        Shortcut("mod+alt+p", _("Preview beside the text"), does="preview"),
        Shortcut("[", _("What stands beside the text: away, and back"), does="pane"),
        Shortcut("]", _("Preview beside the text: open, and away"), "[data-preview-mode=split]"),
        Shortcut("mod+alt+m", _("Comment on the selected words"), does="comment"),
    ]
