"""Pausing the deletion of a meeting."""

from .asking import AskingForm
from .fields import text_field


class HoldForm(AskingForm):
    text = text_field(
        "Hvorfor?", 200, missing="Skriv, hvorfor sletning skal sættes på pause",
        help_text="Fx indsigt, tilsyn eller en klagesag. Skriv ingen navne: Alle, der kan se referatet, kan se det her.",
    )  # fmt: skip

    def __init__(self, *args, meeting, **kwargs):
        super().__init__(*args, **kwargs)
        self.meeting = meeting
