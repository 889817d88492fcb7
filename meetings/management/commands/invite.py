"""Makes a link by which somebody chooses a password, for whoever runs the house: it needs no admin, and no password of theirs."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from meetings.accounts.links import new_path
from meetings.text import clean

from .serve import url

FACTS = ("first_name", "last_name", "email")
SENTENCE = "Send dette link til {username}, og kun dertil. Det virker én gang, og i tre dage:"


class Command(BaseCommand):
    help = "Laver et link, hvor en bruger vælger sin adgangskode. Med --new bliver brugeren lavet først."

    def add_arguments(self, parser):
        parser.add_argument("username", help="brugernavnet, fx lise")
        parser.add_argument("--new", action="store_true", help="lav brugeren: en mødeleder")
        parser.add_argument("--first-name", default="", help="med --new: fornavn")
        parser.add_argument("--last-name", default="", help="med --new: efternavn")
        parser.add_argument("--email", default="", help="med --new: mailadresse, hvis adgangskoden bliver glemt")
        parser.add_argument("--superuser", action="store_true", help="med --new: må alt under /admin/ (med ADMIN=1)")

    def handle(self, *, username, new, superuser, **options):
        facts = {name: clean(options[name], lines=False) for name in FACTS}
        user = get_user_model().objects.filter(username=username).first()
        if new and user:
            raise CommandError(
                f"Der er allerede en bruger, der hedder {username}. Uden --new får brugeren et nyt link."
            )
        if new:
            user = get_user_model()(username=username, is_staff=superuser, is_superuser=superuser, **facts)
            save_without_password(user)
        elif not user:
            raise CommandError(f"Der er ingen bruger, der hedder {username}. Skal brugeren laves, så skriv --new.")
        elif superuser or any(facts.values()):
            raise CommandError(f"Brugeren {username} findes. Navn, mailadresse og --superuser gælder kun med --new.")
        elif not user.is_active:
            raise CommandError(f"Brugeren {username} er lukket, så linket ville ikke virke.")
        self.stdout.write(SENTENCE.format(username=username))
        self.stdout.write(f"{settings.PUBLIC_URL or url()}{new_path(user)}")


def save_without_password(user):
    """Save a new user. Raises CommandError with what is wrong with its facts."""
    user.set_unusable_password()
    try:
        user.full_clean()
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from None
    user.save()
