"""What every primitive does under a person's hands: keys, pointer, paste, focus."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.looks import serious_faults, until_awake
from tests.browser.windows import Windows
from tests.servers import ROOT

PICTURE = ROOT / "assets" / "icons" / "icon-192.png"
STOPS = ".stops[data-editable]"


@pytest.fixture
async def gallery(windows: Windows) -> Page:
    """The gallery on a desk, awake: what is drawn before does not listen yet."""
    page = await windows.desk()
    await page.goto("/dev/gallery")
    await expect(page.get_by_role("heading", name="Gallery", level=1)).to_be_visible()
    await until_awake(page)
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_serious(windows: Windows, scheme: str) -> None:
    """In both schemes."""
    page = await windows.desk("dark" if scheme == "dark" else "light")
    await page.goto("/dev/gallery")
    await expect(page.get_by_role("heading", name="Gallery", level=1)).to_be_visible()
    assert await serious_faults(page) == []


async def test_the_phone_field_formats_while_one_types(gallery: Page) -> None:
    """The form gets E.164; the caret stays where the person works."""
    field = gallery.locator("#g-phone")
    await field.press_sequentially("9876543210")
    await expect(field).to_have_value("98765 43210")
    await expect(gallery.locator("input[type=hidden][name=g-phone]")).to_have_value("+919876543210")
    for key in ("Home", "ArrowRight", "Delete"):
        await field.press(key)
    await expect(field).to_have_value("97654 3210")
    assert await field.evaluate("(input) => input.selectionStart") == 1


@pytest.mark.parametrize("shape", ["+91 98765-43210", "09876543210", "0091 98765 43210", "919876543210", "98765 43210"])
async def test_a_pasted_phone_of_any_shape_is_understood(gallery: Page, shape: str) -> None:
    """Country code, trunk zero, spaces and hyphens."""
    field = gallery.locator("#g-phone")
    await paste(field, shape)
    await expect(field).to_have_value("98765 43210")


async def test_the_code_field_sends_when_the_last_digit_lands(gallery: Page) -> None:
    """Once, and not before; a pasted code as well."""
    field, heard = gallery.locator("#g-code"), listen(gallery)
    await field.press_sequentially("12345")
    assert "code" not in heard
    async with gallery.expect_console_message(lambda message: message.text == "code"):
        await field.press("6")
    await expect(gallery.locator("#g-code ~ .otp-boxes > *")).to_have_text(list("123456"))
    assert heard.count("code") == 1
    await field.fill("")
    async with gallery.expect_console_message(lambda message: message.text == "code"):
        await paste(field, "654 321")


async def test_the_combobox_works_by_keyboard(gallery: Page) -> None:
    """Arrows move, enter chooses, escape closes."""
    box = gallery.get_by_role("combobox", name="Pickup")
    await box.click()
    await box.press("ArrowDown")
    await box.press("ArrowDown")
    async with gallery.expect_console_message(lambda message: message.text == "choose"):
        await box.press("Enter")
    await expect(box).to_have_value("Indira Canteen")
    await expect(box).to_have_attribute("aria-expanded", "false")
    await box.press("ArrowDown")
    await expect(box).to_have_attribute("aria-expanded", "true")
    await box.press("Escape")
    await expect(box).to_have_attribute("aria-expanded", "false")


async def test_tabs_move_with_the_arrow_keys(gallery: Page) -> None:
    """And the panel with them."""
    await gallery.get_by_role("tab", name="Active").focus()
    await gallery.keyboard.press("ArrowRight")
    await expect(gallery.get_by_role("tab", name="Past")).to_have_attribute("aria-selected", "true")
    await expect(gallery.get_by_text("All done.")).to_be_visible()


async def test_a_question_keeps_the_focus_and_gives_it_back(gallery: Page) -> None:
    """Tab stays inside, escape closes, the button that asked has the focus again."""
    asking, dialog = (
        gallery.get_by_role("button", name="Question"),
        gallery.get_by_role("dialog", name="Cancel this order?"),
    )
    await asking.click()
    await expect(dialog).to_be_visible()
    assert await serious_faults(gallery) == []
    for _ in range(8):
        await gallery.keyboard.press("Tab")
    inside = "document.activeElement === document.body || !!document.activeElement.closest('dialog:modal')"
    assert await gallery.evaluate(inside)
    await gallery.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()
    await expect(asking).to_be_focused()


async def test_a_click_outside_closes_a_dialog(gallery: Page) -> None:
    """As on every desk."""
    await gallery.get_by_role("button", name="Dialog").click()
    await expect(gallery.locator("dialog:modal")).to_have_count(1)
    await gallery.mouse.click(5, 5)
    await expect(gallery.locator("dialog:modal")).to_have_count(0)


async def test_the_palette_opens_by_its_key_and_chooses_by_keyboard(gallery: Page) -> None:
    """Ctrl+K, arrow, enter."""
    palette = gallery.locator("dialog.palette")
    await gallery.keyboard.press("Control+k")
    await expect(palette).to_be_visible()
    assert await serious_faults(gallery) == []
    await gallery.keyboard.press("ArrowDown")
    async with gallery.expect_console_message(lambda message: message.text == "c"):
        await gallery.keyboard.press("Enter")
    await expect(palette).to_be_hidden()


async def test_stops_are_put_in_order_by_button(gallery: Page) -> None:
    """The focus follows the stop, so that one can go on pressing."""
    await gallery.get_by_role("button", name="Move Koramangala 5th Block up").click()
    await expect(gallery.locator(f"{STOPS} .stop-title").first).to_contain_text("Koramangala")
    await expect(gallery.get_by_role("button", name="Move Koramangala 5th Block down")).to_be_focused()


async def test_stops_are_put_in_order_by_dragging(gallery: Page) -> None:
    """From the first place to the last."""
    titles, grip = gallery.locator(f"{STOPS} .stop-title"), gallery.locator(f"{STOPS} .stop-grip").first
    first = await titles.first.inner_text()
    await grip.evaluate("(element) => element.scrollIntoView({ block: 'center' })")
    place = await grip.bounding_box()
    assert place
    await drag(gallery, place["x"] + 8, place["y"] + 20, by=150)
    await expect(titles.last).to_have_text(first)


async def test_rows_of_a_table_are_walked_with_j_and_opened_with_enter(gallery: Page) -> None:
    """One row further each time."""
    await gallery.get_by_role("heading", name="Gallery", level=1).click()
    walked = []
    for _ in range(2):
        await gallery.keyboard.press("j")
        walked.append(await gallery.evaluate("document.activeElement.dataset.rowId"))
    assert walked[0] and walked[1] and walked[0] != walked[1]
    async with gallery.expect_console_message(lambda message: message.text == "open"):
        await gallery.keyboard.press("Enter")


async def test_toasts_come_and_are_dismissed(gallery: Page) -> None:
    """Both at once here, because the gallery keeps one list."""
    await gallery.get_by_role("button", name="Toasts").click()
    await expect(gallery.locator(".toast")).to_have_count(2)
    await gallery.get_by_role("button", name="Dismiss").first.click()
    await expect(gallery.locator(".toast")).to_have_count(0)


async def test_a_program_is_no_photo(gallery: Page) -> None:
    """Refused in words; a picture is shown before it is sent."""
    drop = gallery.get_by_label("Proof of delivery")
    await drop.set_input_files({"name": "invoice.exe", "mimeType": "application/x-msdownload", "buffer": b"MZ"})
    await expect(gallery.get_by_text("This kind of file is not accepted here. Choose a photo.")).to_be_visible()
    await drop.set_input_files(PICTURE)
    await expect(gallery.get_by_alt_text("Preview of icon-192.png")).to_be_visible()


async def test_copying_says_so(gallery: Page) -> None:
    """The button's word changes, and after two seconds it changes back."""
    await gallery.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await gallery.clock.install()
    await gallery.clock.pause_at(datetime.now(UTC) + timedelta(minutes=5))
    await gallery.get_by_role("button", name="Copy").click()
    await expect(gallery.get_by_role("button", name="Copied")).to_be_visible()
    assert await gallery.evaluate("navigator.clipboard.readText()") == "PRT-7K3M9Q"
    await gallery.clock.run_for(2_000)
    await expect(gallery.get_by_role("button", name="Copy", exact=True)).to_be_visible()


