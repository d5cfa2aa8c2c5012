"""How a person fills the checklist on the phone."""

from pathlib import Path

from playwright.sync_api import Locator, Page, expect


def answer_everything(
    page: Page, *, wrong: str | None = None, note: str = "", picture: Path | None = None
) -> int:
    """Everything 符合 with its questions answered, but for the item whose text holds `wrong`.

    Gives how many items were answered.
    """
    cards = page.locator("section.card.item")
    expect(cards.first).to_be_visible()
    answered, number = 0, -1
    # An answer may bring more questions further down.
    while (number := number + 1) < cards.count():
        card = cards.nth(number)
        radios = card.get_by_role("radiogroup").first
        if not radios.get_by_role("radio", name="符合", exact=True).count():
            questions(card, after=0)
            continue
        is_wrong = wrong is not None and wrong in card.inner_text()
        radios.get_by_role("radio", name="不符合" if is_wrong else "符合", exact=True).click()
        if is_wrong and picture:
            describe(card, note, picture)
        questions(card)
        answered += 1
    return answered


def describe(card: Locator, note: str, picture: Path) -> None:
    """What is wrong, and its photo."""
    card.get_by_label("现场照片：拍照").set_input_files(picture)
    card.get_by_label("问题描述").fill(note)
    expect(card.get_by_role("img")).to_have_count(1, timeout=15_000)


def questions(card: Locator, *, after: int = 1) -> None:
    """The smaller questions that an answer brings, or `after` none the one the card asks."""
    groups = card.get_by_role("radiogroup")
    for number in range(after, groups.count()):
        group = groups.nth(number)
        label = group.get_attribute("aria-label") or ""
        if "程度" in label or group.locator("[aria-checked=true]").count():
            continue
        group.get_by_role("radio").first.click()
    for many in card.locator(".checks").all():
        if not many.locator("[aria-checked=true]").count():
            many.get_by_role("checkbox").first.click()
    for box in card.locator("[aria-required=true]").all():
        if box.input_value() or box.get_attribute("type") == "file":
            continue
        if box.get_attribute("type") == "date":
            box.fill(box.get_attribute("max") or "2028-06-30")
        elif box.get_attribute("inputmode") in ("numeric", "decimal"):
            box.fill("0")
        else:
            box.fill("见现场")


def sign(page: Page, who: str) -> None:
    """Sign with a finger on the pad that is open."""
    board = page.get_by_label(f"{who}的签字板")
    expect(board).to_be_visible()
    area = board.bounding_box()
    assert area
    left, top = area["x"] + area["width"] * 0.3, area["y"] + area["height"] * 0.3
    # Everybody writes differently: two equal pictures would be kept as one.
    height = 16 + sum(map(ord, who)) % 23
    page.mouse.move(left, top)
    page.mouse.down()
    for step in range(8):
        page.mouse.move(left + 12 * step, top + (height if step % 2 else 0))
    page.mouse.up()
    page.get_by_role("button", name="签好了").click()
    expect(page.get_by_alt_text(f"{who}的签名")).to_be_visible()


def sign_both(page: Page, *, present: bool = False) -> None:
    """核对签字: the cadre and the owner of the builders; `present` if he was named before."""
    page.get_by_role("button", name="去签字").click()
    if not present:
        page.get_by_role("radio", name="孙立华").click()
    for who in ("周明远", "孙立华"):
        page.get_by_role("button", name="点这里横屏签字").first.click()
        sign(page, who)


def hand_in(page: Page) -> None:
    """Both sign, and the visit is handed in."""
    sign_both(page)
    page.get_by_role("button", name="提交督导记录").click()
