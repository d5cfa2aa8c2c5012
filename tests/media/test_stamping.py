"""A stamp stands below the picture, in signs that every name can be written in."""

from io import BytesIO

import pytest
from PIL import Image

from app.media.stamping import EDGE, _font, stamped
from tests.media.conftest import PLACE, a_photo, a_placed_photo

LINES = ["禾谷里餐饮店", "问题编号 WT370102-2026Q4-000001 · 登记"]


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


def drawn(size: tuple[int, int], kind: str = "JPEG", mode: str = "RGB", colour: int = 0) -> bytes:
    file = BytesIO()
    Image.new(mode, size, colour).save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_picture_is_whole_and_the_words_are_below_it(kind: str) -> None:
    sheet = opened(stamped(a_photo(2, kind), LINES))
    assert sheet.format == "JPEG"
    assert sheet.width == 64
    assert sheet.height > 48
    shown = sheet.crop((0, 0, 64, 47)).resize((1, 1)).tobytes()
    assert all(abs(a - b) < 6 for a, b in zip(shown, (100, 120, 200), strict=True))
    below = sheet.crop((0, 50, *sheet.size)).convert("L").tobytes()
    assert min(below) < 60 < 200 < max(below)


def test_a_photo_on_its_side_is_stamped_upright_and_without_its_place() -> None:
    copy = stamped(a_placed_photo(), LINES)
    assert opened(copy).width == 48
    assert PLACE not in copy
    assert not opened(copy).getexif()


def test_a_long_line_goes_on_in_the_next() -> None:
    once, thrice = (opened(stamped(drawn((800, 60)), ["名" * n])) for n in (40, 120))
    assert once.width == thrice.width == 800
    assert thrice.height - 60 > 2 * (once.height - 60)


@pytest.mark.parametrize("size", [(6000, 3900), (3000, 200), (1, 1)])
def test_a_copy_is_never_larger_than_a_screen_needs(size: tuple[int, int]) -> None:
    assert opened(stamped(drawn(size), ["编号"])).width <= EDGE


def test_a_signatures_clear_ground_stays_white() -> None:
    sheet = opened(stamped(drawn((60, 40), "PNG", "RGBA"), ["签字"]))
    assert sheet.getpixel((30, 10)) == (255, 255, 255)


def test_rare_signs_of_names_are_in_the_font() -> None:
    font = _font(20)
    nothing = bytes(font.getmask("\U0010fffd"))
    for sign in "禾喆堃玥淏祎翀垚犇㛃䶮彧·（）":
        assert bytes(font.getmask(sign)) != nothing, sign
