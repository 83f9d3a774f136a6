"""Files: drop, pick or photograph, with a preview before anything is sent."""

from typing import Any

import reflex as rx

from porter.components.files import beside
from porter.components.ui import events
from porter.components.ui.field import field
from porter.components.ui.values import Flag, Handler, Text, without_none

_DROP = beside(__name__, "file_drop.jsx")


class _FileDrop(rx.Component):
    library = _DROP.importable_path
    tag = "FileDrop"

    input_id: rx.Var[str]
    name: rx.Var[str]
    upload_url: rx.Var[str]
    accept: rx.Var[str]
    max_bytes: rx.Var[int]
    camera: rx.Var[bool]
    disabled: rx.Var[bool]
    prompt: rx.Var[str]
    src: rx.Var[str]
    on_pick: rx.EventHandler[events.record]
    on_uploaded: rx.EventHandler[events.record]
    on_refused: rx.EventHandler[events.text]


def file_drop(
    label: Text,
    *,
    name: str,
    upload_url: Text = "",
    accept: str = "image/jpeg,image/png,image/webp",
    max_bytes: int = 8_000_000,
    camera: bool = False,
    src: Text = "",
    prompt: Text = "Drop a photo here, or choose one",
    on_pick: Handler = None,
    on_uploaded: Handler = None,
    on_refused: Handler = None,
    help: Text | None = None,
    error: Text | None = None,
    disabled: Flag = False,
) -> rx.Component:
    """Draw a place for one file.

    With `upload_url` it posts the file as multipart (field `file`) and hands the JSON answer to `on_uploaded`;
    without, the file stays in the form under `name`. `on_pick` gets name, size and type; `on_refused` a plain sentence.
    """
    handlers: dict[str, Any] = {"on_pick": on_pick, "on_uploaded": on_uploaded, "on_refused": on_refused}
    control = _FileDrop.create(
        input_id=name,
        name=name,
        upload_url=upload_url,
        accept=accept,
        max_bytes=max_bytes,
        camera=camera,
        disabled=disabled,
        prompt=prompt,
        src=src,
        **without_none(handlers),
    )
    return field(control, label=label, field_id=name, help=help, error=error)
