"""Every text we send by SMS. Indian operators deliver only texts that were registered word by word (TRAI's DLT)."""

TEMPLATES = {
    "otp": "{code} is your Porter code. It ends in 5 minutes. Never tell it to anybody.",
}
"""Name -> text. A vendor that sends registered texts is configured with the id of each name."""


def render(template: str, values: dict[str, str]) -> str:
    """The text as a person reads it. Raises KeyError for an unknown template or a value that is missing."""
    return TEMPLATES[template].format_map(values)
