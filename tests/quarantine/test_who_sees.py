"""The office sees its own region's; administrators see who and when; everybody else nothing."""

from app.ids import uuid7
from tests.quarantine.conftest import WHERE, Counter, Scene, order


def test_another_countys_office_finds_nothing(counter: Counter, scene: Scene) -> None:
    counter.keep(scene.cadre, order(scene.entity))
    id = counter.by(scene.office, "GET", WHERE).json()["items"][0]["id"]
    assert counter.by(scene.other_office, "GET", WHERE).json() == {
        "items": [],
        "next": None,
        "total": 0,
    }
    for method, path, json in (
        ("GET", f"{WHERE}/{id}", None),
        ("POST", f"{WHERE}/{id}/deliver", None),
        ("POST", f"{WHERE}/{id}/decline", {"note": "不是本县"}),
        ("GET", f"{WHERE}/{id}/media/sha256/{'0' * 64}", None),
    ):
        answer = counter.by(scene.other_office, method, path, json=json)
        assert answer.status_code == 404, path


def test_nobody_without_the_right_reads_or_decides(counter: Counter, scene: Scene) -> None:
    counter.keep(scene.cadre, order(scene.entity))
    id = counter.by(scene.office, "GET", WHERE).json()["items"][0]["id"]
    for person in [*scene.everybody_else, scene.secadmin, scene.sysadmin]:
        for method, path in (
            ("GET", WHERE),
            ("GET", f"{WHERE}/{id}"),
            ("POST", f"{WHERE}/{id}/deliver"),
        ):
            assert counter.by(person, method, path).status_code == 403, (person.role, path)
    for person in [*scene.everybody_else, scene.office]:
        assert counter.by(person, "GET", f"{WHERE}/watched").status_code == 403, person.role


def test_administrators_see_who_and_when_but_nothing_of_what_it_says(
    counter: Counter, scene: Scene
) -> None:
    statement = "冷藏柜旁有鼠迹"
    handed = order(scene.entity, visit={"statement": statement}, photos=["0" * 64])
    counter.keep(scene.cadre, handed)
    for person in (scene.secadmin, scene.sysadmin):
        answer = counter.by(person, "GET", f"{WHERE}/watched")
        [row] = answer.json()["items"]
        assert (row["author"], row["username"], row["disabled"]) == ("周桂兰", "zhou", True)
        assert (row["kind"], row["photos"], row["reason"]) == ("inspection", 1, "account_ended")
        assert row["size"] > 1000
        for secret in (statement, scene.entity.name, str(scene.entity.id)):
            assert secret not in answer.text
    assert counter.by(scene.other_secadmin, "GET", f"{WHERE}/watched").json()["items"] == []


def test_the_list_is_read_page_by_page(counter: Counter, scene: Scene) -> None:
    ids = [uuid7() for _ in range(5)]
    for id in ids:
        counter.keep(scene.cadre, order(scene.entity), id)
    found: list[str] = []
    cursor = ""
    while True:
        page = counter.by(scene.office, "GET", f"{WHERE}?limit=2{cursor}").json()
        found += [row["record_id"] for row in page["items"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert found == [str(id) for id in reversed(ids)]
