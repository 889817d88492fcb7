"""Renders a template once, with samples in place of its values, and from then on only puts the values in."""

import re

from django.utils.functional import cached_property
from django.utils.html import escape


class Mould:
    """HTML for many values: to put them in is a tenth of the work of rendering it.

    `render`: returns it with `samples`, {name: value}, and is called when it is first needed. Nothing else in it may read
    like a sample, and no condition in it may depend on one: what differs in more than its values is rendered as usual.
    """

    def __init__(self, render, samples):
        self.render, self.samples = render, {str(sample): name for name, sample in samples.items()}

    @cached_property
    def pieces(self):
        """Return what stands between the values and, at each second place, the name of a value."""
        pieces = re.split(f"({'|'.join(map(re.escape, self.samples))})", self.render())
        pieces[1::2] = [self.samples[sample] for sample in pieces[1::2]]
        return pieces

    def fill(self, **values):
        """Return the HTML with these values, escaped."""
        escaped = {name: escape(value) for name, value in values.items()}
        filled = list(self.pieces)
        filled[1::2] = [escaped[name] for name in filled[1::2]]
        return "".join(filled)
