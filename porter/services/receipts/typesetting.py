"""From content to PDF: our own fonts, no clock of the machine, so that the same content gives the same bytes."""

import asyncio
import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

FONTS = Path(__file__).parent / "fonts"


async def typeset(template: Path, name: str, content: Mapping[str, Any], at: datetime) -> bytes:
    """Set a template with its content, dated at an instant; the template reads it as `sys.inputs` by name."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return await asyncio.to_thread(compiled, template, name, text, int(at.timestamp()))


@lru_cache(maxsize=256)
def compiled(template: Path, name: str, content: str, at: int) -> bytes:
    """The PDF; remembered, because papers that do not change are asked for again."""
    document: bytes = typst.compile(
        str(template),
        format="pdf",
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={name: content},
        timestamp=at,
    )
    return document
