"""Every page at the size of a phone and of a projector, in the light and the dark theme: accessibility, layout, press targets."""

import pytest
from playwright.sync_api import expect

from .look import PHONE, SHOTS, look_at, shoot
from .person import PATIENCE

pytestmark = pytest.mark.any_database

THREE = (
    "Biblioteket får nu vores spørgsmål om MitID. Det har ingen aftalt med dem.",
    "Vi skriver de samme oplysninger to steder, fordi det nye sagssystem ikke taler sammen med det gamle.",
    "Ingen ved længere, hvem der holder øje med fællespostkassen.",
)

DELETE_ALL = "from meetings.models import Meeting; Meeting.objects.all().delete()"
# Words that are broken over two lines, of the step, the connection and the question.
LINES_OF_ONE_WORD = r"""() => [...document.querySelectorAll("#connection, #screen .step, #screen h1")].flatMap(place => {
  const walk = document.createTreeWalker(place, NodeFilter.SHOW_TEXT), broken = [];
  for (let text; (text = walk.nextNode());) for (const { 0: word, index } of text.data.matchAll(/[^\s\u00ad]+/g)) {
    const range = document.createRange();
    range.setStart(text, index);
    range.setEnd(text, index + word.length);
    const parts = [...range.getClientRects()].filter(part => part.width > 1);
    if (new Set(parts.map(part => Math.round(part.top))).size > 1) broken.push(word);
  }
  return broken;
})"""


@pytest.fixture(scope="module", autouse=True)
def nobody_elses_meetings(installation):
    """Delete the hundred that other tests leave in the facilitator's list, of which axe reads each row."""
    installation.manage("shell", "--no-imports", "-c", DELETE_ALL)


def test_fault_of_a_page_is_found(cast):
    """The measure is measured first: a page with each mistake in it."""
    stranger = cast.phone()
    stranger.page.goto("/")
    stranger.page.evaluate("""() => {
      document.body.className = "phone wall";
      for (const [tag, style] of [["img", {width: "2px"}], ["p", {color: "#ddd", width: "2000px"}], ["p", {color: "#6b6b6b", background: "#fff"}],
                                  ["button", {height: "20px"}]]) {
        const wrong = document.querySelector("main").appendChild(document.createElement(tag));
        Object.assign(wrong.style, style);
        wrong.textContent = "Bleg";
      }
    }""")
    with pytest.raises(AssertionError) as wrong:
        look_at(stranger.page, "wrong", [PHONE])
    faults = ("image-alt", "color-contrast:", "wider than 320: 2", "wider than 320 at 200 % text: 2", "× 20")
    for mistake in (*faults, "light: color-contrast-enhanced:", "dark: color-contrast-enhanced:"):
        assert mistake in str(wrong.value)


def test_pages_outside_meetings(cast, lise):
    stranger = cast.phone()
    cast.expects("status 404")
    pages = {"front": "/", "login": "/log-ind/", "privacy": "/privatliv/", "404": "/findes-ikke/"}
    pages |= {"forgotten": "/adgangskode/glemt/", "dead link": "/adgangskode/ny/1/x-y/"}
    for name, address in pages.items():
        stranger.page.goto(address)
        look_at(stranger.page, name)
    stranger.page.goto("/log-ind/")
    stranger.presses("Log ind")
    stranger.sees("Skriv dit brugernavn")
    look_at(stranger.page, "login-wrong")
    stranger.page.goto("/")
    stranger.fills(Mødekode="123")
    stranger.presses("Deltag")
    stranger.sees("Koden har seks eller otte cifre. Du har skrevet tre.")
    look_at(stranger.page, "front-wrong")


def test_setting_up(lise):
    lise.makes_a_meeting(attendees=[("Lise Holm", "Ledelsessiden", "Formand")])
    look_at(lise.page, "my-meetings")
    lise.page.goto("/adgangskode/")
    look_at(lise.page, "change-password")
    lise.page.goto("/moeder/opret/")
    look_at(lise.page, "new-meeting")
    lise.fills(Dato="31.2.2027", Udvalg="")
    lise.presses("Opret møde")
    lise.sees("Mødet er ikke oprettet endnu")
    look_at(lise.page, "new-meeting-wrong")


def test_pause_of_deletion(lise):
    lise.makes_a_meeting()
    there = lise.page.get_by_role("link", name="Slet mødet i").first.get_attribute("href").replace("/slet/", "/pause/")
    lise.page.goto(there)
    look_at(lise.page, "pause")
    lise.presses("Sæt på pause")
    lise.sees("Sletning er ikke sat på pause")
    look_at(lise.page, "pause-wrong")
    lise.fills(**{"Hvorfor?": "Indsigt efter databeskyttelsesforordningens artikel 15"})
    lise.presses("Sæt på pause")
    lise.sees("Sletning er sat på pause af")
    look_at(lise.page, "my-meetings-paused")
    lise.page.goto(there)
    look_at(lise.page, "paused")
    lise.presses("Ophæv pausen")
    lise.sees("Pausen er ophævet.")


