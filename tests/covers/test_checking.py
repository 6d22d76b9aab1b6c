"""A file is judged by its content: it becomes plain upright pixels, or is refused in words."""

import io
import random
import struct
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.utils import translation
from PIL import Image, ImageCms

from articles.covers import checking, webp
from articles.covers.checking import UploadRefused, check
from articles.covers.opening import Unusable, opened
from tests import needs
from tests.covers import pictures
from tests.covers.pictures import BLUE, FORMATS, GREEN, RED, WHITE

FORMAT = "The file is not a JPEG, PNG, WebP, AVIF or GIF picture, so it was not kept."
PIXELS = "The picture has more than 50 megapixels, so it was not kept. Save it smaller and try again."
DAMAGED = "The picture is damaged and cannot be read to its end, so it was not kept."
LONG = "Reading the picture takes too long or too much memory, so it was not kept. Save it smaller."
PIECES = (
    "The file is built of unusually many pieces, so it was not kept. Save the picture anew and try again."
)


def near(found: object, wanted: tuple[int, int, int], by: int = 12) -> bool:
    assert isinstance(found, tuple)
    return all(abs(one - other) <= by for one, other in zip(found, wanted, strict=True))


def refusal(data: bytes) -> str:
    with translation.override("en"), pytest.raises(UploadRefused) as caught:
        check(data)
    return str(caught.value)


@pytest.mark.parametrize("name", FORMATS)
def test_each_of_the_five_formats_is_read(name: str) -> None:
    found = check(pictures.in_format(name))
    assert (found.format, found.width, found.height, found.image.mode) == (name, 800, 600, "RGB")
    assert near(found.image.getpixel((400, 300)), RED)


def test_the_first_frame_of_a_gif_is_taken() -> None:
    found = check(pictures.gif(300, 200, GREEN, RED, BLUE))
    assert near(found.image.getpixel((150, 100)), GREEN)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_exif_orientation_is_turned_upright(orientation: int) -> None:
    upright = pictures.columns(400, 200, RED, BLUE)
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    stored = upright.transpose(Image.Transpose(undo[orientation])) if orientation > 1 else upright
    found = check(pictures.with_exif(stored, orientation=orientation, gps=True))
    assert (found.width, found.height) == (400, 200)
    assert near(found.image.getpixel((50, 100)), RED)
    assert near(found.image.getpixel((350, 100)), BLUE)


def test_transparency_lies_on_white() -> None:
    clear = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    for name in ("PNG", "WEBP", "AVIF", "GIF"):
        assert near(check(pictures.encoded(clear, name)).image.getpixel((20, 20)), WHITE), name


@pytest.mark.parametrize(
    "mode,colour", [("CMYK", (0, 0, 0, 128)), ("L", 127), ("1", 1), ("P", 3), ("I;16", 32_000)]
)
def test_every_colour_mode_becomes_rgb(mode: str, colour: object) -> None:
    image = Image.new(mode, (64, 48), colour)  # type: ignore[arg-type]
    found = check(pictures.encoded(image, "JPEG" if mode == "CMYK" else "PNG")).image
    grey = {"1": 255, "P": image.convert("RGB").getpixel((1, 1))[0], "I;16": 125}.get(mode, 127)  # type: ignore[index]
    assert near(found.getpixel((30, 20)), (grey, grey, grey))


def test_colours_are_converted_by_the_profile_and_a_broken_profile_is_ignored() -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"tmp_").replace(b"bXYZ", b"rXYZ").replace(b"tmp_", b"bXYZ")
    red = pictures.plain(64, 64, (255, 0, 0))
    for profile, seen in ((b"nonsense" * 20, (255, 0, 0)), (srgb, (255, 0, 0)), (swapped, (0, 0, 255))):
        assert near(check(pictures.encoded(red, "PNG", icc_profile=profile)).image.getpixel((9, 9)), seen)


@pytest.mark.parametrize("name", ["TIFF", "BMP", "PPM", "ICO", "TGA", "PCX", "JPEG2000"])
def test_other_formats_are_refused(name: str) -> None:
    assert refusal(pictures.encoded(pictures.plain(64, 64), name)) == FORMAT


def test_what_is_no_picture_is_refused_whatever_it_is_called() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.jpg", pictures.jpeg())
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    for data in (packed.getvalue(), svg, b"%PDF-1.7 ...", b"<html>", b"\0" * 5000, b"x", "标题".encode()):
        assert refusal(data) == FORMAT


def test_a_bomb_is_refused_by_its_header() -> None:
    bomb = pictures.png_of_nothing(10_000, 10_000)
    assert len(bomb) < 100_000
    assert refusal(bomb) == PIXELS
    assert refusal(pictures.png_of_nothing(50_001, 1_000)) == PIXELS
    assert refusal(pictures.png_of_nothing(60_000, 60_000)[:400]) == PIXELS
    screen = bytearray(pictures.gif(20, 20))
    screen[6:10] = struct.pack("<HH", 65_535, 65_535)
    assert refusal(bytes(screen)) == PIXELS


