"""Notes: a member's own, edited ones, and those the facilitator writes on the wall."""

from django import forms

from meetings import danish
from meetings.cpr import Likeness, likeness, numbers
from meetings.room.models import NOTE_LENGTH, Length
from meetings.text import TextField

from .asking import AskingForm
from .send_once import SendOnceForm

NOTE_HINT = "Skriv én ting pr. note. Undgå navne på kolleger og borgere."
NO_ITEM = "Vælg det spørgsmål, noten hører til"


class NoteTextForm(forms.Form):
    """`id` is the field's id in the page. It names the question or note, so that typed text never moves to another.

    `certain`: the digits of the CPR numbers it is refused for, with spaces between.
    """

    text = TextField(
        label="Din note",
        error_messages={"required": "Skriv en note, før du tilføjer den"},
        widget=forms.Textarea,
    )
    limit = NOTE_LENGTH
    certain = ""
    place = ""  # where the field stands, unless it is under one question

    @property
    def text_is_wrong(self):
        return bool({"text", "__all__"} & self.errors.keys())

    @property
    def first(self):
        """Return the id of the field to go to: the first with an error, else the text."""
        return f"{self.id}-item" if "item" in self.errors and not self.text_is_wrong else self.id

    def __init__(self, *args, id, label=None, hint=None, **kwargs):
        super().__init__(*args, auto_id=False, **kwargs)
        self.id = id
        self.described = f"{id}-hint {id}-error {id}-count" if hint else f"{id}-error {id}-count"
        self.fields["text"].label = label or self.fields["text"].label
        self.fields["text"].help_text = hint or ""

    def clean_text(self):
        text = self.cleaned_data["text"]
        if len(text) > NOTE_LENGTH:
            over = danish.count(len(text) - NOTE_LENGTH, "tegn", "tegn")
            raise forms.ValidationError(f"Noten må højst være på {NOTE_LENGTH} tegn. Du har skrevet {over} for mange")
        if likeness(text) == Likeness.SURE:
            self.certain = " ".join(numbers(text))
            raise forms.ValidationError("Noten ligner et cpr-nummer. Fjern det, før du tilføjer noten.")
        return text


class NoteForm(NoteTextForm, SendOnceForm):
    pass


def note_form(item, data=None):
    """Make the form for a member's new note to `item`."""
    return NoteForm(data, id=f"note-text-{item.number}", hint=item.note_hint or NOTE_HINT)


class MissingNoteForm(NoteForm):
    """A member's note at the wrap-up, to one of `items`, which is chosen in words."""

    place = "missing"
    item = forms.TypedChoiceField(coerce=int, error_messages={"required": NO_ITEM, "invalid_choice": NO_ITEM})

    def __init__(self, data=None, *, items):
        super().__init__(data, id="note-text-missing", label="Hvad mangler?", hint=NOTE_HINT)
        self.fields["item"].choices = [(item.number, item.text) for item in items]


def label_for_added(meeting):
    """Return what adding a note is called: in a meeting with phases people also talk, and what is said is written."""
    return "Skriv en note for en anden" if meeting.length == Length.NONE else "Sagt på mødet"


def added_words(note):
    """Return what is said of a note that was added for somebody and that no list shows yet, else "". `note`: may be None."""
    return "Noten er tilføjet. Den vises sammen med de andre." if note is not None and note.waiting else ""


class AddedNoteForm(NoteTextForm, AskingForm):
    """A note that is written for somebody. It asks first: it is seen at once."""

    def __init__(self, *args, meeting=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.meeting = meeting


class AddNoteForm(AddedNoteForm, SendOnceForm):
    pass


class WallNoteForm(AddNoteForm):
    """A note the facilitator adds under the item that was on the screen. The form carries the item's number, at the wrap-up a chosen one."""

    item = forms.IntegerField(min_value=1, error_messages={"required": NO_ITEM})
