"""Where the address of a link ends: upstream's rule, a stretch at a time instead of a sign at a time."""

import re
from functools import lru_cache

from markdown_it import helpers
from markdown_it.common.utils import unescapeAll
from markdown_it.helpers import parse_link_destination

MOST_BRACKETS = 32  # opened inside each other in one address, as upstream has it

_SIGN = re.compile(r"[\x00-\x20\x7f()\\]")


class HouseHelpers:
    """Upstream's helpers for the parts of a link, with a quicker one for addresses without angle brackets."""

    parseLinkLabel = staticmethod(helpers.parseLinkLabel)  # noqa: N815 (the names are upstream's)
    parseLinkTitle = staticmethod(helpers.parseLinkTitle)  # noqa: N815

    @staticmethod
    def parseLinkDestination(string: str, pos: int, maximum: int) -> parse_link_destination._Result:
        """Return where the address at ``pos`` ends, and the address without its escapes."""
        if string.startswith("<", pos):
            return helpers.parseLinkDestination(string, pos, maximum)
        result = parse_link_destination._Result()
        end = _end(string, pos, maximum)
        if end > pos:
            result.ok, result.pos, result.str = True, end, unescapeAll(string[pos:end])
        return result


@lru_cache(maxsize=2)  # a picture that is none is tried as a link at once
def _end(string: str, place: int, maximum: int) -> int:
    """Return where the address ends, or -1 if its round brackets do not pair."""
    level = 0
    while found := _SIGN.search(string, place, maximum):
        place, sign = found.start(), found[0]
        if sign == "(":
            level += 1
        elif sign == ")" and level:
            level -= 1
        elif sign == "\\" and string[place + 1 : min(place + 2, maximum)] != " ":
            place += 1  # what follows a backslash means nothing else
        else:
            return -1 if level else place
        if level > MOST_BRACKETS:
            return -1
        place += 1
    return -1 if level else maximum
