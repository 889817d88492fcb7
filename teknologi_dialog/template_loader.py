"""Loads our HTML templates without their indentation: they are written as outlines, and a note is sent to hundreds of screens."""

import re

from django.template.loaders import filesystem

# What HTML itself shows as typed stays; anywhere else a browser shows a line break with its indentation as one space.
VERBATIM_OR_LINE_BREAK = re.compile(r"(<(?:pre|textarea)\b.*?</(?:pre|textarea)>)|\s*\n\s*", re.DOTALL)


class Loader(filesystem.Loader):
    """Replaces each line break in a template, and the white space around it, by one space.

    Nothing that people wrote is touched: it is in no template, but put into one that is already loaded. With DEBUG the
    source stays as it is, so that Django's error page shows the line.
    """

    def get_contents(self, origin):
        contents = super().get_contents(origin)
        if self.engine.debug or not origin.name.endswith(".html"):
            return contents
        return VERBATIM_OR_LINE_BREAK.sub(lambda found: found[1] or " ", contents)
