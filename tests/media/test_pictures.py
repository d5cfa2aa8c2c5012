from io import BytesIO

import pytest
from PIL import Image

from app.media import pictures
from app.media.pictures import NotAPicture, examine


def drawn(kind: str, size: tuple[int, int] = (40, 30)) -> BytesIO:
    file = BytesIO()
    Image.new("RGB", size, (10, 120, 200)).save(file, kind)
    return file


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_known_by_its_content(kind: str) -> None:
    assert examine(drawn(kind)) == pictures.Picture(f"image/{kind.lower()}", 40, 30)


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF"])
def test_other_picture_types_are_refused(kind: str) -> None:
    with pytest.raises(NotAPicture):
        examine(drawn(kind))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_half_a_picture_is_refused(kind: str) -> None:
    whole = drawn(kind, (400, 300)).getvalue()
    with pytest.raises(NotAPicture):
        examine(BytesIO(whole[: len(whole) // 2]))


def test_a_picture_that_unpacks_to_too_many_pixels_is_refused() -> None:
    with pytest.raises(NotAPicture):
        examine(drawn("PNG", (6000, 5000)))
