"""The pages of an account: change the password, choose one by a link, and ask for such a link."""

import time

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from meetings.room.door import open_to_all, signed_in
from meetings.strangers.tolls import slowed

from .forms import ChangePasswordForm, ChoosePasswordForm, ForgottenForm
from .links import user_of
from .mails import send_links

SENT_AFTER = 0.5  # seconds until the answer that a link is sent: no thread waits for it


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request):
    form = ChangePasswordForm(request, request.user)
    if not form.is_valid():
        return page(request, "accounts/change_password.html", form)
    form.save()
    update_session_auth_hash(request, request.user)
    messages.success(request, "Din adgangskode er skiftet. Andre steder, hvor du var logget ind, er du nu logget ud.")
    return redirect("my-meetings")


@open_to_all
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choose_password(request, user, token):
    """Show the form on GET, which uses nothing up: a mail program that opens links may do so. A POST chooses, once."""
    known = user_of(user, token)
    if not known:
        answer = render(request, "accounts/link_is_used.html", status=404)
    else:
        form = ChoosePasswordForm(request, known)
        if form.is_valid():
            form.save()
            answer = render(request, "accounts/chosen.html", {"user_name": known.get_username()})
        else:
            answer = page(request, "accounts/choose_password.html", form)
    answer["Referrer-Policy"] = "strict-origin"  # not even we are told the address: a proxy's log could hold it
    answer["X-Robots-Tag"] = "noindex"
    return answer


@open_to_all
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request):
    """Send a link, or say whom to ask if the installation sends no mail.

    The answer is the same for every address, and so is the time it takes.
    """
    began = time.monotonic()
    form = ForgottenForm(request.POST if request.method == "POST" else None)
    if not settings.MAILERS or not form.is_valid():
        return page(request, "accounts/forgotten.html", form, sends_mail=bool(settings.MAILERS))
    send_links(request, form.cleaned_data["email"])
    answer = render(request, "accounts/sent.html", {"email": form.cleaned_data["email"]})
    answer.pause = max(0.0, SENT_AFTER - (time.monotonic() - began))
    return answer


# They hash: see `asgi`.
change_password.pool = choose_password.pool = "password"


def page(request, template, form, **more):
    """Return the page with the form, slowly if its next attempt costs a toll."""
    if getattr(form, "toll", None):
        return slowed(render(request, template, {"form": form, **more}, status=429))
    return render(request, template, {"form": form, **more}, status=422 if form.errors else 200)
