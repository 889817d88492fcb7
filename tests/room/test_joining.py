"""Joining by the code, by the QR code's address and by a secret link; and leaving."""

import datetime
import re
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.urls import reverse

from meetings.models import Role, RoleLink
from tests import make
from tests.conftest import client_of
from tests.reading import read


@pytest.fixture(autouse=True)
def no_wrong_codes_before():
    cache.clear()


def test_a_page_names_its_seat_by_a_key_that_opens_nothing(ulla, peter, meeting):
    """What is typed is kept in the browser under it: not to be found by the next person at the same phone."""
    keys = [read(each.get(f"/m/{meeting.key}/")).one("body")["data-seat"] for each in (ulla, ulla, peter)]
    assert keys[0] == keys[1] != keys[2]
    left = read(ulla.post(f"/m/{meeting.key}/forlad/", {"sure": "true"})).one("body")["data-seat"]
    assert left == keys[0]  # the page clears what was kept under it
    assert not {str(seat.pk) for seat in meeting.participants.all()} & set(keys)
    assert all(re.fullmatch("[0-9a-f]{16}", key) for key in keys)


def enter(client, link):
    """Press the one button of a secret link's page."""
    return client.post(link, {"uuid": uuid4()})


def join(client, meeting, name="", uuid=None):
    return client.post(reverse("join", args=[meeting.key]), {"name": name, "uuid": uuid or uuid4()})


@pytest.mark.parametrize("typed", ["{0}", " {0} ", "{1} {2}", "{1}\N{NO-BREAK SPACE}{2}", "{1}-{2}"])
def test_code_typed_in_any_way_leads_to_the_meeting(mads, meeting, typed):
    code = meeting.code
    answer = mads.post(reverse("front"), {"code": typed.format(code, code[:3], code[3:])})
    assert (answer.status_code, answer.url) == (302, f"/m/{meeting.key}/ind/")


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("", "Skriv mødekoden"),
        ("000000", "Vi kan ikke finde et møde med den kode. Tjek koden på skærmen, og prøv igen."),
        ("<b>🙂</b>", "Koden har seks eller otte cifre. Tjek koden på skærmen."),
        ("83649", "Koden har seks eller otte cifre. Du har skrevet fem. Tjek koden på skærmen."),
        ("1234567890", "Koden har seks eller otte cifre. Tjek koden på skærmen."),
        ("1" * 40, "Koden har seks eller otte cifre. Tjek koden på skærmen."),
    ],
)
def test_wrong_code_gets_422_with_the_reason(mads, meeting, code, says):
    answer = mads.post(reverse("front"), {"code": code})
    assert answer.status_code == 422
    assert says in read(answer)


def test_code_of_a_draft_gets_422_until_the_lobby_opens(mads, db):
    meeting = make.meeting(stage="draft")
    assert mads.post(reverse("front"), {"code": meeting.code}).status_code == 422
    meeting.open_lobby()
    assert mads.post(reverse("front"), {"code": meeting.code}).status_code == 302


