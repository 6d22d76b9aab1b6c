"""The address at which a syndicated text stands first: a front-matter key that readers' pages name as canonical."""

import re
from collections.abc import Mapping

KEY = "canonicalUrl"
# Read from other systems' files as well; they stay as they are.
NAMES = (KEY, "canonical", "canonical_url", "canonicalURL")
_ADDRESS = re.compile(r"https?://[^\s/?#<>\"'\\]+(?:[/?#][^\s<>\"\\]*)?", re.IGNORECASE)
LONGEST = 500


def is_address(text: object) -> bool:
    """Whether ``text`` is a whole address of the web, of at most 500 characters."""
    return isinstance(text, str) and len(text) <= LONGEST and bool(_ADDRESS.fullmatch(text))


def address(extra: Mapping[str, object]) -> str:
    """Where the text stands first; "" for a text of our own, and for what is no address."""
    return next((str(extra[name]) for name in NAMES if is_address(extra.get(name))), "")


def own(extra: Mapping[str, object]) -> str:
    """The address under our own key alone."""
    found = extra.get(KEY)
    return str(found) if is_address(found) else ""


def without(extra: Mapping[str, object]) -> dict[str, object]:
    """The keys without the address under our own key."""
    return {name: value for name, value in extra.items() if name != KEY or not own(extra)}


def placed(extra: Mapping[str, object], found: str) -> dict[str, object]:
    """The keys with ``found`` under our own key; "" leaves them as they are."""
    return {**extra, KEY: found} if found else dict(extra)
