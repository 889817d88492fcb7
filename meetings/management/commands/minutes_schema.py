"""Prints the JSON Schema of the minutes as data, for docs/referat.schema.json."""

from django.core.management.base import BaseCommand

from meetings.minutes.archive import schema


class Command(BaseCommand):
    help = "Skriver JSON-skemaet for referatet som data: minutes_schema > docs/referat.schema.json"

    def handle(self, **options):
        self.stdout.write(schema(), ending="")
