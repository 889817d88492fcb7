"""From where the meeting is led: from the wall itself, or from the leader's own page, and then the walls show no control."""

from .log import Event
from .rows import save_fields


class IsLed:
    """The part of Meeting that knows from where it is led: `led_apart`, from the leader's page.

    A fact of the meeting, and of no seat or browser: the projector often has another seat than the leader's phone, all
    walls of a meeting get the same bytes, and a wall that is reloaded must not show for a moment what is private.
    """

    def lead_apart(self):
        """Let the leader's page lead: every wall shows only what is everybody's."""
        self._lead(apart=True)

    def lead_from_wall(self):
        """Let the wall lead again: every wall shows the leader's controls."""
        self._lead(apart=False)

    def _lead(self, apart):
        with self.recording(Event.Kind.LEAD) as entry:
            if self.led_apart == apart:
                return entry.nothing_happened()
            save_fields(self, led_apart=apart)
