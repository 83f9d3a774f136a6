"""Why Porter cannot run here, in plain words."""


class LaunchError(RuntimeError):
    """The message is for a person at a terminal: what is wrong and what to do."""
