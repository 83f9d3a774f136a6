"""The design system: plain functions, values and handlers in, component out. Every value may be an `rx.Var`.

Table of contents
-----------------
Pressing   `button` `icon_button` `link_button` `text_link` `route_link` `plain_link` `copy_button`
Typing     `text_field` `text_area` `select` `phone_field` `otp_field` `combobox` `file_drop` (and `field` for your own control)
Choosing   `checkbox` `switch` `online_switch` `radio_card` + `radio_group` `segmented` `stepper` `date_time_slots`
Moving     `tabs` + `tab_panel` `breadcrumb` `pagination` `filter_chips`
Telling    `badge` `status_badge` `count_badge` `banner` `empty_state` `toast_region`
Waiting    `skeleton` `skeleton_rows` `spinner` `progress_bar` `step_progress` `countdown_ring` `countdown` `elapsed`
Time       `relative_time` `local_time`
Holding    `card` `row_list` + `list_row` `stat_card` `sparkline` `avatar` `plate` `vehicle_drawing` `description_list`
Above      `dialog` `confirm_dialog` `side_panel` `bottom_sheet` `command_palette`
Marks      `icon`
Helpers    `when` `any_of` `given` `each` (constants and vars alike)

Beside this package: `stop_list`, `fare_breakdown`, `order_card`, `timeline`, `data_table`, `charts` (loads Plotly), and
`layouts` (`phone_layout`, `desk_layout`, `plain_layout`, `driver_strip`).

Looks live in `assets/css`; colours in `theme.TOKENS`. In pages use Tailwind for layout, with our names only:
`bg-canvas bg-paper bg-raised text-ink text-muted text-faint border-hairline text-13 … text-36 rounded-control
rounded-card rounded-sheet shadow-float`, and `num` for figures. `/dev/gallery` shows everything in all states.
"""

from porter.components.ui.badge import STATUSES, Tone, badge, count_badge, status_badge
from porter.components.ui.button import button, copy_button, icon_button, link_button, text_link
from porter.components.ui.choice import checkbox, online_switch, radio_card, radio_group, segmented, stepper, switch
from porter.components.ui.combobox import combobox
from porter.components.ui.feedback import banner, empty_state, toast_region
from porter.components.ui.field import field, select, text_area, text_field
from porter.components.ui.file_drop import file_drop
from porter.components.ui.icon import icon, spinner
from porter.components.ui.link import plain_link, route_link
from porter.components.ui.navigation import breadcrumb, date_time_slots, filter_chips, pagination
from porter.components.ui.otp_field import otp_field
from porter.components.ui.overlay import bottom_sheet, command_palette, confirm_dialog, dialog, side_panel
from porter.components.ui.phone_field import phone_field
from porter.components.ui.progress import (
    countdown,
    countdown_ring,
    elapsed,
    local_time,
    progress_bar,
    relative_time,
    step_progress,
)
from porter.components.ui.skeleton import skeleton, skeleton_rows
from porter.components.ui.tabs import tab_panel, tabs
from porter.components.ui.tile import (
    avatar,
    card,
    description_list,
    list_row,
    plate,
    row_list,
    sparkline,
    stat_card,
    vehicle_drawing,
)
from porter.components.ui.values import any_of, each, given, when

__all__ = [
    "STATUSES",
    "Tone",
    "any_of",
    "avatar",
    "badge",
    "banner",
    "bottom_sheet",
    "breadcrumb",
    "button",
    "card",
    "checkbox",
    "combobox",
    "command_palette",
    "confirm_dialog",
    "copy_button",
    "count_badge",
    "countdown",
    "countdown_ring",
    "date_time_slots",
    "description_list",
    "dialog",
    "each",
    "elapsed",
    "empty_state",
    "field",
    "file_drop",
    "filter_chips",
    "given",
    "icon",
    "icon_button",
    "link_button",
    "list_row",
    "local_time",
    "online_switch",
    "otp_field",
    "pagination",
    "phone_field",
    "plain_link",
    "plate",
    "progress_bar",
    "radio_card",
    "radio_group",
    "relative_time",
    "route_link",
    "row_list",
    "segmented",
    "select",
    "side_panel",
    "skeleton",
    "skeleton_rows",
    "sparkline",
    "spinner",
    "stat_card",
    "status_badge",
    "step_progress",
    "stepper",
    "switch",
    "tab_panel",
    "tabs",
    "text_area",
    "text_field",
    "text_link",
    "toast_region",
    "vehicle_drawing",
    "when",
]
