"""Every text we send by SMS. Indian operators deliver only texts that were registered word by word (TRAI's DLT)."""

from porter.core.language import Language, msg, say

TEMPLATES = {
    "otp": msg("{code} is your Porter code. It ends in 5 minutes. Never tell it to anybody."),
}
"""Name -> text. A vendor that sends registered texts is configured with the id of each name."""


def render(template: str, values: dict[str, str], language: Language = "en") -> str:
    """The text as a person reads it. Raises KeyError for an unknown template or a value that is missing."""
    return say(language, TEMPLATES[template]).format_map(values)


def registered_as(template: str, language: Language) -> str:
    """The name under which a text is registered in a language: `otp`, `otp_hi`, `otp_kn`."""
    return template if language == "en" else f"{template}_{language}"
