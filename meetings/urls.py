"""One line per URL, in the order a meeting meets them."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from meetings.accounts import views as accounts
from meetings.minutes.exports import FORMATS
from meetings.minutes.views import approval, earlier, minutes, reading, remarks, review, versions
from meetings.models import APPROVERS, Attendee, Lane, Meeting, Phase
from meetings.room.models.keys import KEY_LETTERS
from meetings.room.views import (
    attendance,
    desk,
    dots,
    follow_ups,
    grouping,
    haste,
    holding,
    joining,
    keeping_time,
    leading,
    no_cpr,
    phone,
    posts,
    ready,
    seats,
    setting_up,
    sorting,
    streams,
    wall,
)


class LaneConverter:
    regex = "|".join(Lane.values)

    def to_python(self, value):
        return Lane(value)

    def to_url(self, value):
        return str(value)


class KeyConverter(StringConverter):
    regex = f"[{KEY_LETTERS}]{{10}}"


class TextNameConverter(StringConverter):
    """The name of a RevisedText that keeps its earlier wordings."""

    regex = r"(?:conclusion|follow-up|remark|heading)-\d{1,18}|text-communication|next"


def one_of(words):
    """Make a converter that takes only these words."""
    return type("OneOf", (StringConverter,), {"regex": "|".join(words)})


register_converter(LaneConverter, "lane")
register_converter(one_of(FORMATS), "format")
register_converter(one_of(Meeting.TEXTS), "text")
register_converter(one_of(APPROVERS), "approver")
register_converter(one_of(Phase.values), "phase")
register_converter(TextNameConverter, "revised")
register_converter(one_of(Attendee.Side.values), "side")
register_converter(KeyConverter, "key")

urlpatterns = [
    # Coming in
    path("", joining.front, name="front"),
    path("m/<key:key>/ind/", joining.join, name="join"),
    path("m/<key:key>/plads/<token>/", joining.role_link, name="role-link"),
    path("m/<key:key>/forlad/", joining.leave, name="leave"),
    # Setting up
    path("log-ind/", setting_up.log_in, name="log-in"),
    path("log-ud/", setting_up.log_out, name="log-out"),
    path("adgangskode/", accounts.change_password, name="change-password"),
    path("adgangskode/glemt/", accounts.forgotten, name="forgotten"),
    path("adgangskode/ny/<int:user>/<token>/", accounts.choose_password, name="choose-password"),
    path("moeder/", setting_up.my_meetings, name="my-meetings"),
    path("moeder/opret/", setting_up.new_meeting, name="new-meeting"),
    path("m/<key:key>/ret/", setting_up.edit_meeting, name="edit-meeting"),
    path("m/<key:key>/slet/", setting_up.delete_meeting, name="delete-meeting"),
    path("m/<key:key>/pause/", holding.hold, name="hold"),
    path("m/<key:key>/pause/ophaev/", holding.lift_hold, name="lift-hold"),
    path("m/<key:key>/aabn/", setting_up.open_meeting, name="open-meeting"),
    # The room: the phone
    path("m/<key:key>/", phone.phone, name="room"),
    path("m/<key:key>/mine/", phone.mine, name="mine"),
    path("m/<key:key>/spoergsmaal/<int:number>/noter/", phone.add_note, name="add-note"),
    path("m/<key:key>/opsamling/noter/", phone.add_missing_note, name="missing-note"),
    path("m/<key:key>/klar/", ready.ready, name="ready"),
    path("m/<key:key>/klar/fortryd/", ready.not_ready, name="not-ready"),
    path("m/<key:key>/noter/<int:note>/", phone.note, name="note"),
    path("m/<key:key>/noter/<int:note>/slet/", phone.delete_note, name="delete-note"),
    path("m/<key:key>/noter/<int:note>/fortryd/", phone.restore_note, name="restore-note"),
    path("m/<key:key>/prikker/", dots.own_dots, name="own-dots"),
    path("m/<key:key>/prikker/<int:proposal>/", dots.give_dot, name="give-dot"),
    path("m/<key:key>/prikker/<int:proposal>/fjern/", dots.take_dot_back, name="take-dot-back"),
    path("m/<key:key>/prikker/luk/", dots.close_dots, name="close-dots"),
    path("m/<key:key>/tema/", wall.theme, name="theme"),
    path("m/<key:key>/ikke-cpr/", no_cpr.no_cpr, name="no-cpr"),
    path("m/<key:key>/stroem/deltager/", streams.member_stream, name="member-stream"),
    path("m/<key:key>/stroem/skaerm/", streams.wall_stream, name="wall-stream"),
    path("m/<key:key>/stroem/leder/", streams.leader_stream, name="leader-stream"),
    path("m/<key:key>/stroem/ekstra-skaerm/", streams.screen_stream, name="screen-stream"),
    path("m/<key:key>/stroem/referent/", streams.desk_stream, name="desk-stream"),
    path("m/<key:key>/stroem/referat/", streams.minutes_stream, name="minutes-stream"),
    path("m/<key:key>/godkender/<approver:role>/", posts.take_post, name="take-post"),
    path("m/<key:key>/godkender/<approver:role>/frigiv/", posts.free_post, name="free-post"),
    path("m/<key:key>/stroem/gennemlaesning/", streams.review_stream, name="review-stream"),
    # The room: the wall
    path("m/<key:key>/skaerm/", wall.wall, name="wall"),
    path("m/<key:key>/ekstra-skaerm/", wall.screen, name="screen"),
    path("m/<key:key>/qr.svg", wall.qr, name="qr"),
    path("m/<key:key>/videre/", wall.advance, name="advance"),
    path("m/<key:key>/tilbage/", wall.go_back, name="go-back"),
    path("m/<key:key>/gaa-til/<int:number>/", wall.go_to, name="go-to"),
    path("m/<key:key>/fase/<phase:phase>/", wall.go_to_phase, name="go-to-phase"),
    path("m/<key:key>/opsamling/", wall.wrap_up, name="wrap-up"),
    path("m/<key:key>/skaerm/noter/", wall.add_note, name="wall-note"),
    path("m/<key:key>/ur/mere/", keeping_time.more_time, name="more-time"),
    path("m/<key:key>/ur/stop/", keeping_time.stop_clock, name="stop-clock"),
    path("m/<key:key>/ur/fordel/", keeping_time.share_time, name="share-time"),
    path("m/<key:key>/ur/vejledende/", keeping_time.advised_times, name="advised-times"),
    path("m/<key:key>/led/sluttid/", keeping_time.end_time, name="end-time"),
    path("m/<key:key>/skaerm/kun-for-moedelederen/", keeping_time.panel, name="leader-panel"),
    path("m/<key:key>/vis-noterne/", wall.show_notes, name="show-notes"),
    path("m/<key:key>/noter/<int:note>/skjul/", wall.hide, name="hide-note"),
    path("m/<key:key>/noter/<int:note>/vis/", wall.show, name="show-note"),
    path("m/<key:key>/noter/<int:note>/stort/", wall.put_in_spotlight, name="put-in-spotlight"),
    path("m/<key:key>/noter/alle/", wall.end_spotlight, name="end-spotlight"),
    path("m/<key:key>/overblik/", wall.show_overview, name="overview"),
    path("m/<key:key>/overblik/luk/", wall.end_overview, name="end-overview"),
    path("m/<key:key>/noter/<int:note>/<lane:lane>/", sorting.agree, name="agree"),
    path("m/<key:key>/skaerm/aftaler/<int:follow_up>/", sorting.who_when, name="who-when"),
    path("m/<key:key>/skaerm/aftaler/<int:follow_up>/tilbage/", sorting.put_back, name="put-back"),
    path("m/<key:key>/saml/", grouping.gather, name="gather"),
    path("m/<key:key>/saml/fortryd/", grouping.undo_grouping, name="undo-grouping"),
    path("m/<key:key>/overskrifter/<int:group>/", grouping.heading, name="heading"),
    path("m/<key:key>/overskrifter/<int:group>/fjern/", grouping.delete_heading, name="delete-heading"),
    path("m/<key:key>/overskrifter/<int:group>/fortryd/", grouping.restore_heading, name="restore-heading"),
    path("m/<key:key>/led/", wall.leader, name="leader"),
    path("m/<key:key>/led/her/", leading.lead_here, name="lead-here"),
    path("m/<key:key>/led/fra-skaermen/", leading.lead_from_wall, name="lead-from-wall"),
    path("m/<key:key>/led/fra-telefonen/", leading.from_phone, name="lead-from-phone"),
    path("m/<key:key>/led/qr.svg", leading.qr, name="leader-qr"),
    path("m/<key:key>/pladser/", seats.seats, name="seats"),
    path("m/<key:key>/pladser/<int:participant>/luk/", seats.close_seat, name="close-seat"),
    path("m/<key:key>/links/referent/", seats.referent_link, name="referent-link"),
    path("m/<key:key>/links/moedeleder/", seats.facilitator_link, name="facilitator-link"),
    path("m/<key:key>/links/skaerm/", seats.screen_link, name="screen-link"),
    path("m/<key:key>/links/nulstil/", seats.reset_links, name="reset-links"),
    path("m/<key:key>/hurtig/pause/", haste.pause_haste, name="pause-haste"),
    path("m/<key:key>/hurtig/slip/", haste.end_haste, name="end-haste"),
    path("m/<key:key>/doer/luk/", seats.close_door, name="close-door"),
    path("m/<key:key>/doer/aabn/", seats.open_door, name="open-door"),
    path("m/<key:key>/giv-videre/", seats.hand_over, name="hand-over"),
    path("m/<key:key>/afslut/", wall.close, name="close"),
    path("m/<key:key>/genaabn/", wall.reopen, name="reopen"),
    # The minutes
    path("m/<key:key>/referent/", desk.desk, name="desk"),
    path("m/<key:key>/referent/<int:number>/", desk.desk_item, name="desk-item"),
    path("m/<key:key>/referent/<int:number>/opsamling/", desk.conclusion, name="conclusion"),
    path("m/<key:key>/referent/<int:number>/noter/", desk.add_note, name="desk-note"),
    path("m/<key:key>/referent/noter/<int:note>/<lane:lane>/", follow_ups.agree_at_desk, name="agree-at-desk"),
    path("m/<key:key>/referent/noter/<int:note>/", desk.edit_added_note, name="edit-added-note"),
    path("m/<key:key>/referent/<lane:lane>/", follow_ups.new_follow_up, name="new-follow-up"),
    path("m/<key:key>/referent/<lane:lane>/luk/", follow_ups.no_form, name="no-form"),
    path("m/<key:key>/referent/aftaler/<int:follow_up>/", follow_ups.follow_up, name="follow-up"),
    path("m/<key:key>/referent/aftaler/<int:follow_up>/fjern/", follow_ups.delete_follow_up, name="delete-follow-up"),
    path(
        "m/<key:key>/referent/aftaler/<int:follow_up>/fortryd/",
        follow_ups.restore_follow_up,
        name="restore-follow-up",
    ),
    path("m/<key:key>/referent/naeste-moede/", desk.next_meeting, name="next-meeting"),
    # Who is there
    path("m/<key:key>/deltagere/", attendance.attendance, name="attendance"),
    path("m/<key:key>/deltagere/ny/", attendance.new_attendee, name="new-attendee"),
    path("m/<key:key>/deltagere/liste/", attendance.paste, name="paste-attendees"),
    path("m/<key:key>/deltagere/luk/", attendance.no_form, name="no-attendee-form"),
    path("m/<key:key>/deltagere/fortryd/<int:act>/", attendance.undo, name="undo-attendance"),
    path("m/<key:key>/deltagere/<int:attendee>/", attendance.attendee, name="attendee"),
    path("m/<key:key>/deltagere/<int:attendee>/afbud/", attendance.absent, name="attendee-absent"),
    path("m/<key:key>/deltagere/<int:attendee>/moedt/", attendance.present, name="attendee-present"),
    path("m/<key:key>/deltagere/<int:attendee>/fjern/", attendance.remove, name="remove-attendee"),
    path("m/<key:key>/deltagere/<int:attendee>/paa/<side:side>/", attendance.place, name="place-attendee"),
    # The minutes
    path("m/<key:key>/referat/", minutes.minutes, name="minutes"),
    path("m/<key:key>/referat.<format:extension>", minutes.minutes_file, name="minutes-file"),
    path("m/<key:key>/referat/godkendt/", versions.final_minutes, name="final-minutes"),
    path("m/<key:key>/referat/godkendt.<format:extension>", versions.final_file, name="final-file"),
    path("m/<key:key>/laes/<token>/", reading.reading, name="reading"),
    path("m/<key:key>/laes/<token>/referat.<format:extension>", reading.reading_file, name="reading-file"),
    path("m/<key:key>/referat/link/laes/", reading.reader_link, name="reader-link"),
    path("m/<key:key>/referat/link/laes/luk/", reading.end_reader_link, name="end-reader-link"),
    path("m/<key:key>/referat/version/<int:version>/", versions.version, name="version"),
    path(
        "m/<key:key>/referat/version/<int:version>/referat.<format:extension>",
        versions.version_file,
        name="version-file",
    ),
    path("m/<key:key>/referat/udskrift/", minutes.printable, name="printable"),
    path("m/<key:key>/referat/tekst/<text:name>/", minutes.minutes_text, name="minutes-text"),
    path("m/<key:key>/referat/noter/<int:note>/", minutes.arrange_note, name="arrange-note"),
    path("m/<key:key>/referat/<int:number>/overskrifter/", minutes.copy_headings, name="copy-headings"),
    path("m/<key:key>/referat/noter/<int:note>/fjern-ord/", minutes.redact_note, name="redact-note"),
    path("m/<key:key>/referat/bemaerkninger/", remarks.new_remark, name="new-remark"),
    path("m/<key:key>/referat/bemaerkninger/<int:remark>/", remarks.remark, name="remark"),
    path("m/<key:key>/referat/bemaerkninger/<int:remark>/side/", remarks.remark_side, name="remark-side"),
    path("m/<key:key>/referat/bemaerkninger/<int:remark>/fjern/", remarks.delete_remark, name="delete-remark"),
    path("m/<key:key>/referat/bemaerkninger/<int:remark>/fortryd/", remarks.restore_remark, name="restore-remark"),
    path("m/<key:key>/tidligere/<revised:text>/", earlier.earlier, name="earlier"),
    # The approval
    path("m/<key:key>/referat/link/<approver:role>/", approval.approver_link, name="approver-link"),
    path("m/<key:key>/referat/frist/", approval.approval_due, name="approval-due"),
    path("m/<key:key>/gennemlaesning/", review.review, name="review"),
    path("m/<key:key>/gennemlaesning/godkend/", review.give_approval, name="approve"),
    path("m/<key:key>/gennemlaesning/fortryd/", review.take_approval_back, name="take-approval-back"),
    path("m/<key:key>/gennemlaesning/kommentar/", review.send_comment, name="comment"),
    path("m/<key:key>/gennemlaesning/kan-ikke-godkende/", review.send_objection, name="object"),
    path("m/<key:key>/gennemlaesning/kommentarer/<int:comment>/aabn/", review.reopen_comment, name="reopen-comment"),
    path("m/<key:key>/gennemlaesning/kommentarer/<int:comment>/luk/", review.close_comment, name="close-comment"),
    path("m/<key:key>/gennemlaesning/bemaerkning/", review.ask_for_remark, name="ask-for-remark"),
    path("m/<key:key>/referat/kommentarer/<int:comment>/", approval.answer_comment, name="answer-comment"),
    path("m/<key:key>/referat/kommentarer/<int:comment>/bemaerkning/", approval.put_remark_in, name="put-remark-in"),
    path("m/<key:key>/referat/rettelse/", approval.correct, name="open-correction"),
    path("m/<key:key>/referat/rettelse/<int:version>/", approval.edit_correction, name="edit-correction"),
    path("m/<key:key>/referat/rettelse/<int:version>/fortryd/", approval.cancel, name="cancel-correction"),
    path("m/<key:key>/referat/version/<int:version>/fjern/", approval.take_text_away, name="take-text-away"),
]
