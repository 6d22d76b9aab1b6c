"""An upload keeps each file once and each wording once, brings its JPEGs along, leaves nothing half done."""

import hashlib
import io
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.utils import translation
from PIL import Image

from articles.covers import rendering, storing, uploading, wording
from articles.covers.encoding import JPEG
from articles.covers.models import Cover, Picture, Rendition
from articles.covers.uploading import UploadRefused, reword, upload
from tests.builders import NOON, writer
from tests.covers import pictures
from tests.covers.pictures import BLUE, FORMATS, GREEN, RED, a_cover

pytestmark = pytest.mark.django_db


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def worded(cover: Cover, **changes: Any) -> Cover:
    same = {
        "alt": cover.alt,
        "decorative": cover.decorative,
        "caption": cover.caption,
        "credit": cover.credit,
        "licence": cover.licence,
    }
    return reword(cover, by=None, now=NOON, **{**same, "focal": cover.focal, **changes})


def test_an_upload_keeps_file_words_and_jpegs(own_media: Path) -> None:
    data, by = pictures.jpeg(1000, 700), writer()
    cover = upload(
        SimpleUploadedFile("../../secret.svg", data),
        by=by,
        now=NOON,
        alt="码头",
        caption="清晨",
        credit="李娜",
        licence="CC BY 4.0",
        focal=(0.2, 0.8),
    )
    picture = cover.picture
    assert (cover.alt, cover.caption, cover.credit, cover.licence, cover.focal, cover.made_by, cover.made_at) == (
        "码头", "清晨", "李娜", "CC BY 4.0", (0.2, 0.8), by, NOON,
    )  # fmt: skip
    assert (picture.width, picture.height, picture.uploaded_by, picture.uploaded_at) == (1000, 700, by, NOON)
    assert picture.digest == hashlib.sha256(data).hexdigest()
    assert storing.read(str(picture.original.name)) == data
    rows = {(row.crop, row.width) for row in Rendition.objects.filter(cover=cover)}
    assert rows == {
        ("wide", 400), ("wide", 640), ("wide", 828), ("card", 400), ("card", 640), ("card", 828),
        ("square", 400), ("share", 1000), ("whole", 400), ("whole", 640), ("whole", 828),
    }  # fmt: skip
    names = [row.name for row in Rendition.objects.all()]
    assert files(own_media) == sorted([picture.original.name, *names])


def test_names_are_made_of_digest_crop_and_width() -> None:
    cover = a_cover(pictures.jpeg(700, 500))
    wide = Rendition.objects.get(cover=cover, crop="wide", width=640)
    assert wide.name == f"covers/{cover.content_digest[:16]}/wide-640.jpg"
    assert cover.picture.original.name == f"originals/{cover.picture.digest}.jpg"


def test_rows_tell_the_truth_about_their_files() -> None:
    a_cover(pictures.jpeg(1500, 1100), rendered=True)
    assert Rendition.objects.count() == 3 * 16 + 1  # the large 4:3 of structured data is a JPEG alone
    for row in Rendition.objects.all():
        data = storing.read(row.name)
        image = Image.open(io.BytesIO(data))
        assert (image.size, image.get_format_mimetype(), len(data)) == (
            (row.width, row.height),
            row.mime,
            row.size,
        )


def test_the_same_bytes_are_one_picture_and_the_same_words_one_cover(own_media: Path) -> None:
    data = pictures.png(500, 400)
    first = a_cover(data, alt="一")
    before = files(own_media)
    assert a_cover(data, alt=" 一\n") == first
    assert files(own_media) == before
    other = a_cover(data, alt="二")
    assert (other.picture, other != first) == (first.picture, True)
    assert (Picture.objects.count(), Cover.objects.count()) == (1, 2)


