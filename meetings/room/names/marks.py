"""Patterns for the punctuation that parts the names of a list, and that surrounds them."""

import re

QUOTES = "\"'“”„»«‘’`"
LIST_MARK = re.compile(r"^\s*(?:[•·▪◦‣⁃*–—-]+\s+|\(?\d{1,3}[.)]\s+|\d{1,3}\s+(?=[^\W\d_]{2}))")
BRACKETS = re.compile(r"[(\[{]([^()\[\]{}]*)[)\]}]")
DASH = re.compile(r"\s+[-–—]+\s+|\s*[/:]\s*|\s+[-–—]+$")
# What follows does not stand in brackets, of which nobody writes longer ones: to look further would take time in the square.
COMMA = re.compile(r",(?![^(\[{]{0,300}[)\]}])")
OUTSIDE = r"(?![^(\[{<]{0,300}[)\]}>])"
