"""Separates mail addresses and telephone numbers from names."""

import re

MAIL = r"[\w.+'-]+@[\w.-]+\w"
ADDRESS = re.compile(rf"[<\[(]\s*(?:mailto:)?({MAIL})\s*[>\])]|(?:mailto:)?({MAIL})|<[^<>]*>", re.IGNORECASE)
PHONE = re.compile(r"(?:\b(?:tlf|telefon|mobil)\.?:?\s*)?(?:\+45\s*)?\b\d{2}\s?\d{2}\s?\d{2}\s?\d{2}\b", re.IGNORECASE)


def without_addresses(text):
    """Return (the text without mail addresses and telephone numbers, the first address or "")."""
    found = [first or second for first, second in ADDRESS.findall(text) if first or second]
    text = PHONE.sub(" ", ADDRESS.sub(" ", text))
    return " ".join(re.sub(r"[(\[]\s*[)\]]", " ", text).split()).strip(" ,"), found[0] if found else ""


def name_of(address):
    """Return the name in lise.holm@strandby.dk, or what stands before the @."""
    local = address.partition("@")[0]
    words = re.split(r"[._]", local)
    return " ".join(word.title() for word in words) if len(words) > 1 and all(map(str.isalpha, words)) else local
