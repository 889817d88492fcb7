"""What identifies a meeting: a key in addresses, and a code that people type."""

import secrets

KEY_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that look alike


def new_key():
    """Return 10 letters nobody can guess; few, so that the QR code has few modules and scans from afar."""
    return "".join(secrets.choice(KEY_LETTERS) for _ in range(10))


def new_code():
    """Return six random digits; the first is never 0."""
    return str(secrets.randbelow(900_000) + 100_000)
