"""A copy shows the same pixels, the same colours and the same side up, and tells nothing else."""

import struct
from io import BytesIO
from typing import Any
from zlib import compress, crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from app.media.stripping import stripped

SECRET = b"36.65N 117.12E Zhou Guilan"
ORIENTATION, MAKER, GPS = 0x0112, 0x010F, 0x8825
KINDS = ("JPEG", "PNG", "WEBP")
ICC = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def exif(turned: int | None) -> bytes:
    """As a camera writes it: who, where and, perhaps, which way is up."""
    notes = Image.Exif()
    notes[MAKER] = SECRET.decode()
    notes.get_ifd(GPS)[0x1D] = SECRET.decode()
    if turned is not None:
        notes[ORIENTATION] = turned
    return notes.tobytes()


def drawn(kind: str, **more: Any) -> bytes:
    image = Image.linear_gradient("L").resize((40, 24)).convert("RGB")
    image.paste((200, 30, 40), (0, 0, 12, 7))
    file = BytesIO()
    image.save(file, kind, **more)
    return file.getvalue()


def clean(data: bytes, kind: str) -> bytes:
    return stripped(data, f"image/{kind.lower()}")


def seen(data: bytes) -> tuple[object, ...]:
    """What a viewer makes of the bytes."""
    with Image.open(BytesIO(data)) as image:
        turned = image.getexif().get(ORIENTATION, 1)
        return image.size, image.mode, image.tobytes(), image.info.get("icc_profile"), turned


def told(data: bytes) -> set[int]:
    """The EXIF entries in the bytes."""
    with Image.open(BytesIO(data)) as image:
        return set(image.getexif())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("turned", [None, *range(1, 9)])
def test_place_and_maker_are_dropped_and_up_stays_up(kind: str, turned: int | None) -> None:
    original = drawn(kind, exif=exif(turned), icc_profile=ICC)
    copy = clean(original, kind)
    assert SECRET in original
    assert SECRET not in copy
    assert seen(copy) == seen(original)
    assert told(copy) == ({ORIENTATION} if turned not in (None, 1) else set())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("more", [{}, {"icc_profile": ICC}], ids=["plain", "colours"])
def test_where_there_is_nothing_to_drop_the_bytes_stay(kind: str, more: dict[str, Any]) -> None:
    original = drawn(kind, **more)
    assert clean(original, kind) == original


def test_a_progressive_jpeg_keeps_all_its_scans() -> None:
    original = drawn("JPEG", progressive=True, exif=exif(6), comment=SECRET)
    assert seen(clean(original, "JPEG")) == seen(original)


def test_colours_of_a_cmyk_jpeg_stay() -> None:
    file = BytesIO()
    Image.new("CMYK", (16, 16), (10, 200, 30, 40)).save(file, "JPEG", exif=exif(3))
    copy = clean(file.getvalue(), "JPEG")
    assert SECRET not in copy
    assert seen(copy) == seen(file.getvalue())


@pytest.mark.parametrize("kind", KINDS)
def test_what_hides_behind_the_picture_is_dropped(kind: str) -> None:
    original = drawn(kind)
    assert clean(original + drawn("JPEG", exif=exif(3)), kind) == original


def test_a_moving_webp_keeps_its_frames() -> None:
    frames = [Image.new("RGB", (16, 16), (n * 60, 80, 90)) for n in range(3)]
    file = BytesIO()
    notes = {"exif": exif(6), "xmp": SECRET}
    frames[0].save(file, "WEBP", save_all=True, append_images=frames[1:], lossless=True, **notes)
    with Image.open(BytesIO(clean(file.getvalue(), "WEBP"))) as copy:
        assert "xmp" not in copy.info
        copy.seek(2)
        assert copy.convert("RGB").getpixel((1, 1)) == (120, 80, 90)


def segment(code: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, code, len(body) + 2) + body


def png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", crc32(kind + body))


def webp_chunk(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


secrets = st.binary(max_size=40).map(lambda noise: noise + SECRET + noise)
jpeg_notes = st.one_of(
    st.builds(segment, st.sampled_from([*range(0xE1, 0xF0), 0xFE]), secrets),
    st.builds(lambda body: segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + body), secrets),
    st.builds(lambda body: segment(0xED, b"Photoshop 3.0\0" + body), secrets),
    st.builds(lambda body: segment(0xE0, b"JFXX\0\x10" + body), secrets),
    st.just(segment(0xE1, exif(None))),
)
png_notes = st.one_of(
    st.builds(lambda body: png_chunk(b"tEXt", b"Comment\0" + body.replace(b"\0", b"")), secrets),
    st.builds(lambda body: png_chunk(b"zTXt", b"Comment\0\0" + compress(body)), secrets),
    st.builds(lambda body: png_chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + body), secrets),
    st.builds(lambda body: png_chunk(b"prVt", body), secrets),
    st.just(png_chunk(b"tIME", struct.pack(">HBBBBB", 2026, 11, 24, 9, 30, 0))),
)
webp_notes = st.builds(
    webp_chunk, st.sampled_from([b"EXIF", b"XMP ", b"JUNK"]), secrets.map(lambda body: b"\0" + body)
)


@given(notes=st.lists(jpeg_notes, max_size=6), filling=st.integers(0, 3), progressive=st.booleans())
def test_any_notes_in_a_jpeg_go_and_nothing_else(
    notes: list[bytes], filling: int, progressive: bool
) -> None:
    plain = drawn("JPEG", icc_profile=ICC, progressive=progressive)
    start = 2 + 2 + int.from_bytes(plain[4:6], "big")
    between = (b"\xff" * filling).join([b"", *notes, b""])
    assert clean(plain[:start] + between + plain[start:], "JPEG") == plain


@given(before=st.lists(png_notes, max_size=4), after=st.lists(png_notes, max_size=4))
def test_any_notes_in_a_png_go_and_nothing_else(before: list[bytes], after: list[bytes]) -> None:
    plain = drawn("PNG", icc_profile=ICC)
    head, end = 8 + 25, len(plain) - 12
    noted = plain[:head] + b"".join(before) + plain[head:end] + b"".join(after) + plain[end:]
    assert seen(noted)[2] == seen(plain)[2]
    assert clean(noted, "PNG") == plain


@given(notes=st.lists(webp_notes, max_size=5))
def test_any_notes_in_a_webp_go_and_nothing_else(notes: list[bytes]) -> None:
    plain = drawn("WEBP", icc_profile=ICC)
    # Bit 2 of the header's flags announces XMP, bit 3 EXIF.
    flags = bytes((plain[20] | 0x0C,)) if notes else plain[20:21]
    body = plain[12:20] + flags + plain[21:] + b"".join(notes)
    noted = b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body
    assert clean(noted, "WEBP") == plain


@given(data=st.binary(max_size=300), kind=st.sampled_from(KINDS))
def test_damaged_bytes_end_the_copy_and_no_more(data: bytes, kind: str) -> None:
    original = drawn(kind)
    for torn in (original[: len(data)] + data, data):
        assert len(clean(torn, kind)) <= len(torn) + 16
