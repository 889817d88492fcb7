"""The two posts that approve the minutes: each is taken once, in sight of everybody, and the minutes tell how."""

import threading
from uuid import uuid4

import pytest
from django.db import connection
from django.http import HttpResponse
from django.urls import reverse

from meetings.minutes.compose import compose, frozen
from meetings.models import APPROVERS, Event, Meeting, Participant, Refused, Role, Stage, approve
from meetings.room.door import keep_seat
from tests import make
from tests.conftest import client_of
from tests.reading import read

ROOM = "på egen telefon, taget på mødet"
CHAIR, DEPUTY = Role.CHAIR, Role.DEPUTY
TOLD = "Formandens plads er taget af en telefon i lokalet. Er det forkert, så sig det nu."
TAKEN = "Formandens plads er taget. Er det forkert, så sig det til mødelederen."


@pytest.fixture
def meeting(db):
    return make.meeting(stage=Stage.WRAP_UP, notes=["En note"])


@pytest.fixture
def phone(meeting):
    """Opens a member's browser."""
    return lambda: client_of(make.member(meeting))


def sit(client, seat):
    """Let a browser that holds another seat hold this one as well."""
    client.cookies.update(keep_seat(HttpResponse(), seat).cookies)


def take(client, meeting, role=CHAIR):
    return client.post(reverse("take-post", args=[meeting.key, role.value]))


def free(client, meeting, role=CHAIR):
    return client.post(reverse("free-post", args=[meeting.key, role.value]))


def link(client, meeting, role=CHAIR):
    """Let somebody make a link to a post. Returns its address, or None if it is refused."""
    answer = client.post(
        reverse("approver-link", args=[meeting.key, role.value]), headers={"Accept": "application/json"}
    )
    return answer.json()["link"].removeprefix("http://testserver") if answer.status_code == 200 else None


def use(client, address):
    return client.post(address, {"uuid": uuid4()})


def page(client, name, meeting):
    return read(client.get(reverse(name, args=[meeting.key]), follow=True))


def says(client, meeting):
    """How the minutes tell that each side approved."""
    rows = page(client, "printable", meeting).all("table")[-1].all("tbody tr")
    return [row.all("td")[-1].text for row in rows]


class TestOnAPhone:
    @pytest.mark.parametrize("stage", [Stage.WRAP_UP, Stage.CLOSED])
    def test_each_phone_is_asked_until_the_post_is_taken(self, stage, meeting, phone):
        one, two = phone(), phone()
        if stage == Stage.CLOSED:
            meeting.close(meeting.place)
        asked = page(one, "room", meeting)
        assert "Skal du godkende referatet?" in asked
        assert [button.text for button in asked.all("#posts button")] == ["Jeg er formand", "Jeg er næstformand"]
        assert take(one, meeting).url == reverse("review", args=[meeting.key])
        assert "Godkend" in page(one, "review", meeting)
        asked = page(two, "room", meeting)
        assert [button.text for button in asked.all("#posts button")] == ["Jeg er næstformand"]
        assert "Formandens plads er taget af en telefon" in asked
        assert "Du har taget formandens plads." in page(one, "room", meeting)

    @pytest.mark.parametrize("stage", [Stage.LOBBY, Stage.DISCUSSION])
    def test_nobody_is_asked_before_the_meeting_wraps_up(self, stage, db):
        meeting = make.meeting(stage=stage)
        one = client_of(make.member(meeting))
        assert not page(one, "room", meeting).has("#posts button")
        assert take(one, meeting).status_code == 409
        assert not meeting.is_taken(CHAIR)

    def test_every_screen_is_told_at_once(self, meeting, phone, lise, jonas):
        one, two = phone(), phone()
        before = meeting.last_event
        take(one, meeting)
        for client, stream in ((two, "member"), (lise, "wall"), (jonas, "desk"), (jonas, "minutes")):
            url = reverse(f"{stream}-stream", args=[meeting.key], query={"after": before})
            answer = client.get(url, headers={"Accept": "text/event-stream"})
            assert TOLD in answer.content.decode(), stream
        for client, name in ((two, "room"), (lise, "wall"), (jonas, "desk"), (jonas, "minutes")):
            assert TOLD in page(client, name, meeting), name

    def test_double_press_takes_one(self, meeting, phone):
        one = phone()
        assert [take(one, meeting).status_code for _ in range(2)] == [302, 302]
        assert meeting.participants.filter(role=CHAIR).count() == 1
        assert meeting.post_entries.count() == 1

    def test_second_phone_is_refused(self, meeting, phone):
        one, two = phone(), phone()
        take(one, meeting)
        answer = take(two, meeting)
        assert (answer.status_code, TAKEN in read(answer)) == (409, True)
        assert two.get(reverse("review", args=[meeting.key])).status_code == 403

    def test_one_browser_never_holds_both(self, meeting, phone):
        one = phone()
        take(one, meeting)
        answer = take(one, meeting, DEPUTY)
        assert answer.status_code == 409
        assert "Du har taget formandens plads her." in read(answer)
        assert not meeting.is_taken(DEPUTY)

    def test_member_after_closing_takes_one_and_the_minutes_say_so(self, meeting, phone):
        one = phone()
        meeting.close(meeting.place)
        take(one, meeting)
        press(one, meeting)
        assert says(one, meeting)[0].endswith("på egen telefon, taget efter mødet")


