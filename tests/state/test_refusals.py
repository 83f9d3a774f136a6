"""What a person is told when a handler fails."""

from typing import Any

import pytest
import reflex as rx
from reflex_base.event.processor import BaseStateEventProcessor

from porter.core import logging
from porter.core.errors import Conflict, GatewayUnavailable
from porter.state.notices import KEPT, NoticeState
from porter.state.refusals import BLAND
from tests.state.tabs import Tab


class ClumsyState(rx.State):
    """Fails in every way."""

    __required_role__ = "public"

    @rx.event
    def taken(self) -> None:
        """An error of ours."""
        raise Conflict("Another driver was faster. The next offer comes soon.")

    @rx.event
    def vendor_down(self) -> None:
        """A vendor's failure."""
        raise GatewayUnavailable()

    @rx.event
    def bug(self) -> None:
        """Anything else."""
        raise ZeroDivisionError("the secret number was 42")


async def told_by(processor: BaseStateEventProcessor, handler: Any) -> tuple[str, str]:
    """Tone and words of the message after a handler failed."""
    tab = Tab(processor, cookie="porter_other=very-secret")
    await tab.fire(handler)
    notice = (await tab.until(NoticeState, lambda state: state.notices)).notices[-1]
    return notice["tone"], notice["title"]


async def test_our_own_errors_speak_for_themselves(processor: BaseStateEventProcessor) -> None:
    """The message of the domain reaches the person."""
    assert await told_by(processor, ClumsyState.taken) == (
        "warn",
        "Another driver was faster. The next offer comes soon.",
    )
    assert (await told_by(processor, ClumsyState.vendor_down))[0] == "bad"


async def test_a_bug_is_bland_for_the_person_and_clear_in_the_log(
    processor: BaseStateEventProcessor, capsys: pytest.CaptureFixture[str]
) -> None:
    """No internals on the screen, no cookie in the log."""
    logging.configure()
    assert await told_by(processor, ClumsyState.bug) == ("bad", BLAND)
    logged = "".join(capsys.readouterr())
    assert "ZeroDivisionError" in logged
    assert "very-secret" not in logged


async def test_messages_do_not_pile_up(processor: BaseStateEventProcessor) -> None:
    """The newest few, the same words once; an unknown tone says nothing."""
    tab = Tab(processor)
    for text in ("a", "b", "c", "d", "d"):
        await tab.fire(NoticeState.tell, tone="info", text=text)
    await tab.fire(NoticeState.tell, tone="loud", text="e")
    notices = (await tab.state(NoticeState)).notices
    assert [notice["title"] for notice in notices] == ["b", "c", "d"]
    assert len(notices) == KEPT
    assert {notice["tone"] for notice in notices} == {"info"}
    await tab.fire(NoticeState.dismiss, notice_id=notices[0]["id"])
    assert [notice["title"] for notice in (await tab.state(NoticeState)).notices] == ["c", "d"]
