"""Errors whose text is for the person at the keyboard."""


class UserError(Exception):
    """A mistake the user can mend. The text says what is wrong and what to do; the command exits 2 without a traceback."""

    exit_code = 2