def press(client, meeting):
    seen = compose(Meeting.objects.get(pk=meeting.pk)).state.sha256
    return client.post(reverse("approve", args=[meeting.key]), {"seen": seen})


class TestByLink:
    def test_page_takes_nothing_until_its_button_is_pressed(self, meeting, jonas, mads):
        address = link(jonas, meeting)
        opened = read(mads.get(address))
        assert "Pladsen kan kun tages én gang, og alle skærme viser, at den er taget, og hvordan." in opened
        assert not meeting.is_taken(CHAIR)
        assert use(mads, address).url == reverse("review", args=[meeting.key])
        assert "Formandens plads er taget via link fra referenten." in page(jonas, "minutes", meeting)

    @pytest.mark.parametrize("afterwards", ["still there", "gone", "logged out"])
    def test_link_is_refused_in_the_browser_that_made_it(self, afterwards, meeting, lise, jonas):
        maker = lise if afterwards == "logged out" else jonas
        address = link(maker, meeting)
        if afterwards == "gone":
            maker.post(reverse("leave", args=[meeting.key]), {"role": "secretary", "sure": ""})
        if afterwards == "logged out":
            maker.post(reverse("log-out"))
        for answer in (maker.get(address), use(maker, address)):
            assert answer.status_code == 409
            assert "skal bruge sin egen telefon eller computer" in read(answer)
        assert not meeting.is_taken(CHAIR)

    def test_browser_that_made_a_link_takes_no_post_as_a_member_either(self, meeting, jonas):
        link(jonas, meeting)
        sit(jonas, make.member(meeting))
        assert take(jonas, meeting, DEPUTY).status_code == 409

    def test_browser_with_one_post_cannot_use_the_link_to_the_other(self, meeting, jonas, mads):
        use(mads, link(jonas, meeting))
        answer = use(mads, link(jonas, meeting, DEPUTY))
        assert (answer.status_code, "Du har taget formandens plads her." in read(answer)) == (409, True)

    def test_taken_post_gets_no_more_links_and_its_other_links_are_dead(self, meeting, jonas, phone, mads):
        unused = link(jonas, meeting)
        take(phone(), meeting)
        assert link(jonas, meeting) is None
        for answer in (mads.get(unused), use(mads, unused)):
            assert (answer.status_code, TAKEN in read(answer)) == (409, True)

    def test_second_link_is_told_on_screens_and_in_the_minutes(self, meeting, jonas, lise, mads):
        address = link(jonas, meeting)
        several = "Der er lavet 2 links til formandens plads."
        assert several not in page(lise, "wall", meeting)
        link(lise, meeting)
        for client, name in ((lise, "wall"), (jonas, "minutes"), (jonas, "printable")):
            assert several in page(client, name, meeting), name
        use(mads, address)
        assert several in page(mads, "review", meeting)


class TestFree:
    def test_leaving_a_lost_cookie_and_a_reset_keep_it_taken(self, meeting, phone, lise):
        one = phone()
        take(one, meeting)
        one.post(reverse("leave", args=[meeting.key]), {"role": "chair"})
        assert meeting.is_taken(CHAIR)
        one.cookies.clear()
        lise.post(reverse("reset-links", args=[meeting.key]))
        meeting.close(meeting.place)
        assert meeting.is_taken(CHAIR)

    @pytest.mark.parametrize(
        ("who", "by"), [("the holder", "den formand, der havde den"), ("the owner", "mødets ejer")]
    )
    def test_freed_post_loses_its_approval_and_the_minutes_say_so_for_good(self, who, by, meeting, phone, lise, mads):
        one, two = phone(), phone()
        take(one, meeting)
        meeting.close(meeting.place)
        press(one, meeting)
        assert meeting.approvals.count() == 1
        answer = free(one if who == "the holder" else lise, meeting)
        assert answer.status_code == (200 if who == "the holder" else 302)
        assert (meeting.approvals.count(), meeting.is_taken(CHAIR)) == (0, False)
        assert one.get(reverse("review", args=[meeting.key])).status_code in (403, 404)
        take(two, meeting)
        use(mads, link(lise, meeting, DEPUTY))
        for client in (two, mads):
            press(client, meeting)
        meeting.refresh_from_db()
        assert meeting.is_final
        printed = page(two, "printable", meeting)
        assert f"af {by}, og godkendelsen bortfaldt." in printed
        assert "Formandens plads blev frigivet den" in printed

    def test_owner_reads_how_it_was_taken_and_frees_it_among_the_seats(self, meeting, phone, lise):
        take(phone(), meeting)
        seats = page(lise, "seats", meeting)
        assert "På egen telefon, taget på mødet" in seats
        assert len(seats.buttons("Frigiv pladsen")) == 1
        seat = meeting.participants.get(role=CHAIR)
        lise.post(reverse("close-seat", args=[meeting.key, seat.pk]))
        assert not meeting.is_taken(CHAIR)
        assert [entry.what for entry in meeting.post_entries.all()] == ["taken", "freed-owner"]

    def test_others_cannot_free_it(self, meeting, phone, jonas):
        one = phone()
        take(one, meeting)
        deputy = client_of(make.by_link(meeting, DEPUTY))
        led_by_link = client_of(make.by_link(meeting, Role.FACILITATOR))
        assert [free(client, meeting).status_code for client in (jonas, deputy, led_by_link)] == [403, 409, 409]
        assert meeting.is_taken(CHAIR)

    def test_post_is_not_freed_once_the_minutes_are_final(self, meeting, lise):
        meeting.close(meeting.place)
        make.approve(meeting)
        assert free(lise, meeting).status_code == 409
        assert meeting.is_taken(CHAIR)

    def test_approval_of_a_post_that_was_freed_meanwhile_is_refused(self, meeting):
        meeting.close(meeting.place)
        make.by_link(meeting, CHAIR)
        meeting.free_post(CHAIR, by_owner=True)
        with pytest.raises(Refused, match="Pladsen er frigivet"):
            approve(meeting, CHAIR, compose(meeting).state.sha256, frozen)


