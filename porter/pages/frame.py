"""What lies around every page, whatever its audience."""

import reflex as rx

from porter.components.ui.feedback import toast_region
from porter.state.notices import NoticeState


def notice_region() -> rx.Component:
    """Where short messages appear, read out politely."""
    return toast_region(NoticeState.notices, NoticeState.dismiss)
