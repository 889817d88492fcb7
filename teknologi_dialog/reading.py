"""Refuses what no page of ours sends, before any view reads it: other charsets than UTF-8, and bodies that are broken."""

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http.multipartparser import MultiPartParserError
from django.utils.http import parse_header_parameters

from teknologi_dialog.protocol import HEAD_SIZE

MOST_HEADERS = 100
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


def is_readable(request):
    """Return whether the form in the request's body can be read whole, and is text. From then on nothing reads it anew.

    Nor the fields of its address, of which there can be too many.
    """
    try:
        _ = request.GET
        for name, values in request.POST.lists():
            "".join([name, *values]).encode()  # half a character has no UTF-8
        return not request.FILES
    except UNREADABLE:
        return False