def test_a_pasted_list(lise):
    lise.starts_a_meeting()
    lise.page.goto(lise.wall.replace("/skaerm/", "/deltagere/liste/"))
    lise.page.get_by_label("Navnene").fill(
        'Til: "Dam, Ida" <ida@x.dk>; Kim Dahl (nfm.); Bo Lund (suppleant for Kim Dahl)'
    )
    lise.page.get_by_label("Side, når den ikke fremgår").select_option("Medarbejdersiden")
    lise.presses("Læs navnene")
    expect(lise.page.get_by_label("Stedfortræder for: Bo Lund")).to_have_value("Kim Dahl")
    lise.page.get_by_label("Navn: Ida Dam").fill("")
    lise.presses("Sæt navnene på listen")
    lise.sees("Navnene er ikke på listen endnu")
    look_at(lise.page, "pasted-list")
    lise.page.get_by_label("Navn: ", exact=True).fill("Ida Dam Holm")
    lise.presses("Sæt navnene på listen")
    names = ["Ida Dam Holm", "Kim Dahl (næstformand)", "Bo Lund (stedfortræder for Kim Dahl)"]
    expect(lise.listed("Medarbejdersiden")).to_contain_text(names)
    look_at(lise.page, "attendance")


def test_the_lobby(cast, lise):
    lise.makes_a_meeting()
    code = lise.opens_the_lobby()
    ulla = cast.phone()
    ulla.page.goto("/")
    ulla.fills(Mødekode=code)
    ulla.presses("Deltag")
    ulla.sees("Før du går i gang:")
    look_at(ulla.page, "join")
    ulla.presses("Deltag")
    ulla.sees_heading("Du er med. Mødelederen går i gang om lidt.")
    look_at(ulla.page, "lobby-phone", [PHONE])
    look_at(lise.page, "lobby-wall")
    ulla.presses("Læs om temaet")
    expect(ulla.page.get_by_role("dialog")).to_be_visible()
    look_at(ulla.page, "theme-phone", [PHONE])


def test_a_question(cast, lise):
    ulla = cast.phone()
    ulla.takes_a_seat(lise.starts_a_meeting())
    look_at(ulla.page, "question-empty-phone", [PHONE])
    look_at(lise.page, "question-empty-wall")
    for text in THREE:
        ulla.writes(text)
    lise.sees_note(THREE[2], 1)
    look_at(lise.page, "question-3-wall")
    lise.hides(THREE[0], 1)
    ulla.presses_on(THREE[1], "Slet")
    ulla.sees("Noten er slettet")
    ulla.presses_on(THREE[2], "Ret")
    expect(ulla.page.get_by_label("Ret noten")).to_be_visible()
    ulla.field.fill("x" * 281)
    ulla.presses("Tilføj note")
    ulla.sees("Du har skrevet 1 tegn for mange", within=PATIENCE)
    look_at(ulla.page, "question-phone")
    lise.opens("Mere")
    look_at(lise.page, "more-wall")
    lise.presses("Læs om temaet", within=lise.page.locator("#more"))
    expect(lise.page.get_by_role("dialog")).to_be_visible()
    look_at(lise.page, "theme-wall")
    lise.presses("Luk", exact=True)
    lise.goes_on(to=2)
    look_at(lise.page, "carry-wall")
    ulla.page.reload()
    look_at(ulla.page, "carry-phone")


def test_the_desk(cast, lise):
    ulla, jonas = cast.phone(), cast.secretary()
    ulla.takes_a_seat(lise.starts_a_meeting(at=4), name="Ulla Skovgaard")
    for text in THREE:
        ulla.writes(text)
    link = lise.makes_the_secretarys_link()
    jonas.page.goto(link)
    look_at(jonas.page, "link")
    jonas.comes_in(link)
    jonas.concludes("Vi er enige.")
    look_at(jonas.page, "desk")
    jonas.adds("aftale", **{"Hvad er aftalt?": THREE[0]})
    jonas.adds("sag", **{"Hvad handler sagen om?": THREE[1], "Hvem tager den med?": "Formanden"})
    jonas.sees_follow_up(THREE[1], "opad")
    jonas.presses("Send opad", within=jonas.notes(4).filter(has_text=THREE[2]))
    jonas.fills(**{"Senest hvornår?": "1.1.2020"})
    jonas.presses("Gem og luk")
    jonas.sees("eller senere")
    look_at(jonas.page, "desk-form")
    lise.opens("Mere")
    lise.presses("Hvem har plads?")
    lise.sees_heading("Hvem har plads?")
    look_at(lise.page, "links")
    lise.presses("Lav et nyt link til referenten")
    expect(lise.page.locator(".secret")).to_be_attached()
    look_at(lise.page, "links-made")
    lise.presses("Lav et nyt link til en mødeleder")
    expect(lise.page.locator("h2:has-text('mødeleder') + .message .secret")).to_be_attached()
    look_at(lise.page, "links-made-facilitator")
    lise.page.goto(lise.wall.replace("skaerm", "tema"))
    look_at(lise.page, "theme")


