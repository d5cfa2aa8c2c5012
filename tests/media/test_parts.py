import multiprocessing
from pathlib import Path

import pytest

from app.media.parts import OffsetMoved, Part

PIECE = 4096


def content() -> bytes:
    return b"".join(number.to_bytes(4, "big") * (PIECE // 4) for number in range(64))


def send_all(path: Path, begin: "multiprocessing.synchronize.Barrier") -> None:
    """A phone that sends everything, going on from where the server stands."""
    part, data = Part(path), content()
    begin.wait()
    offset = 0
    while offset < len(data):
        try:
            offset = part.append(offset, data[offset : offset + PIECE])
        except OffsetMoved as moved:
            offset = moved.extra["offset"]


def test_two_processes_on_one_upload_cannot_mix_their_bytes(tmp_path: Path) -> None:
    part = Part(tmp_path / "a.part")
    part.create()
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(2)
    senders = [context.Process(target=send_all, args=(part.path, barrier)) for _ in range(2)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join(60)
    assert [sender.exitcode for sender in senders] == [0, 0]
    assert part.path.read_bytes() == content()


def test_bytes_are_taken_back_only_by_who_wrote_last(tmp_path: Path) -> None:
    part = Part(tmp_path / "a.part")
    part.append(0, b"one")
    part.append(3, b"two")
    part.take_back(0, 3)
    assert part.path.read_bytes() == b"onetwo"
    part.take_back(3, 6)
    assert part.path.read_bytes() == b"one"


def test_nobody_begins_a_lost_file_in_its_middle(tmp_path: Path) -> None:
    part = Part(tmp_path / "lost.part")
    with pytest.raises(OffsetMoved) as refused:
        part.append(3, b"two")
    assert refused.value.extra["offset"] == 0
    assert not part.path.exists()
