"""Django's `loaddata`, but strict: see `themes/loading.py`. Formats other than YAML are those `dumpdata` wrote."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.core.management.commands import loaddata
from django.core.serializers.base import DeserializationError
from django.db import DatabaseError

from meetings.themes import loading
from meetings.themes.checks import check_row, in_words


class Command(loaddata.Command):
    help = "Indlæser temaer fra fixtures/. En fejl nævnes med fil, linje, objekt og felt, og så indlæses intet."

    def handle(self, *labels, **options):
        try:
            super().handle(*labels, **options)
        except (CommandError, DatabaseError, DeserializationError, loading.BrokenFixture) as error:
            raise CommandError(f"Intet er indlæst. {error}") from error

    def load_label(self, label):
        files = [Path(file) for file, *_ in self.find_fixtures(label)]
        if {file.suffix for file in files} <= {".yaml", ".yml"}:
            for file in files:
                self.load_yaml(file)
            return
        try:
            super().load_label(label)
        except ValidationError as error:
            raise CommandError(f"{label}, {self.row._meta.label_lower} {self.row.pk}, {in_words(error)}") from error

    def load_yaml(self, file):
        loaded = loading.load(file, self.using, self.save_obj)
        self.fixture_count += 1
        self.fixture_object_count += loaded
        self.loaded_object_count += loaded

    def save_obj(self, obj):
        self.row = obj.object
        check_row(self.row)
        return super().save_obj(obj)
