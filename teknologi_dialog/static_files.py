"""Static files under names that say what is in them, so that a browser keeps them for good."""

from functools import lru_cache

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Each page names some twenty, and the names are the same until the server starts again.
        self.url = lru_cache(super().url)
