"""Makes the daily run now: see `meetings/daily.py`. A server makes it by itself."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from meetings import daily, danish
from meetings.models import DailyRun


class Command(BaseCommand):
    help = (
        "Sletter nu, hvad fristerne siger: møder, noter, slettebeviser og udløbne logins."
        " Serveren gør det selv en gang i døgnet."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="sig kun, hvad der ville blive slettet")
        parser.add_argument("--clock-is-right", action="store_true", help="stol på maskinens ur, også efter lang tid")

    def handle(self, *, dry_run, clock_is_right, **options):
        now = timezone.localtime()
        try:
            if dry_run:
                self.doubt(now, clock_is_right)
            else:
                daily.claim(now, again=True, is_right=clock_is_right)
        except daily.WrongClock as doubt:
            raise CommandError(str(doubt)) from None
        outcome = daily.run(now.date(), dry=dry_run)
        for sentence in outcome.sentences or ["Intet skulle slettes."]:
            self.stdout.write(sentence.replace(danish.NBSP, " "))
        if outcome.failed:
            raise CommandError(f"Noget gik galt i {', '.join(outcome.failed)}. Loggen siger hvorfor.")

    def doubt(self, now, clock_is_right):
        last = DailyRun.objects.first()
        if last and not clock_is_right and (why := daily.doubt(last.on, now.date())):
            self.stderr.write(why)
