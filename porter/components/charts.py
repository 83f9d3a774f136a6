"""Plotly with our tokens. Importing this module is what loads Plotly onto a page: only pages with charts do."""

from typing import Any

import reflex as rx
from plotly.graph_objs.layout import Template

from porter.components.ui.theme import DARK, LIGHT
from porter.components.ui.values import Text

SERIES_LIGHT = ("#2563EB", "#B45F06", "#067647", "#7A3FB8", "#475467", "#B42318")
SERIES_DARK = ("#84ADFF", "#FFB020", "#47CD89", "#C9A2F2", "#98A2B3", "#FF8A80")


def plotly_template(tokens: dict[str, str], series: tuple[str, ...]) -> dict[str, Any]:
    """Return the Plotly template for a set of tokens: no box, no grid but the faint horizontal one, tabular numbers."""
    axis = {
        "gridcolor": tokens["hairline"],
        "linecolor": tokens["edge"],
        "zeroline": False,
        "ticks": "",
        "automargin": True,
    }
    return {
        "layout": {
            "colorway": list(series),
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "font": {"family": "Inter Variable, sans-serif", "size": 12, "color": tokens["muted"]},
            "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
            "xaxis": axis | {"showgrid": False},
            "yaxis": axis | {"linecolor": "rgba(0,0,0,0)"},
            "showlegend": False,
            "hoverlabel": {"bgcolor": tokens["ink"], "font": {"color": tokens["paper"]}, "bordercolor": tokens["ink"]},
            "bargap": 0.35,
        }
    }


def chart(figure: Any, *, label: Text, height_px: int = 260) -> rx.Component:
    """Draw a Plotly figure in the colours of the page; the label says to a screen reader what it shows."""
    template = rx.color_mode_cond(
        light=rx.Var.create(plotly_template(LIGHT, SERIES_LIGHT)),
        dark=rx.Var.create(plotly_template(DARK, SERIES_DARK)),
    ).to(Template)
    return rx.el.div(
        rx.plotly.basic(
            data=figure,
            template=template,
            config={"displayModeBar": False, "responsive": True},
            use_resize_handler=True,
            width="100%",
            height=f"{height_px}px",
        ),
        role="img",
        aria_label=label,
        class_name="chart",
        style={"minHeight": f"{height_px}px"},
    )
