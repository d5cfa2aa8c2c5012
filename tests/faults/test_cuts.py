"""Connections that break: while a photo is on its way, before and after the server took it."""

import pytest

from tests.faults.faults import BIG, answer_lost, cut_before, cut_photo, meanwhile
from tests.faults.stage import Case, submit
from tests.faults.truth import arrived_once, until
from tests.faults.wire import Does

VISIT = r"^/api/v1/inspections/"
PHOTO = r"^/api/v1/media"


@pytest.mark.parametrize("share", [0.01, 0.5, 0.99])
def test_a_photo_cut_on_its_way_goes_on_from_where_it_was(case: Case, share: float) -> None:
    applies, does = cut_photo(share)
    cut = case.wire.when("PATCH", PHOTO, does, only=applies)
    page = case.finish_page()
    submit(page)
    arrived_once(case, page)
    assert len(cut.happened) == 1
    pieces = [one for one in case.wire.asked("PATCH", PHOTO) if one.photo_size > BIG]
    size = pieces[0].photo_size
    assert sum(one.forwarded for one in pieces) - size <= BIG


@pytest.mark.parametrize(
    ("method", "path", "lost"),
    [
        pytest.param("PUT", VISIT, answer_lost, id="the receipt"),
        pytest.param("POST", PHOTO, answer_lost, id="where a photo goes"),
        pytest.param("PATCH", PHOTO, answer_lost, id="that a piece arrived"),
        pytest.param("PUT", VISIT, cut_before, id="the visit itself"),
    ],
)
def test_what_is_lost_on_the_way_is_sent_again_and_counts_once(
    case: Case, method: str, path: str, lost: Does
) -> None:
    fault = case.wire.when(method, path, lost, times=1)
    page = case.finish_page()
    submit(page)
    arrived_once(case, page)
    assert len(fault.happened) == 1


@pytest.mark.parametrize(
    ("method", "path", "share"),
    [
        pytest.param("PUT", VISIT, 0.5, id="half of the visit"),
        pytest.param("PUT", VISIT, 1, id="all of the visit"),
        pytest.param("PATCH", PHOTO, 0.5, id="half of a photo"),
        pytest.param("PATCH", PHOTO, 1, id="all of a photo"),
    ],
)
def test_a_server_killed_in_the_middle_has_everything_after_its_restart(
    case: Case, method: str, path: str, share: float
) -> None:
    fault = case.wire.when(method, path, meanwhile(case.kill_server, share=share))
    page = case.finish_page()
    submit(page)
    until(lambda: bool(fault.happened), page)
    case.start_server()
    arrived_once(case, page)
