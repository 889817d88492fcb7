"""What identifies a meeting: a key in addresses, and a code that people type."""

import secrets

FEW_DIGITS, MANY_DIGITS = 6, 8
MANY_MEETINGS = 10  # open at once, from which on codes have more digits
KEY_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that look alike


def new_key():
    """Return 10 letters nobody can guess; few, so that the QR code has few modules and scans from afar."""
    return "".join(secrets.choice(KEY_LETTERS) for _ in range(10))


def new_code(digits):
    """Return so many random digits; the first is never 0."""
    return str(secrets.randbelow(9 * 10 ** (digits - 1)) + 10 ** (digits - 1))


def digits_beside(others):
    """Return how many digits a code needs while so many other meetings are open: one guess in 90,000 or more hits any."""
    return FEW_DIGITS if others < MANY_MEETINGS else MANY_DIGITS
