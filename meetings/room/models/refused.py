"""The exceptions of a verb that the meeting cannot do now, or not before somebody is sure."""


class Refused(Exception):
    """Nothing was changed. `str()` tells whoever asked, in Danish, why not and what to do instead."""


class Unsure(Exception):
    """Nothing was changed yet. `str()` tells in Danish why it is asked first.

    `asks`: the question. `again`: that a second press says yes. `yes` and `no`: the words on its buttons.
    """

    def __init__(
        self,
        why,
        asks="Skal mødet flyttes?",
        again="Tryk igen, hvis mødet skal flyttes.",
        yes="Flyt mødet",
        no="Bliv her",
    ):
        super().__init__(why)
        self.asks, self.again, self.yes, self.no = asks, again, yes, no
