"""Reads alt text, caption, credit and licence out of a picture's XMP, IPTC and EXIF; all of it is hostile text.

Runs in the child process of ``opening``, without Django. Nothing found here ever refuses a picture.
"""

import re
from collections.abc import Callable, Iterable
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]
from PIL import ImageFile, IptcImagePlugin

LARGEST = 131_072  # bytes of one metadata block; longer ones are made to burn time
LONGEST = {"alt": 500, "caption": 1000, "credit": 300, "licence": 200}  # characters
IPTC_CAPTION, IPTC_BYLINE, IPTC_CREDIT, IPTC_COPYRIGHT = (2, 120), (2, 80), (2, 110), (2, 116)
EXIF_DESCRIPTION, EXIF_ARTIST, EXIF_COPYRIGHT = 0x010E, 0x013B, 0x8298
RDF_LI = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}li"
# Cameras write their own name where a caption belongs.
CAMERA_WORDS = re.compile(r"(?i)(.* )?digital camera|sony dsc|dcim.*|[a-z_]{0,6}\d*|.*_?\d+\.jpe?g")
# Controls, marks that turn the reading direction, zero-width spaces; joiners stay, for emoji need them.
UNWANTED = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]+"
)

Words = dict[str, str]


def clean(text: str) -> str:
    """One line without control characters, direction marks, lone surrogates or doubled blanks."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return " ".join(UNWANTED.sub(" ", whole).split())


def words(image: ImageFile.ImageFile) -> Words:
    """What the file says of itself by ``alt``, ``caption``, ``credit``, ``licence``; what it does not say is absent."""
    found: Words = {}
    for read in (_xmp, _iptc, _exif):
        for key, text in _tried(read, image).items():
            found.setdefault(key, text)
    return found


def _tried(read: Callable[[ImageFile.ImageFile], Words], image: ImageFile.ImageFile) -> Words:
    try:
        texts = {key: clean(text) for key, text in read(image).items()}
    except Exception:  # whatever broken metadata do to a parser, the picture itself is judged elsewhere
        return {}
    return {key: _cut(text, LONGEST[key]) for key, text in texts.items() if text}


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _xmp(image: ImageFile.ImageFile) -> Words:
    raw = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    packet = raw.encode() if isinstance(raw, str) else bytes(raw)
    if not packet or len(packet) > LARGEST:
        return {}
    root = fromstring(packet.strip(b"\x00 \r\n\t"), forbid_dtd=True)
    return {
        "alt": _property(root, "AltTextAccessibility"),
        "caption": _caption(_property(root, "description")),
        **_people(
            _property(root, "creator"), _property(root, "Credit"), _property(root, "rights"), _terms(root)
        ),
    }


def _terms(root: Element) -> str:
    """Under which terms a picture may be shown: in words, else by the address of the licence."""
    return _property(root, "UsageTerms") or _property(root, "license")


def _property(root: Element, name: str) -> str:
    """The first value of the XMP property with this local name, written as element or as attribute."""
    for element in root.iter():
        if element.tag.rpartition("}")[2] == name:
            items = [item.text or "" for item in element.iter(RDF_LI)]
            return next(iter(items), element.text or "")
        for key, value in element.items():
            if key.rpartition("}")[2] == name:
                return str(value)
    return ""


def _iptc(image: ImageFile.ImageFile) -> Words:
    records = IptcImagePlugin.getiptcinfo(image) or {}

    def text(key: tuple[int, int]) -> str:
        value = records.get(key, b"")
        return _decoded(value[0] if isinstance(value, list) else value)

    people = _people(text(IPTC_BYLINE), text(IPTC_CREDIT), text(IPTC_COPYRIGHT))
    return {"caption": _caption(text(IPTC_CAPTION)), **people}


def _decoded(raw: bytes) -> str:
    """IPTC seldom names its encoding: UTF-8 cannot be mistaken, GB 18030 hardly, Latin-1 is the rest."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def _exif(image: ImageFile.ImageFile) -> Words:
    if len(image.info.get("exif", b"")) > LARGEST:
        return {}
    tags = image.getexif()
    artist, rights = str(tags.get(EXIF_ARTIST, "")), str(tags.get(EXIF_COPYRIGHT, ""))
    return {
        "caption": _caption(_utf8(str(tags.get(EXIF_DESCRIPTION, "")))),
        **_people(_utf8(artist), "", _utf8(rights)),
    }


def _utf8(text: str) -> str:
    """EXIF text is read as Latin-1, but today's cameras write UTF-8."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def _caption(text: str) -> str:
    return "" if CAMERA_WORDS.fullmatch(clean(text)) else text


def _people(creator: str, agency: str, rights: str, terms: str = "") -> Words:
    """“Who / agency”, and the terms of use; the copyright line stands in for whichever the file lacks, never twice."""
    names = " / ".join(_distinct(clean(creator), clean(agency)))
    return {"credit": names or clean(rights), "licence": clean(terms) or (clean(rights) if names else "")}


def _distinct(*texts: str) -> Iterable[str]:
    return [text for text in dict.fromkeys(texts) if text]
