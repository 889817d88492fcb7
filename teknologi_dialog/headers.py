"""The headers that every answer carries: the middleware gives them to pages, the server to what never came to it."""

from functools import cache

from django.conf import settings
from django.utils.csp import CSP, build_policy


@cache
def always():
    """Return {name: value}."""
    found = {
        str(CSP.HEADER_ENFORCE): build_policy(settings.SECURE_CSP),
        "X-Frame-Options": settings.X_FRAME_OPTIONS,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
        "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
        "Strict-Transport-Security": f"max-age={settings.SECURE_HSTS_SECONDS}" if settings.HTTPS else None,
    }
    return {name: value for name, value in found.items() if value}


def secured(response):
    """Give a response those of them that it lacks. Returns it."""
    for name, value in always().items():
        response.headers.setdefault(name, value)
    return response