def lossless(colours: int, width: int, height: int) -> bytes:
    """A small WebP without losses that says it is ``width`` by ``height``."""
    image, kept = Image.new("RGB", (64, 64)), io.BytesIO()
    image.putdata([(number % colours * 3, number % colours, 0) for number in range(64 * 64)])
    image.save(kept, "WEBP", lossless=True)
    data = bytearray(kept.getvalue())
    assert data[12:16] == b"VP8L"
    size = int.from_bytes(data[21:25], "little") >> 28 << 28 | (height - 1) << 14 | (width - 1)
    data[21:25] = size.to_bytes(4, "little")
    return bytes(data)


def test_a_webp_without_losses_is_refused_before_it_takes_more_memory_than_a_worker_has() -> None:
    assert refusal(lossless(64, 6_100, 6_000)) == LONG
    assert webp.is_lossless_in_many_colours(lossless(64, 64, 64))
    assert not webp.is_lossless_in_many_colours(lossless(16, 64, 64))
    assert not webp.is_lossless_in_many_colours(pictures.webp_of_nothing(640, 480))
    assert not webp.is_lossless_in_many_colours(b"RIFF\0\0\0\0WEBPVP8X")


@pytest.mark.parametrize(
    "data", [pictures.png_of_nothing(10_000, 5_000), pictures.webp_of_nothing(10_000, 5_000)]
)
def test_fifty_megapixels_are_still_accepted_within_time_and_memory(data: bytes) -> None:
    needs.require(Path("/proc/self/status").exists(), "/proc")
    measure = (
        "import sys, time; sys.path.append(sys.argv[1]); from articles.covers.opening import opened;"
        "found = opened(sys.stdin.buffer.read()); "
        "peak = open('/proc/self/status').read().split('VmHWM:')[1].split()[0];"
        "print(found.width, *found.image.size, peak, time.process_time())"
    )
    root = str(Path(__file__).parents[2])
    answer = subprocess.run(
        [sys.executable, "-I", "-c", measure, root], input=data, capture_output=True, check=True
    )
    width, across, down, kilobytes, seconds = map(float, answer.stdout.split())
    assert (width, across, down) == (10_000, 2_500, 1_250)
    assert kilobytes <= 256 * 1024
    assert seconds <= 2


def test_a_moving_webp_beyond_what_memory_bears_is_refused() -> None:
    frames = [pictures.plain(64, 64, colour) for colour in (RED, BLUE)]
    moving = pictures.encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:])
    assert check(moving).width == 64
    wide = moving.index(b"VP8X") + 12
    huge = moving[:wide] + (9_999).to_bytes(3, "little") + (4_999).to_bytes(3, "little") + moving[wide + 6 :]
    assert refusal(huge) == LONG


def test_an_empty_file_and_one_of_more_than_20_mb_are_refused() -> None:
    with translation.override("en"), pytest.raises(UploadRefused, match="file is empty"):
        checking.read(ContentFile(b""))
    with translation.override("en"), pytest.raises(UploadRefused, match="larger than 20 MB"):
        checking.read(ContentFile(b"x" * (20 * 1024 * 1024 + 1)))


def test_a_file_that_was_read_before_is_read_from_its_beginning() -> None:
    file = ContentFile(b"all of it")
    file.read(4)
    assert checking.read(file) == b"all of it"


