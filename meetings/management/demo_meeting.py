"""A meeting half-way through, made with the verbs of a real one. The people and the municipality are invented."""

import datetime
from uuid import uuid4

from django.contrib.auth.models import User
from django.utils import timezone

from meetings.models import Attendee, Committee, Lane, Length, Meeting, Phase, Role, Stage, Theme

CODE = "482913"
FACTS = {
    "starts_at": datetime.time(9),
    "ends_at": datetime.time(10, 30),
    "venue": "Rådhuset, mødelokale 2.14",
    "case_number": "26/012345",
    "facilitator_name": "Lise Holm, borgerservicechef",
    "length": Length.NORMAL,
    "secretary_name": "Jonas Kvist, sekretariatet",
}
MANAGEMENT, EMPLOYEES, OTHERS = Attendee.Side
ATTENDEES = (
    {"name": "Lise Holm", "side": MANAGEMENT, "post": Attendee.Post.CHAIR},
    {"name": "Anders Bruun", "side": MANAGEMENT},
    {"name": "Peter Aagaard", "side": EMPLOYEES, "post": Attendee.Post.DEPUTY, "function": "TR"},
    {"name": "Samira Nielsen", "side": EMPLOYEES, "function": "AMR"},
    {"name": "Ulla Skovgaard", "side": EMPLOYEES},
    {"name": "Thomas Bæk Christensen", "side": EMPLOYEES},
    {"name": "Mette Lund", "side": OTHERS, "function": "HR"},
    {"name": "Birgitte Østergaard", "side": EMPLOYEES, "absent": True},
)
MEMBERS = ("Peter Aagaard", "Samira Nielsen", "Ulla Skovgaard", "Thomas Bæk Christensen", "Mette Lund", "Kim Dahl", "")
NOTES = {
    1: (
        "Borgerne skal selv bestille tid, men kommer alligevel uden tid og bliver vrede i skranken.",
        "Vi skriver de samme oplysninger to steder, fordi det nye sagssystem ikke taler sammen med det gamle.",
        "Biblioteket får nu vores spørgsmål om MitID. Det har ingen aftalt med dem.",
        "Chatbotten tager de lette spørgsmål. Vi får de svære, og de kommer lige efter hinanden.",
        "Rejseafregning er flyttet fra administrationen til os. Jeg skal lære systemet forfra hver gang.",
        "Fuldmagter tager 20 minutter pr. borger og tæller ikke med i statistikken.",
        "Standardbrevene kan ikke rettes til. Borgerne ringer, fordi de ikke forstår dem.",
        "Ingen ved længere, hvem der holder øje med fællespostkassen.",
    ),
    2: (
        "Dobbelt indtastning koster os op mod en time om dagen. Den time er der ikke regnet med.",
        "Man når ikke at trække vejret mellem to svære samtaler.",
        "Vi kan ikke bruge vores faglige skøn, når brevet er låst.",
        "Det er de samme tre, der bliver spurgt, når systemet driller.",
        "Hjælp ved skranken tæller ikke med i målingen.",
    ),
    3: (
        "Kolleger i front, især på dage med ferie og sygdom.",
        "De erfarne sagsbehandlere, som alle spørger til råds.",
        "Borgere uden smartphone, ældre og borgere med læsevanskeligheder.",
        "Pårørende, der hjælper deres forældre uden at have fuldmagt.",
    ),
}
CONCLUSIONS = {
    1: "Udvalget var enigt om, at opgaverne ikke er forsvundet, men er flyttet: til borgerne, til biblioteket og til de kolleger, der rydder op, når selvbetjeningen går i stå.\n"
    "Den tid, der går med at hjælpe borgere igennem fuldmagter og MitID, bliver ikke registreret nogen steder.",
    2: "Det største pres ligger i ventetiden mellem to systemer og i de samtaler, der begynder med en vred borger. Låste breve giver mindre plads til fagligt skøn.",
}
FOLLOW_UPS = (
    (
        Lane.SELF,
        {
            "text": "Fast hjælp til nye i sagssystemet. To kolleger har det som opgave mandag og torsdag.",
            "responsible": "Anders Bruun",
        },
        50,
    ),
    (Lane.SELF, {"text": "Ét sted at melde fejl, og et ugentligt svar på, hvad der sker med dem."}, 14),
    (
        Lane.UP,
        {
            "text": "Dobbelt indtastning mellem det nye og det gamle sagssystem.",
            "sent_to": "Område-MED",
            "request": "drøftelse",
            "carried_by": "Formand og næstformand",
        },
        49,
    ),
)


def demo_meeting():
    """Return the demo's meeting, made on the first run of a day and found as it was left on later ones."""
    user, _ = User.objects.get_or_create(username="demo", defaults={"first_name": "Lise", "last_name": "Holm"})
    meeting = Meeting.objects.filter(facilitator=user, code=CODE).first()
    if meeting and meeting.date < timezone.localdate():  # it was closed in the night
        meeting.erase()
        meeting = None
    return meeting or hold(user)


def hold(user):
    committee = Committee.remember("Lokal-MED, Borgerservice", "Strandby Kommune", "Område-MED")
    theme = Theme.objects.get(slug="teknologien-flytter-opgaver")
    meeting = Meeting(facilitator=user, committee=committee, theme=theme, date=timezone.localdate(), code=CODE, **FACTS)
    meeting.set_up()
    meeting.add_attendees(uuid4(), ATTENDEES)
    meeting.open_lobby()
    seats = [meeting.take_seat(uuid4(), name) for name in MEMBERS]
    meeting.advance(Stage.LOBBY)
    for number, notes in NOTES.items():
        item = meeting.items.get(number=number)
        meeting.go_to_phase(Phase.TOGETHER, meeting.place)
        for turn, text in enumerate(notes):
            item.take_note(uuid=uuid4(), text=text, secret=seats[turn % len(seats)].secret)
        if number in CONCLUSIONS:
            item.write_conclusion(CONCLUSIONS[number], item.conclusion_revision)
            meeting.go_to(number + 1, meeting.place)
    for lane, fields, days in FOLLOW_UPS:
        meeting.add_follow_up(lane=lane, uuid=uuid4(), due=meeting.date + datetime.timedelta(days=days), **fields)
    return meeting


ROLES = (("Mødeleder", Role.FACILITATOR), ("Referent", Role.SECRETARY), ("Deltager", Role.MEMBER))
