"""Serves static files under hashed names, so that browsers cache them for good."""

import re
from functools import lru_cache

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEETS = {"css/site.css", "css/wall.css", "css/desk.css"}  # that pages link
IMPORT = re.compile(r'^@import "(?P<url>[^"]+)"(?: layer\((?P<layer>\w+)\))?;$', re.MULTILINE)


class Storage(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True  # modules import each other under their hashed names

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Each page asks for some twenty names, which stay the same until the server restarts.
        self.url = lru_cache(super().url)

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run:
            for name in SHEETS & paths.keys():
                self.delete(name)
                self._save(name, ContentFile(with_imports(name, paths).encode()))
                paths = paths | {name: (self, name)}
        yield from super().post_process(paths, dry_run, **options)


def with_imports(name, paths):
    """Inline what a stylesheet imports, in its layer: stylesheets block rendering, so pages fetch few of them."""
    return IMPORT.sub(lambda found: in_layer(source(f"css/{found['url']}", paths), found["layer"]), source(name, paths))


def in_layer(content, layer):
    return f"@layer {layer} {{\n{content}}}" if layer else content


def source(name, paths):
    storage, path = paths[name]
    with storage.open(path) as file:
        return file.read().decode()