@pytest.mark.parametrize("name", FORMATS)
def test_a_truncated_picture_is_refused(name: str) -> None:
    image = pictures.photograph(240, 160)
    whole = pictures.encoded(image, name)
    for share in (0.3, 0.6, 0.9):
        with pytest.raises(Unusable) as caught:
            opened(whole[: int(len(whole) * share)])
        assert caught.value.reason == "damaged"
    assert refusal(whole[: len(whole) // 2]) == DAMAGED


@pytest.mark.filterwarnings("ignore")  # as in the child, which has nobody to warn
@pytest.mark.parametrize("name", FORMATS)
def test_any_region_cut_or_flipped_is_refused_or_yields_whole_pixels(name: str) -> None:
    chance = random.Random(name)
    whole = pictures.encoded(pictures.photograph(96, 64), name, exif=pictures.exif(gps=True))
    for number in range(120):
        data = bytearray(whole)
        start = chance.randrange(len(data)) if number % 2 else chance.randrange(min(400, len(data)))
        end = min(len(data), start + chance.choice((1, 1, 2, 8, 64)))
        data[start:end] = (
            b"" if number % 3 == 0 else bytes(byte ^ chance.randrange(1, 256) for byte in data[start:end])
        )
        try:
            found = opened(bytes(data))
        except Unusable:
            continue
        assert found.image.mode == "RGB"
        assert len(found.image.tobytes()) == 3 * found.image.width * found.image.height


def test_a_file_of_a_million_pieces_is_refused_quickly() -> None:
    started = time.perf_counter()
    red = pictures.png(30, 20)
    chunks = red[:33] + pictures.png_chunk(b"teXt", b"") * 400_000 + red[33:]
    assert refusal(chunks) == PIECES
    segments = pictures.jpeg(30, 20)
    assert refusal(segments[:2] + b"\xff\xfe\x00\x02" * 400_000 + segments[2:]) == PIECES
    loops = pictures.gif(30, 20)
    assert (
        refusal(loops[:-1].replace(b",\0\0\0\0", b"!\xfe\x01x\0" * 400_000 + b",\0\0\0\0", 1) + b";")
        == PIECES
    )
    assert time.perf_counter() - started < 6


def test_a_jpeg_of_thousands_of_scans_is_refused_before_it_is_decoded() -> None:
    data = pictures.jpeg(640, 480, progressive=True)
    scan = data.rindex(b"\xff\xda")
    started = time.perf_counter()
    assert refusal(data[:-2] + data[scan:-2] * 5_000 + data[-2:]) == PIECES
    assert time.perf_counter() - started < 2


def test_a_picture_with_something_behind_it_is_read_without_it() -> None:
    for name in FORMATS:
        found = opened(pictures.in_format(name) + b"PK\x03\x04<script>alert(1)</script>" * 50)
        assert found.image.size == (800, 600), name


def test_a_telephone_picture_with_a_second_one_behind_it_is_a_jpeg() -> None:
    second = pictures.plain(100, 80, BLUE)
    data = pictures.encoded(pictures.plain(400, 300), "MPO", save_all=True, append_images=[second])
    found = check(data)
    assert (found.format, found.width, found.height) == ("JPEG", 400, 300)


def test_huge_metadata_neither_refuse_nor_burn_time() -> None:
    started = time.perf_counter()
    entry = struct.pack("<HHII", 0x010E, 2, 15_000_000, 8)
    block = b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<H", 65_535) + entry * 65_535 + b"a" * 15_000_000
    data = pictures.webp(64, 64, exif=block)
    assert check(data).words == {}
    assert check(pictures.webp(64, 64, xmp=b"<x>" * 3_000_000)).words == {}
    assert time.perf_counter() - started < 4


def test_a_jpeg_with_a_block_of_exif_in_hundreds_of_segments_is_refused() -> None:
    entry = struct.pack("<HHII", 0x9999, 7, 10_000_000, 8)
    block = b"II*\0\x08\0\0\0" + struct.pack("<H", 65_535) + entry * 65_535 + b"a" * 10_000_000
    parts = [b"Exif\0\0" + block[start : start + 65_000] for start in range(0, len(block), 65_000)]
    segments = b"".join(b"\xff\xe1" + struct.pack(">H", 2 + len(part)) + part for part in parts)
    data = pictures.jpeg(64, 64)
    started = time.perf_counter()
    assert refusal(data[:2] + segments + data[2:]) == PIECES
    assert time.perf_counter() - started < 2


def test_what_needs_more_memory_than_the_child_has_is_refused_in_words() -> None:
    code = "import articles.covers.opening as o; o.MEMORY = 150_000_000; o.main()"
    child = [
        *checking._CHILD[:-1],
        checking._CHILD[-1].replace("from articles.covers.opening import main; main()", code),
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checking, "_CHILD", child)
        assert refusal(pictures.png_of_nothing(7_000, 7_000)).startswith(
            "Reading the picture takes too long or too much"
        )


def test_a_child_that_never_ends_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "_CHILD", [sys.executable, "-c", "while True: pass"])
    monkeypatch.setattr(checking, "SECONDS", 0.5)
    assert refusal(pictures.jpeg()).startswith("Reading the picture takes too long or too much memory")


def test_a_child_that_dies_of_its_decoder_refuses_the_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "_CHILD", [sys.executable, "-c", "import os; os.kill(os.getpid(), 11)"])
    assert refusal(pictures.jpeg()) == DAMAGED


def test_the_child_holds_no_secrets_and_no_django() -> None:
    assert "SECRET_KEY" not in checking._surroundings()
    code = (
        "import sys; sys.path.append(sys.argv[1]); import articles.covers.opening;"
        "print('django' in sys.modules or 'celery' in sys.modules)"
    )
    root = str(Path(__file__).parents[2])
    answer = subprocess.run([sys.executable, "-I", "-c", code, root], capture_output=True, check=True)
    assert answer.stdout == b"False\n"