def test_the_content_digest_covers_file_words_and_focal_point() -> None:
    cover = a_cover(pictures.jpeg(300, 200), alt="a", caption="b", credit="c")
    changes: list[dict[str, Any]] = [
        {"alt": "x"}, {"caption": "x"}, {"credit": "x"}, {"decorative": True},
        {"focal": (0.5, 0.4)}, {"focal": (0.4, 0.5)}, {"licence": "x"},
    ]  # fmt: skip
    digests = {cover.content_digest, *(worded(cover, **change).content_digest for change in changes)}
    assert len(digests) == 8
    expected = wording.Words("a", False, "b", "c", 0.5, 0.5)
    assert cover.content_digest == wording.content_digest(cover.picture.digest, expected)


def test_rewording_is_another_row_on_the_same_file_and_brings_its_jpegs(own_media: Path) -> None:
    cover = a_cover(pictures.jpeg(900, 600))
    other = worded(cover, caption="新的说明")
    assert (other.picture, other.caption, Cover.objects.get(pk=cover.pk).caption) == (
        cover.picture,
        "新的说明",
        "",
    )
    for row in cover.renditions.all():
        twin = other.renditions.get(crop=row.crop, width=row.width, mime=JPEG)
        assert storing.read(twin.name) == storing.read(row.name)
    assert worded(other) == other


def test_another_focal_point_cuts_other_pixels() -> None:
    cover = a_cover(pictures.encoded(pictures.columns(1800, 600, RED, GREEN, BLUE)), focal=(0, 0.5))
    for focal, colour in (((0.0, 0.5), RED), ((0.5, 0.5), GREEN), ((1.0, 0.5), BLUE)):
        made = worded(cover, focal=focal)
        name = made.renditions.get(crop="square", width=400).name
        found = Image.open(io.BytesIO(storing.read(name))).getpixel((200, 200))
        assert isinstance(found, tuple)
        assert max(abs(one - other) for one, other in zip(found, colour, strict=True)) < 12


def test_a_decorative_picture_has_no_alt() -> None:
    assert a_cover(alt="words", decorative=True).alt == ""


def test_words_inside_the_file_fill_what_was_left_empty() -> None:
    packet = pictures.xmp(
        description="Ferries at the quay", creator="Li Na", AltTextAccessibility="Two ferries"
    )
    data = pictures.encoded(pictures.plain(300, 200), xmp=packet)
    first = a_cover(data, alt="", caption="Mine")
    assert (first.alt, first.caption, first.credit) == ("Two ferries", "Mine", "Li Na")
    again = a_cover(data, alt="")
    assert (again.caption, again.picture) == ("Ferries at the quay", first.picture)
    bare = a_cover(data, alt="", prefill=False)
    assert (bare.alt, bare.caption, bare.credit) == ("", "", "")
    assert a_cover(data, alt="x", decorative=True).alt == ""


