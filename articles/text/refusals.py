"""The one kind of answer for a deed that may not be done."""


class Refused(Exception):
    """A deed is refused; the words are a full sentence for an editor: what is, then what follows.

    Each deed keeps its own subclass beside it, so that a door can tell the reasons apart.
    """
