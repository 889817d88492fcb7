"""The exceptions of a verb that the meeting cannot do now, or not before somebody is sure."""


class Refused(Exception):
    """Nothing was changed. `str()` tells whoever asked, in Danish, why not and what to do instead."""


class Unsure(Exception):
    """Nothing was changed yet. `str()` tells in Danish why it is asked first."""
