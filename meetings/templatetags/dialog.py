"""What the templates need beside Django's own: Danish dates and counts, icons, and settings."""

import re
from functools import cache
from pathlib import Path
from posixpath import dirname, join, normpath

from django import template
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.templatetags.static import static
from django.utils.crypto import salted_hmac
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from meetings import danish
from meetings.hyphens import soft_hyphens

register = template.Library()

for written in (
    danish.full_date,
    danish.long_date,
    danish.abbreviated_date,
    danish.short_date,
    danish.short_deadline,
    danish.by_when,
    danish.clock,
    danish.moment,
):
    register.filter(written.__name__, written)


@register.filter
def ms(at):
    """Return a moment as scripts count: in milliseconds since 1970."""
    return round(at.timestamp() * 1000)


IMPORT = re.compile(r'^import (?:([^"]*) from )?"([^"]+)";$', re.MULTILINE)
ICONS = {
    "alert": '<circle cx="12" cy="12" r="9"/><path d="M12 7v6M12 16.7v.1"/>',
    "check": '<path d="M4.5 12.5l5 5 10-11"/>',
    "chevron": '<path d="M9 5.5l6.5 6.5L9 18.5"/>',
    "dot": '<circle cx="12" cy="12" r="6" fill="currentColor"/>',
    "down": '<path d="M12 4v15.5M5.5 13l6.5 6.5 6.5-6.5"/>',
    "left": '<path d="M20 12H4.5M11 5.5L4.5 12l6.5 6.5"/>',
    "offline": '<path d="M4.5 9.5a11 11 0 0 1 3-2M12 6.6a11 11 0 0 1 7.5 2.9M7.5 13a6.5 6.5 0 0 1 3-1.7M11.9 17.2h.2M4 3.5l16 17"/>',
    "online": '<path d="M4.5 9.5a11 11 0 0 1 15 0M7.5 13a6.5 6.5 0 0 1 9 0M11.9 17.2h.2"/>',
    "right": '<path d="M4 12h15.5M13 5.5l6.5 6.5-6.5 6.5"/>',
    "up": '<path d="M12 20V4.5M5.5 11L12 4.5l6.5 6.5"/>',
    "wait": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5.2l3.2 2"/>',
}


@register.simple_tag
def icon(name):
    return format_html('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', mark_safe(ICONS[name]))  # noqa: S308 -- our own drawings


@register.simple_tag
@cache
def module(name):
    """Load a page's script, a module. Where `collectstatic` has not joined it with those it imports, preload these."""
    is_joined = getattr(staticfiles_storage, "joins_modules", False) and not settings.DEBUG
    *imported, _ = [name] if is_joined else import_order(name)
    preloads = format_html_join("", '<link rel="modulepreload" href="{}">\n  ', ((static(each),) for each in imported))
    return format_html('{}<script type="module" src="{}"></script>', preloads, static(name))


def import_order(name, before=()):
    """Return `before`, then every module that `name` imports, and `name` itself: as a browser runs them."""
    if name in before:
        return before
    for _, url in IMPORT.findall(Path(finders.find(name)).read_text()):
        before = import_order(imported_name(name, url), before)
    return (*before, name)


def imported_name(name, url):
    """Return the name of the module that `name` imports as `url`."""
    return normpath(join(dirname(name), url))


@register.simple_tag
def keeper(holder):
    """Return the seat or user for whom the browser keeps what is typed, and for how many days. The key opens nothing."""
    who = f"{holder._meta.model_name} {holder.pk}"
    key = salted_hmac("what a browser keeps", who, algorithm="sha256").hexdigest()[:16]
    return format_html('data-seat="{}" data-days="{}"', key, settings.BROWSER_DAYS)


@register.simple_tag
def doubtful(meeting, *texts):
    """Return the numbers in `texts` that look like CPR numbers and that nobody in the meeting has said are none."""
    return " ".join(meeting.doubtful(*texts))


@register.simple_tag
def cpr_numbers(found, name):
    """Return those of `found`, {field name: numbers}, in the field of this name."""
    return " ".join((found or {}).get(name, ()))


@register.simple_tag
def setting(name):
    """Return a setting that may stand on a page."""
    return getattr(settings, name)


register.filter("soft_hyphens", soft_hyphens)


@register.filter
def count(number, words):
    """Return the number with its word: `{{ 7|count:"note,noter" }}` is "7 noter"."""
    return danish.count(number, *words.split(","))


@register.filter
def clock_range(meeting):
    return danish.clock_range(meeting.starts_at, meeting.ends_at)


@register.filter
def code(digits):
    """Return "482 913", or "4829 1365"."""
    half = len(digits) // 2
    return f"{digits[:half]}{danish.NBSP}{digits[half:]}"


@register.filter
def tied(text):
    """Tie a dash to the word before it, so that it never begins a line."""
    return text.replace(" – ", f"{danish.NBSP}– ")
