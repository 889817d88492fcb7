"""`make demo`: everything ready to try, on an SQLite file, with links that sign in by themselves."""

import secrets

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.urls import reverse

from meetings.management.demo_meeting import ROLES, demo_meeting
from meetings.management.old_database import refuse_old_database
from meetings.models import RoleLink

from .serve import serve, url


class Command(BaseCommand):
    help = "Gør et møde klar, der er midtvejs, og starter serveren. Kørt igen beholder det alt og laver nye links."

    def handle(self, *args, **options):
        refuse_old_database()
        call_command("migrate", verbosity=0)
        call_command(
            "loaddata", *sorted(path.name for path in (settings.BASE_DIR / "fixtures").glob("*.yaml")), verbosity=0
        )
        call_command("collectstatic", interactive=False, verbosity=0)
        lines = list(self.lines(demo_meeting()))
        serve(lambda: self.stdout.write("\n".join(lines)))

    def lines(self, meeting):
        base = settings.PUBLIC_URL or url()
        for words, role in ROLES:
            yield f"{words}: {base}{reverse('role-link', args=[meeting.key, RoleLink.make(meeting, role)])}"
        yield f"Kode: {meeting.code[:3]} {meeting.code[3:]}"
        yield f"Log ind: {base}{reverse('log-in')} (brugernavn demo, adgangskode {self.new_password(meeting.facilitator)})"

    def new_password(self, user):
        password = secrets.token_urlsafe(9)
        user.set_password(password)
        user.save(update_fields=["password"])
        return password