@pytest.mark.parametrize("name", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_no_rendition_holds_metadata_or_a_tail(name: str) -> None:
    packet = pictures.xmp(description="canaryword")
    options: dict[str, Any] = {} if name == "PNG" else {"xmp": packet}
    data = pictures.encoded(
        pictures.plain(700, 500), name, exif=pictures.exif(gps=True, artist="canaryword"), **options
    )
    cover = a_cover(data + b"canaryword", rendered=True, prefill=False)
    rows = list(cover.renditions.all())
    assert {row.mime for row in rows} == {"image/jpeg", "image/webp", "image/avif"}
    for row in rows:
        kept = storing.read(row.name)
        image = Image.open(io.BytesIO(kept))
        assert b"canaryword" not in kept
        assert (dict(image.getexif()), {"exif", "xmp", "icc_profile", "comment"} & set(image.info)) == (
            {},
            set(),
        )


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_becomes_a_cover(name: str) -> None:
    cover = a_cover(pictures.in_format(name))
    assert cover.renditions.filter(mime=JPEG).count() == 8
    assert cover.picture.original.name.endswith({"JPEG": "jpg"}.get(name, name.lower()))


def test_a_refused_file_leaves_nothing(own_media: Path) -> None:
    for data in (b"", b"<svg/>", pictures.jpeg()[:300], pictures.png_of_nothing(9000, 9000)):
        with pytest.raises(UploadRefused):
            a_cover(data or b" ")
    assert (Picture.objects.count(), Cover.objects.count(), files(own_media)) == (0, 0, [])


@pytest.mark.parametrize(
    "words,reason",
    [
        ({"alt": "x" * 501}, "alternative text is longer than 500"),
        ({"caption": "x" * 1001}, "caption is longer than 1000"),
        ({"credit": "x" * 301}, "credit is longer than 300"),
        ({"focal": (1.01, 0.5)}, "outside the picture"),
        ({"focal": (0.5, float("nan"))}, "outside the picture"),
    ],
)
def test_words_that_do_not_fit_are_refused(words: dict[str, Any], reason: str) -> None:
    with translation.override("en"), pytest.raises(UploadRefused, match=reason):
        a_cover(**words)
    assert Picture.objects.count() == 0


def test_a_failure_while_storing_undoes_rows_and_files(
    own_media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = rendering.keep

    def full(shelf: Any, cover: Cover, piece: rendering.Piece) -> Rendition:
        if piece.shape.crop == "square":
            raise OSError(28, "No space left on device")
        return kept(shelf, cover, piece)

    monkeypatch.setattr(rendering, "keep", full)
    with pytest.raises(OSError, match="No space left"):
        a_cover()
    assert (Picture.objects.count(), Cover.objects.count(), files(own_media)) == (0, 0, [])
    monkeypatch.setattr(rendering, "keep", kept)
    assert a_cover().renditions.count() == 8


def test_what_an_interrupted_upload_left_under_a_name_gives_way() -> None:
    data = pictures.jpeg(300, 200)
    name = f"originals/{hashlib.sha256(data).hexdigest()}.jpg"
    default_storage.save(name, ContentFile(data[:100]))
    assert storing.read(str(a_cover(data).picture.original)) == data


def test_a_lost_original_is_said_when_it_is_needed() -> None:
    cover = a_cover()
    default_storage.delete(cover.picture.original.name)
    assert worded(cover, caption="copied from its twin").renditions.count() == 8
    with translation.override("en"), pytest.raises(UploadRefused, match="file of this picture is lost"):
        worded(cover, focal=(0.1, 0.1))


def test_a_lost_rendition_is_made_anew_for_other_words() -> None:
    cover = a_cover()
    row = cover.renditions.filter(crop="card").first()
    assert row is not None
    default_storage.delete(row.name)
    assert worded(cover, caption="x").renditions.count() == 8


def test_an_ordinary_cover_has_its_jpegs_in_good_time() -> None:
    data = pictures.encoded(pictures.photograph(1920, 1280), quality=90)
    started = time.process_time()
    a_cover(data)
    assert time.process_time() - started <= 1.5


def test_the_worker_is_asked_only_after_the_commit(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        cover = a_cover()
        a_cover()
    assert len(callbacks) == 1
    assert cover.render_due_at == NOON
    assert list(Cover.objects.render_due(NOON - timedelta(seconds=1))) == []


@pytest.mark.django_db(transaction=True)
def test_two_uploads_of_the_same_bytes_at_once_are_one_picture(own_media: Path) -> None:
    data, found, barrier = pictures.jpeg(600, 400), [], threading.Barrier(4)

    def one(number: int) -> None:
        try:
            barrier.wait()
            found.append(upload(data, by=None, now=NOON, alt="一样" if number % 2 else "不同"))
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert (Picture.objects.count(), Cover.objects.count()) == (1, 2)
    assert files(own_media) == sorted(
        [*Rendition.objects.values_list("name", flat=True), found[0].picture.original.name]
    )


@pytest.mark.django_db(transaction=True)
def test_an_outer_transaction_that_is_undone_leaves_only_what_is_swept_later(own_media: Path) -> None:
    with transaction.atomic():
        a_cover()
        transaction.set_rollback(True)
    assert (Picture.objects.count(), len(files(own_media))) == (0, 9)
    cover = a_cover()
    assert files(own_media) == sorted(
        [cover.picture.original.name, *(row.name for row in cover.renditions.all())]
    )


def test_uploading_refuses_by_the_class_the_contract_names() -> None:
    assert uploading.UploadRefused.__mro__[1].__name__ == "Refused"
