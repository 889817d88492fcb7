"""Text that may stand in any file: no control characters, and nothing that turns a line around."""

import re

# What XML refuses, and the marks for the direction of writing: they draw nothing, or mislead.
UNWANTED = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def plain(text):
    return UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text):
    return " ".join(plain(text).split())
