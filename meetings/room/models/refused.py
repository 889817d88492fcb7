"""The exception of a verb that the meeting cannot do now."""


class Refused(Exception):
    """Nothing was changed. `str()` tells whoever asked, in Danish, why not and what to do instead."""
