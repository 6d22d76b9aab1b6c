"""Words inside a file are offered as hostile text: cleaned, cut, and never a reason to refuse the picture."""

import pytest

from articles.covers.metadata import clean
from articles.covers.opening import opened
from tests.covers import pictures
from tests.covers.pictures import plain


def words(data: bytes) -> dict[str, str]:
    return opened(data).words


@pytest.mark.parametrize("name", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_xmp_gives_alt_caption_and_credit(name: str) -> None:
    packet = pictures.xmp(
        AltTextAccessibility="渡轮靠岸",
        description="风暴后的第一班渡轮。",
        creator="李娜",
        Credit="潮声图片社",
    )
    options = {"pnginfo": _itxt(packet)} if name == "PNG" else {"xmp": packet}
    found = words(pictures.encoded(plain(80, 60), name, **options))
    assert found == {"alt": "渡轮靠岸", "caption": "风暴后的第一班渡轮。", "credit": "李娜 / 潮声图片社"}


def _itxt(packet: bytes) -> object:
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_itxt("XML:com.adobe.xmp", packet.decode())
    return info


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"creator": "李娜", "rights": "© 潮声"}, {"credit": "李娜", "licence": "© 潮声"}),
        ({"rights": "© 潮声"}, {"credit": "© 潮声"}),
        ({"rights": "© 潮声", "UsageTerms": "CC BY 4.0"}, {"credit": "© 潮声", "licence": "CC BY 4.0"}),
        ({"license": "https://creativecommons.org/licenses/by/4.0/"},
         {"licence": "https://creativecommons.org/licenses/by/4.0/"}),
    ],
)  # fmt: skip
def test_the_licence_is_the_terms_of_use_or_a_copyright_line_that_is_not_the_credit(
    said: dict[str, str], found: dict[str, str]
) -> None:
    assert words(pictures.encoded(plain(80, 60), xmp=pictures.xmp(**said))) == found


def test_iptc_is_read_in_utf_8_gb_18030_and_latin_1() -> None:
    for encoding, text in (
        ("utf-8", "清晨的港口"),
        ("gb18030", "清晨的港口"),
        ("latin-1", "Le café est fermé ici"),
    ):
        data = pictures.with_iptc(pictures.jpeg(80, 60), caption=text.encode(encoding), byline=b"Li Na")
        assert words(data) == {"caption": text, "credit": "Li Na"}


def test_exif_is_read_last_and_the_copyright_line_only_without_a_name() -> None:
    exif = {"description": "A crane at dawn over the yard", "artist": "Li Na", "copyright": "(c) Tide Press"}
    assert words(pictures.with_exif(plain(80, 60), **exif)) == {
        "caption": "A crane at dawn over the yard",
        "credit": "Li Na",
        "licence": "(c) Tide Press",
    }
    assert words(pictures.with_exif(plain(80, 60), copyright="(c) Tide Press")) == {
        "credit": "(c) Tide Press"
    }
    both = pictures.encoded(
        plain(80, 60), exif=pictures.exif(artist="Other"), xmp=pictures.xmp(creator="Li Na")
    )
    assert words(both) == {"credit": "Li Na"}


@pytest.mark.parametrize(
    "text", ["OLYMPUS DIGITAL CAMERA", "SONY DSC", "DCIM\\100MEDIA", "dav", "IMG_2031.JPG", "_DSC0042"]
)
def test_what_cameras_write_is_no_caption(text: str) -> None:
    assert words(pictures.with_exif(plain(80, 60), description=text)) == {}


def test_hostile_words_are_cleaned_and_cut() -> None:
    assert clean("a\x00b\r\nc\u202ed\u2066 e\u200b\ud800") == "a b c d e ?"
    assert clean("👩‍🚀 标题") == "👩‍🚀 标题"
    long = words(pictures.encoded(plain(80, 60), xmp=pictures.xmp(description="长" * 5000)))["caption"]
    assert (len(long), long[-1]) == (1000, "…")


@pytest.mark.filterwarnings("ignore")  # as in the child, which has nobody to warn
def test_broken_and_hostile_blocks_give_no_words_and_refuse_nothing() -> None:
    entities = (
        b'<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;">]><a><description>&c;</description></a>'
    )
    remote = b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x"><a><description>x y z</description></a>'
    for packet in (b"<x", b"\xff\xfe\x00", entities, remote, b"<a>" * 30_000, pictures.xmp()):
        assert words(pictures.encoded(plain(80, 60), "WEBP", xmp=packet)) == {}
    broken = pictures.with_iptc(pictures.jpeg(80, 60), caption=b"x y z", byline=b"Li").replace(
        b"\x1c\x02\x78", b"\x1d\x02\x78"
    )
    assert words(broken) == {}
    assert words(pictures.encoded(plain(80, 60), exif=b"Exif\0\0II*\0\xff\xff\xff\xff")) == {}
