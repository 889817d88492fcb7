"""Refuses what no page of ours sends, before any view reads it: other charsets than UTF-8, and bodies that are broken."""

from urllib.parse import unquote_to_bytes

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http.multipartparser import MultiPartParserError
from django.utils.http import parse_header_parameters

from teknologi_dialog.protocol import HEAD_SIZE

MOST_HEADERS = 100
FORM, REPLACEMENT = "application/x-www-form-urlencoded", "\ufffd"
UNREADABLE = (BadRequest, LookupError, MultiPartParserError, SuspiciousOperation, UnicodeError, ValueError)


def refusal_of_head(scope):
    """Return the status with which a request is refused for its head, or None."""
    headers = scope["headers"]
    if len(headers) > MOST_HEADERS or sum(len(name) + len(value) for name, value in headers) > HEAD_SIZE:
        return 431
    try:
        scope["query_string"].decode()
        kinds = [parse_header_parameters(value.decode()) for name, value in headers if name == b"content-type"]
    except ValueError:
        return 400
    if len(kinds) > 1:
        return 400
    return 415 if any(parameters.get("charset", "utf-8").lower() != "utf-8" for _, parameters in kinds) else None


def is_readable(request, body):
    """Return whether the form in the request's body, a BytesIO, can be read whole, and is text. Nothing reads it anew.

    Nor the fields of its address, of which there can be too many.
    """
    try:
        _ = request.GET
        text = "".join(part for name, values in request.POST.lists() for part in (name, *values))
        text.encode()  # half a character has no UTF-8
        is_form = request.content_type == FORM
        # What is no UTF-8 Django reads as this character, which somebody may also have typed, or by another charset.
        if REPLACEMENT in text or (is_form and not request.body.isascii()):
            (unquote_to_bytes(request.body) if is_form else body.getvalue()).decode()
        return not request.FILES
    except UNREADABLE:
        return False