def test_join_page_tells_about_privacy_and_joining_gives_a_seat(mads, meeting):
    page = read(mads.get(reverse("join", args=[meeting.key])))
    assert "Dine noter vises på skærmen uden dit navn." in page
    assert "Bliver det ikke godkendt, slettes de den 22. maj 2027." in page
    answer = join(mads, meeting, "  Ulla   Skovgaard ")
    assert (answer.status_code, answer.url) == (302, f"/m/{meeting.key}/?ny")
    ulla = meeting.attendees.get(side="")
    assert ulla.name == "Ulla Skovgaard"
    assert meeting.participants.filter(role=Role.MEMBER).count() == 1
    cookie = answer.cookies["seat_member"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (f"/m/{meeting.key}/", True, "Lax")
    assert mads.get(answer.url, follow=True).status_code == 200


def test_two_presses_lead_from_the_qr_code_to_the_first_note(mads, meeting):
    """The code opens the page where one joins; the field of the next has the focus. A name is not asked for first."""
    opened = read(mads.get(reverse("join", args=[meeting.key])))
    (joins,) = opened.all("main form")
    assert not opened.has("main [required]")
    there = mads.post(joins["action"], joins.fields())
    writes = read(mads.get(there.url)).one("form:has([autofocus])")
    assert writes.one("[autofocus]").get("name") == "text"
    mads.post(writes["action"], writes.fields() | {"text": "Efter to tryk"})
    assert "Efter to tryk" in read(mads.get(there.url)).one("#own-notes-1")
    for later in (there.url.removesuffix("?ny"), reverse("mine", args=[meeting.key])):
        assert not read(mads.get(later)).has("[autofocus]")  # to move the focus again would be in the way
    assert not read(mads.get(there.url)).one("template[data-next]").has("[autofocus]")


@pytest.mark.parametrize(("https", "secure"), [(True, True), (False, "")])
def test_seat_cookie_travels_only_over_https_where_there_is_https(mads, meeting, settings, https, secure):
    settings.HTTPS = https
    assert join(mads, meeting).cookies["seat_member"]["secure"] == secure


def test_double_press_takes_one_seat(mads, meeting):
    uuid = uuid4()
    join(mads, meeting, uuid=uuid)
    mads.cookies.clear()  # the answer to the first press never came
    join(mads, meeting, uuid=uuid)
    assert meeting.present() == 1


def test_seated_member_is_redirected_from_the_join_page(ulla, meeting):
    assert meeting.present() == 1
    assert ulla.get(reverse("join", args=[meeting.key])).url == f"/m/{meeting.key}/"
    assert meeting.present() == 1


def test_name_too_long_gets_422_with_its_text(mads, meeting):
    answer = join(mads, meeting, "å" * 81)
    assert answer.status_code == 422
    assert "Navnet må højst være på 80 tegn" in read(answer)
    assert read(answer).fields()["name"] == "å" * 81
    assert meeting.present() == 0


@pytest.mark.parametrize(("stage", "says"), [("draft", "Mødet er ikke åbnet endnu."), ("closed", "Mødet er afsluttet")])
def test_joining_before_the_lobby_and_after_closing_is_refused(mads, db, stage, says):
    meeting = make.meeting(stage=stage)
    before = meeting.present()
    answer = join(mads, meeting)
    assert says in read(answer)
    assert meeting.present() == before


def test_leaving_deletes_the_seat_and_its_cookie_and_keeps_the_notes(meeting):
    seat = make.member(meeting)
    make.note(meeting, "Min note", author=seat)
    client = client_of(seat)
    assert meeting.present() == 1
    leave = reverse("leave", args=[meeting.key])
    assert client.post(leave).headers["Location"] == leave  # it asks first
    assert "kan du ikke længere rette eller slette dem" in read(client.get(leave))
    assert meeting.present() == 1
    sure = read(client.get(leave)).button("Forlad mødet")
    answer = client.post(leave, {sure["name"]: sure["value"]})
    assert "Du har forladt mødet." in read(answer)
    cookie = answer.cookies["seat_member"]
    assert (cookie.value, cookie["path"], cookie["max-age"]) == ("", f"/m/{meeting.key}/", 0)
    assert (meeting.present(), client.get(reverse("room", args=[meeting.key])).status_code) == (0, 404)
    assert meeting.items.get(number=1).notes.get().text == "Min note"


@pytest.mark.parametrize("case", ["lobby", "no note", "deleted note", "somebody else's note"])
def test_leaving_asks_also_who_loses_nothing_by_it_and_says_how_to_come_back(db, case):
    meeting = make.meeting(stage="lobby" if case == "lobby" else "discussion")
    seat = make.member(meeting)
    if case == "deleted note":
        make.note(meeting, author=seat).soft_delete()
    if case == "somebody else's note":
        make.note(meeting, author=make.member(meeting))
    client, leave = client_of(seat), reverse("leave", args=[meeting.key])
    asks = read(client.post(leave, follow=True))
    assert asks.one(".lead").text == "Du kan komme ind igen med koden på skærmen, så længe mødelederen lukker nye ind."
    assert meeting.participants.filter(pk=seat.pk).exists()
    page = read(client.post(leave, {"sure": "true"}))
    assert "Du har forladt mødet." in page
    assert page.one(".lead").text == BY_THE_CODE


@pytest.mark.parametrize(
    ("unsent", "tells"), [("0", 0), ("1", 1), ("2", 1), ("-1", 0), ("²", 0), ("9999", 0), ("x", 0)]
)
def test_page_that_asks_before_leaving_tells_how_much_the_phone_has_not_sent(meeting, unsent, tells):
    client, leave = client_of(make.member(meeting)), reverse("leave", args=[meeting.key])
    told = [each.text for each in read(client.post(leave, {"unsent": unsent}, follow=True)).all(".message")]
    words = "1 note" if unsent == "1" else f"{unsent} noter"
    assert told == [f"{words} på telefonen er ikke sendt endnu og bliver slettet, hvis du forlader mødet."] * tells
    assert [each.text for each in read(client.get(leave, {"unsent": unsent})).all(".message")] == told


BY_THE_CODE = "Du kan komme ind igen her."
KEPT = "Dine noter er stadig med, men kan ikke rettes længere."
NOBODY = "Lige nu kan ingen nye komme ind. Vil du ind igen, så bed mødelederen om at åbne døren."
OVER = "Det, du skrev til mødet, er stadig med. Referatet kan du ikke længere læse her: spørg referenten efter det."
AGAIN, FRONT = "Deltag igen", "Gå til forsiden"


@pytest.mark.parametrize(
    ("case", "says", "leads"),
    [
        ("open", f"{KEPT} {BY_THE_CODE}", AGAIN),
        ("door closed", f"{KEPT} {NOBODY}", FRONT),
        ("code expired", f"{KEPT} {NOBODY}", FRONT),
        ("closed", OVER, FRONT),
    ],
)
def test_page_after_leaving_says_what_stays_and_whether_there_is_a_way_back(meeting, clock, case, says, leads):
    seat = make.member(meeting)
    make.note(meeting, author=seat)
    if case == "door closed":
        meeting.close_door()
    if case == "closed":
        meeting.close(meeting.place)
    if case == "code expired":
        clock(datetime.date(2026, 11, 27))
    client, leave = client_of(seat), reverse("leave", args=[meeting.key])
    assert client.post(leave).headers["Location"] == leave  # it asks first, for there is something to lose
    asked = "Så kan du ikke læse referatet her" if case == "closed" else "Dine noter bliver i mødet."
    assert asked in read(client.get(leave))
    page = read(client.post(leave, {"sure": "true"}))
    assert (page.one(".lead").text, page.one("a.button").text) == (says, leads)


def test_page_after_leaving_says_that_a_post_taken_here_is_still_there(db):
    meeting = make.meeting(stage="wrap-up")
    seat = make.member(meeting)
    client = client_of(seat)
    client.post(reverse("take-post", args=[meeting.key, "deputy"]))
    page = read(client.post(reverse("leave", args=[meeting.key]), {"sure": "true"}))
    assert "Du har stadig næstformandens plads på denne telefon." in page
    assert client.get(reverse("review", args=[meeting.key])).status_code == 200


def test_page_after_a_secretary_has_left_says_whether_the_link_still_works(meeting):
    token = RoleLink.make(meeting, Role.SECRETARY)
    leave, sent = reverse("leave", args=[meeting.key]), {"role": "secretary"}
    stays, other = (RoleLink.find(token).take_seat() for _ in range(2))
    assert "Vil du ind igen, skal du bruge det link, du fik." in read(client_of(stays).post(leave, sent))
    stays, closed = RoleLink.find(token).take_seat(), other
    meeting.close_seat(closed.pk, by=meeting.participants.get(user=meeting.facilitator))
    assert "Vil du ind igen, så bed mødelederen om et nyt link." in read(client_of(stays).post(leave, sent))


@pytest.mark.parametrize(
    ("role", "leads"), [("secretary", "/m/{}/referent/"), ("facilitator", "/m/{}/skaerm/"), ("member", "/m/{}/")]
)
def test_secret_link_opened_twice_by_one_browser_takes_one_seat(mads, meeting, role, leads):
    link = reverse("role-link", args=[meeting.key, RoleLink.make(meeting, role)])
    before = meeting.participants.count()
    answer = enter(mads, link)
    for again in (answer, mads.get(link), enter(mads, link)):  # the same browser keeps its seat
        assert (again.status_code, again.url.removesuffix("?ny")) == (302, leads.format(meeting.key))
        assert mads.get(again.url, follow=True).status_code == 200
    assert meeting.participants.count() == before + 1


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_a_secret_link_takes_no_seat(mads, meeting, role, method):
    """Scanners of mail and previews of links open it too, each with a browser of its own."""
    link = reverse("role-link", args=[meeting.key, RoleLink.make(meeting, role)])
    before, seats = meeting.last_event, list(meeting.participants.values_list("pk"))
    for _ in range(3):
        answer = getattr(mads, method)(link)
        assert (answer.status_code, set(answer.cookies) - {"csrftoken"}) == (200, set())
    meeting.refresh_from_db()
    assert (meeting.last_event, list(meeting.participants.values_list("pk"))) == (before, seats)
    enter(mads, link)
    assert meeting.participants.filter(role=role).count() == 1 + (role == Role.FACILITATOR)


def test_page_of_a_secret_link_names_meeting_and_role_and_has_one_button(mads, meeting):
    link = reverse("role-link", args=[meeting.key, RoleLink.make(meeting, Role.SECRETARY)])
    page = read(mads.get(link))
    assert page.one("h1").text == "Kom ind som referent"
    for words in ("Lokal-MED, Borgerservice", "mandag den 23. november 2026, kl. 9.00–10.30", meeting.theme.title):
        assert words in page
    assert [button.text for button in page.one("main").all("button")] == ["Kom ind som referent"]
    answer = mads.post(link, page.one("main").fields())
    assert (answer.status_code, answer.url) == (302, f"/m/{meeting.key}/referent/")


def test_double_press_on_a_secret_link_takes_one_seat(mads, meeting):
    link, uuid = reverse("role-link", args=[meeting.key, RoleLink.make(meeting, Role.SECRETARY)]), uuid4()
    for _ in range(2):
        assert mads.post(link, {"uuid": uuid}).status_code == 302
        mads.cookies.clear()  # the answer to the first press never came
    assert meeting.participants.filter(role=Role.SECRETARY).count() == 1


def test_secret_link_pressed_without_its_uuid_gets_422(mads, meeting):
    link = reverse("role-link", args=[meeting.key, RoleLink.make(meeting, Role.SECRETARY)])
    answer = mads.post(link, {"uuid": "nej"})
    assert answer.status_code == 422
    assert "Siden er for gammel. Genindlæs den, og prøv igen." in read(answer)


def test_link_reset_while_its_page_is_open_seats_nobody(mads, lise, meeting):
    link = reverse("role-link", args=[meeting.key, RoleLink.make(meeting, Role.SECRETARY)])
    assert mads.get(link).status_code == 200
    stale = RoleLink.objects.select_related("meeting").get()
    lise.post(reverse("reset-links", args=[meeting.key]))
    answer = enter(mads, link)
    assert answer.status_code == 404
    assert "Linket virker ikke længere" in read(answer)
    with pytest.raises(RoleLink.DoesNotExist):
        stale.take_seat()
    assert meeting.participants.count() == 1


def test_member_link_of_a_closed_meeting_seats_nobody(mads, db):
    meeting = make.meeting(stage="closed")
    link = reverse("role-link", args=[meeting.key, RoleLink.make(meeting, Role.MEMBER)])
    before = meeting.present()
    answer = enter(mads, link)
    assert (answer.status_code, meeting.present()) == (409, before)
    assert "Mødet er afsluttet." in read(answer)


def test_opening_the_code_s_page_takes_no_seat(mads, meeting):
    before = meeting.last_event
    for address in ("/", reverse("join", args=[meeting.key])):
        assert (mads.get(address).status_code, mads.head(address).status_code) == (200, 200)
    meeting.refresh_from_db()
    assert (meeting.present(), meeting.last_event) == (0, before)


def test_new_link_keeps_the_old_and_a_reset_ends_all(mads, lise, meeting):
    links = [reverse("role-link", args=[meeting.key, RoleLink.make(meeting, Role.SECRETARY)]) for _ in range(2)]
    assert [enter(mads, link).status_code for link in links] == [302, 302]
    lise.post(reverse("reset-links", args=[meeting.key]))
    answers = [mads.get(link) for link in links]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert "Linket virker ikke længere" in read(answers[0])


@pytest.mark.parametrize(
    ("name", "role"),
    [("referent-link", Role.SECRETARY), ("facilitator-link", Role.FACILITATOR), ("screen-link", Role.SCREEN)],
)
def test_link_is_given_as_data_or_folded_away(lise, meeting, name, role):
    answer = lise.post(reverse(name, args=[meeting.key]), headers={"accept": "application/json"})
    path = answer.json()["link"].removeprefix("http://testserver")
    assert RoleLink.find(path.split("/")[4]).role == role
    page = read(lise.post(reverse(name, args=[meeting.key])))
    # In a mail's address and folded away, for a browser without a clipboard; nowhere in plain sight.
    link = page.one("details .secret").text
    assert link.startswith(f"http://testserver/m/{meeting.key}/plads/")
    assert quote(link, safe="") in page.link("Åbn en mail, der er klar til at sende")["href"]
    assert page.source.count(link) == 1
    assert "/plads/" not in read(lise.get(reverse("wall", args=[meeting.key]))).source


@pytest.mark.parametrize("how", ["by logging in", "by a link"])
def test_another_machine_takes_over_and_a_stale_press_moves_nothing(mads, lise, meeting, how):
    meeting.advance("1")
    if how == "by a link":
        link = lise.post(reverse("facilitator-link", args=[meeting.key]), headers={"accept": "application/json"})
        wall = enter(mads, link.json()["link"]).url
    else:
        mads.post("/log-ind/", {"username": meeting.facilitator.username, "password": "x"})
        wall = reverse("wall", args=[meeting.key])
        assert read(mads.get("/moeder/")).link("Fortsæt mødet")["href"] == wall
    assert "Spørgsmål 2 af 3" in read(mads.get(wall))
    advance = reverse("advance", args=[meeting.key])
    assert [machine.post(advance, {"seen": "2"}).status_code for machine in (mads, lise)] == [302, 409]
    assert [machine.post(advance, {"seen": "3"}).status_code for machine in (lise, mads)] == [302, 409]
    meeting.refresh_from_db()
    assert meeting.place == "wrap-up"


def address(client, meeting):
    """As members are told it on the wall."""
    return read(client.get(reverse("wall", args=[meeting.key]))).one(".join [data-address]").text


def test_public_url_decides_the_address_and_the_link(lise, meeting, settings):
    assert address(lise, meeting) == "testserver"
    settings.PUBLIC_URL = "https://dialog.kommune.example"
    assert address(lise, meeting) == "dialog.kommune.example"
    answer = lise.post(reverse("referent-link", args=[meeting.key]), headers={"accept": "application/json"})
    assert answer.json()["link"].startswith(f"https://dialog.kommune.example/m/{meeting.key}/plads/")


def test_the_qr_code_is_a_picture_drawn_here(lise, meeting):
    answer = lise.get(reverse("qr", args=[meeting.key]))
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer.content.startswith(b'<svg xmlns="http://www.w3.org/2000/svg"')


def test_member_link_opened_three_times_is_one_seat(mads, meeting):
    link = reverse("role-link", args=[meeting.key, RoleLink.make(meeting, Role.MEMBER)])
    assert enter(mads, link).cookies["seat_member"]["path"] == f"/m/{meeting.key}/"
    assert link.startswith(f"/m/{meeting.key}/")  # so that a browser sends the cookie back here
    assert [mads.get(link).status_code, enter(mads, link).status_code] == [302, 302]
    assert meeting.present() == 1


def test_link_of_another_meeting_gets_404(mads, meeting):
    other = make.meeting(facilitator=make.user("anden"))
    token = RoleLink.make(meeting, Role.SECRETARY)
    link = reverse("role-link", args=[other.key, token])
    assert [mads.get(link).status_code, enter(mads, link).status_code] == [404, 404]


def test_uuid_used_in_another_meeting_takes_a_seat_here(mads, meeting):
    other, uuid = make.meeting(facilitator=make.user("anden")), uuid4()
    other.take_seat(uuid)
    assert join(mads, meeting, uuid=uuid).status_code == 302
    assert (meeting.present(), other.present()) == (1, 1)


def test_facilitator_by_link_corrects_the_facts_and_is_led_back_to_the_wall(mads, meeting):
    meeting.close("1")
    enter(mads, reverse("role-link", args=[meeting.key, RoleLink.make(meeting, Role.FACILITATOR)]))
    form = reverse("edit-meeting", args=[meeting.key])
    assert read(mads.get(form)).link("Fortryd")["href"] == reverse("wall", args=[meeting.key])
    answer = mads.post(form, make.facts(meeting.theme, venue="Kantinen"))
    assert (answer.status_code, answer.url) == (302, reverse("wall", args=[meeting.key]))
