"""What names a meeting: a key in addresses, and a code that people type."""

import secrets
from zlib import crc32

KEY_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that look alike


def new_key():
    """What names a meeting in addresses: 10 letters nobody can guess, short enough for a QR code to stay coarse."""
    return "".join(secrets.choice(KEY_LETTERS) for _ in range(10))


def new_code():
    """Return six random digits; the first is never 0."""
    return str(secrets.randbelow(900_000) + 100_000)


def mark(text):
    """A number that tells a text from what it was before."""
    return crc32(text.encode())