class TestOneHand:
    """What is tried from the owner's, a facilitator's and a secretary's browsers to approve for both sides."""

    def test_minutes_never_say_approved_without_saying_how(self, meeting, lise, jonas):
        meeting.close(meeting.place)
        led_by_link = client_of(make.by_link(meeting, Role.FACILITATOR))
        mine = [lise, jonas, led_by_link]
        for maker in mine:
            for role in APPROVERS:
                address = link(maker, meeting, role)
                for client in mine:
                    if address:
                        use(client, address)
                    take(client, meeting, role)
                    press(client, meeting)
                told = dict(zip(APPROVERS, says(jonas, meeting), strict=True))
                for post in Meeting.objects.get(pk=meeting.pk).posts:
                    assert told[post.role] == "Afventer" or told[post.role].endswith(post.how.label)
                    assert post.links < 2 or post.about_links in page(jonas, "printable", meeting)
        holders = meeting.participants.filter(role__in=APPROVERS)
        assert {holder.how for holder in holders} <= {"link-secretary", "link-facilitator"}

    def test_one_browser_alone_approves_for_nobody(self, meeting, lise):
        sit(lise, make.member(meeting))
        meeting.close(meeting.place)
        for role in APPROVERS:
            use(lise, link(lise, meeting, role))
            take(lise, meeting, role)
            press(lise, meeting)
        assert not meeting.participants.filter(role__in=APPROVERS).exists()
        assert not meeting.approvals.exists()

    @pytest.mark.django_db(transaction=True)
    def test_post_taken_twice_at_once_is_one_phones(self, meeting):
        members, taken = [make.member(meeting) for _ in range(2)], []

        def takes(member):
            try:
                taken.append(Meeting.objects.get(pk=meeting.pk).take_post(CHAIR, member.secret).pk)
            except Refused:
                pass
            finally:
                connection.close()

        threads = [threading.Thread(target=takes, args=[member]) for member in members]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert taken == list(Participant.objects.filter(role=CHAIR).values_list("pk", flat=True))
        assert meeting.events.filter(kind=Event.Kind.POST).count() == 1


def test_posts_are_asked_for_until_both_are_taken_and_not_told_of_on_the_phones_once_minutes_are_final(db):
    meeting = make.meeting(stage="wrap-up")
    seat = make.member(meeting)

    def posts(name="room"):
        client = client_of(seat if name == "room" else meeting.participants.get(user=meeting.facilitator))
        return read(client.get(reverse(name, args=[meeting.key]))).one("#posts")

    assert posts().one("h2").text == "Skal du godkende referatet?"
    for role in APPROVERS:
        assert posts().one("h2").text == "Skal du godkende referatet?"
        make.by_link(meeting, role)
    assert (posts().one("h2").text, posts().names("hidden")) == ("Godkendelse af referatet", False)
    assert "Er det forkert, så sig det nu." in posts()
    meeting.close(meeting.place)
    make.approve(meeting)
    seat = make.ticket(meeting)
    for name in ("room", "wall"):
        assert posts(name).names("hidden")
        assert "Er det forkert" not in posts(name)
    minutes = client_of(meeting.participants.get(user=meeting.facilitator)).get(reverse("minutes", args=[meeting.key]))
    standing = read(minutes).one("#standing")
    assert "Formandens plads er taget via link fra mødelederen." in standing
    assert "Er det forkert" not in standing