async def test_the_sheet_has_three_heights_by_key_and_by_hand(windows: Windows) -> None:
    """Low, half, full."""
    page = await windows.phone()
    await page.goto("/dev/gallery")
    sheet, handle = page.locator(".sheet"), page.get_by_role("separator", name="Height of this panel")
    await handle.focus()
    for key, height in (("ArrowUp", "full"), ("Home", "peek"), ("ArrowUp", "half"), ("End", "full")):
        await page.keyboard.press(key)
        await expect(sheet).to_have_attribute("data-snap", height)
    await handle.evaluate("(element) => element.scrollIntoView({ block: 'center' })")
    place = await handle.bounding_box()
    assert place
    await drag(page, place["x"] + 100, place["y"] + 8, by=300)
    await expect(sheet).not_to_have_attribute("data-snap", "full")


def listen(page: Page) -> list[str]:
    """What the console says from now on."""
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    return heard


async def paste(field: Locator, words: str) -> None:
    """As from the clipboard: all at once, at the caret."""
    await field.evaluate(
        "(input, words) => { input.focus(); document.execCommand('insertText', false, words); }", words
    )


async def drag(page: Page, x: float, y: float, *, by: float) -> None:
    """Take hold, move down in small steps, let go."""
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.move(x, y + by / 2, steps=6)
    await page.mouse.move(x, y + by, steps=6)
    await page.mouse.up()