def test_the_last_question_and_the_end(cast, lise):
    ulla = cast.phone()
    ulla.takes_a_seat(lise.starts_a_meeting(at=4))
    for text in THREE:
        ulla.writes(text)
    lise.goes_on(to=5)
    ulla.stands_at(5)
    ulla.writes("Fast hjælp til nye i sagssystemet. To kolleger har det som opgave mandag og torsdag.")
    lise.agrees(THREE[0], "Det kan vi selv")
    lise.agrees("Fast hjælp", "Det kan vi selv")
    lise.agrees(THREE[1], "Send opad")
    lise.sees_follow_up(THREE[1], "opad")
    look_at(lise.page, "last-question-wall")
    look_at(ulla.page, "last-question-phone", [PHONE])
    lise.goes_on()
    lise.sees_heading("Det er vi nået frem til")
    look_at(lise.page, "wrap-up-wall")
    look_at(ulla.page, "wrap-up-phone", [PHONE])
    lise.presses("Afslut mødet", within=lise.page.locator("#on"))
    lise.sees("mangler en ansvarlig")
    look_at(lise.page, "close")
    lise.presses("Afslut alligevel")
    lise.sees_heading("Tak for i dag")
    look_at(lise.page, "closed-wall")
    lise.reads_the_minutes()
    look_at(lise.page, "minutes")
    ulla.sees_heading("Mødet er afsluttet. Tak, fordi du var med.")
    look_at(ulla.page, "closed-phone", [PHONE])


def test_a_phone_without_a_line(cast, lise):
    ulla = cast.phone()
    cast.expects("net::ERR_FAILED")
    ulla.takes_a_seat(lise.starts_a_meeting())
    ulla.writes(THREE[2])
    ulla.page.route("**/spoergsmaal/*/noter/", lambda route: route.abort())
    ulla.sends(f"{THREE[0]} 010190-1234")
    ulla.sends(THREE[1])
    expect(ulla.waiting).to_have_count(2)
    look_at(ulla.page, "waiting-phone", [PHONE])
    ulla.page.unroute("**/spoergsmaal/*/noter/")
    expect(ulla.refused).to_have_count(1)
    expect(ulla.waiting).to_have_count(0)
    look_at(ulla.page, "refused-phone", [PHONE])
    ulla.types("Halvt skrevet")
    lise.closes()
    ulla.sees("Du nåede ikke at sende:")
    look_at(ulla.page, "unsent-phone", [PHONE])


@pytest.mark.parametrize(
    ("width", "percent"), [(1366, 100), (390, 100), (390, 150), (390, 200), (320, 100), (320, 200)]
)
def test_connection_is_told_only_when_lost_and_moves_and_covers_nothing(width, percent, cast, lise):
    """`percent`: how large the text is. (A browser's own setting scales `rem`, and so what is set in it.)"""
    ulla = cast.phone()
    cast.expects("net::ERR_INTERNET_DISCONNECTED")
    ulla.takes_a_seat(lise.starts_a_meeting())
    ulla.is_online()
    page, connection = ulla.page, ulla.page.locator("#connection")
    page.set_viewport_size({"width": width, "height": 768})
    page.evaluate("percent => document.documentElement.style.fontSize = `${percent}%`", percent)
    expect(connection).to_be_hidden()
    assert page.evaluate(LINES_OF_ONE_WORD) == []
    before = ulla.field.bounding_box()
    page.context.set_offline(True)
    expect(connection).to_be_visible()
    expect(connection).to_have_text("Ingen forbindelse")
    assert page.evaluate(LINES_OF_ONE_WORD) == []
    assert ulla.field.bounding_box() == before
    told, step = connection.bounding_box(), page.locator("#screen .step").bounding_box()
    assert told["y"] + told["height"] <= step["y"]
    shoot(page, f"offline-{width}-{percent}")
    page.context.set_offline(False)
    expect(connection).to_have_text("Forbundet")
    expect(connection).to_be_visible()
    expect(connection).to_be_hidden()
    assert ulla.field.bounding_box() == before
    shoot(page, f"online-{width}-{percent}")


@pytest.mark.parametrize("size", [(320, 568), (360, 640), (640, 320), (1366, 768)])
def test_field_stands_in_the_first_screen_at_every_question(size, cast, lise):
    ulla = cast.phone()
    ulla.takes_a_seat(lise.starts_a_meeting())
    width, height = size
    ulla.page.set_viewport_size({"width": width, "height": height})
    for number in range(1, 6):
        if number > 1:
            lise.goes_on(to=number)
            ulla.stands_at(number)
        expect(ulla.field).to_be_in_viewport(ratio=1)
        field, question = (ulla.page.locator(each).bounding_box() for each in (".note-form .note-field", "#screen"))
        assert (field["x"] > question["x"] + question["width"]) == (width >= 640), "two columns where there is room"
        if SHOTS:
            ulla.page.screenshot(path=f"{SHOTS}/first-{width}-{number}.png")
