"""Compresses pages, but none that holds a secret link, no answer to what was sent, and no stream."""

from django.middleware.gzip import GZipMiddleware


class Middleware(GZipMiddleware):
    """Compress pages that were asked for with GET.

    The length of a compressed page tells somebody who listens, and who gets words of his own into the page, what else
    is in it (BREACH). Words come into a page where a form is answered, and the secrets of ours that stay the same are
    links: so neither is compressed. A page with a secret link is an answer to a POST, or stands at the link's own
    address. Tokens are masked anew in each page, and Django adds a length of its own choosing.
    """

    def process_response(self, request, response):
        return super().process_response(request, response) if may_be_compressed(request, response) else response


def may_be_compressed(request, response):
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    return is_page and request.method in ("GET", "HEAD") and not is_secret(request)


def is_secret(request):
    return request.resolver_match is not None and "token" in request.resolver_match.kwargs
