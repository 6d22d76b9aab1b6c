"""What every field passes at the doors: text that databases, XML and UTF-8 all accept."""

import re

# Control characters, and the two code points that XML 1.0 forbids besides them.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_BREAKS = re.compile("[\n\t\u2028\u2029]+")


def clean(text: str) -> str:
    """``text`` with ``\\n`` line ends and without NUL and other control characters (tab and newline stay).

    A lone surrogate, which no UTF-8 can hold, becomes U+FFFD.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _SURROGATE.sub("\ufffd", _CONTROL.sub("", text))


def line(text: str) -> str:
    """``clean`` for a field of one line: line ends and tabs become a space, white space around it goes."""
    parts = (part.strip() for part in _BREAKS.split(clean(text)))
    return " ".join(part for part in parts if part)
