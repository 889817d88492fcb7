"""Serves static files under hashed names, so that browsers cache them for good."""

from functools import lru_cache

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Each page asks for some twenty names, which stay the same until the server restarts.
        self.url = lru_cache(super().url)
