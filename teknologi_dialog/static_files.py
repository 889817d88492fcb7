"""Serves static files under hashed names, so that browsers cache them for good, and joins what a page would fetch one by one."""

import re
from functools import lru_cache

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

from meetings.templatetags.dialog import IMPORT as MODULE_IMPORT
from meetings.templatetags.dialog import import_order, imported_name

SHEETS = {"css/site.css", "css/wall.css", "css/leader.css", "css/desk.css", "css/outside.css"}  # that pages link
SCRIPTS = {
    "js/page.js",
    "js/phone/phone.js",
    "js/phone/phased.js",
    "js/phone/dots.js",
    "js/phone/left.js",
    "js/leader/leader.js",
    "js/wall/wall.js",
    "js/wall/screen.js",
    "js/wall/seats.js",
    "js/desk/desk.js",
    "js/desk/attendance.js",
    "js/minutes/minutes.js",
    "js/minutes/review.js",
}  # that pages load with `module`
# What a page fetches after its own script, which has all that the named one has: it takes the modules from there.
AFTER = {"js/phone/phases.js": "js/phone/phone.js", "js/phone/dots.js": "js/phone/phone.js"}
TAKE_MODULES = 'const { modules } = await import(document.querySelector("script[type=module]").src);'
SHEET_IMPORT = re.compile(r'^@import "(?P<url>[^"]+)"(?: layer\((?P<layer>\w+)\))?;$', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const) (\w+))", re.MULTILINE)
# Comments, indentation and blank lines. A comment behind code is one where no string can be open or end.
NOT_RUN = re.compile(r"^[ \t]*(?://.*)?\n|^[ \t]+|(?<=[;{},(]) // [^\"'`\n]*$", re.MULTILINE)
NOT_SHOWN = re.compile(r"/\*.*?\*/\s*|^[ \t]*\n|^[ \t]+", re.MULTILINE | re.DOTALL)  # the same of a stylesheet


class Storage(CompressedManifestStaticFilesStorage):
    joins_modules = True
    support_js_module_import_aggregation = True  # modules that nobody joined import each other under hashed names

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Each page asks for some ten names, which stay the same until the server restarts.
        self.url = lru_cache(super().url)

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run:
            sheets = {name: with_imports(name, paths) for name in SHEETS & paths.keys()}
            scripts = {name: with_modules(name, paths) for name in (SCRIPTS | AFTER.keys()) & paths.keys()}
            for name, content in (sheets | scripts).items():
                self.delete(name)
                self._save(name, ContentFile(content.encode()))
                paths = paths | {name: (self, name)}
        yield from super().post_process(paths, dry_run, **options)


def with_imports(name, paths):
    """Inline what a stylesheet imports, in its layer: stylesheets block rendering, so pages fetch few of them."""

    def inlined(found):
        return in_layer(source(f"css/{found['url']}", paths), found["layer"])

    return NOT_SHOWN.sub("", SHEET_IMPORT.sub(inlined, source(name, paths)))


def in_layer(content, layer):
    return f"@layer {layer} {{\n{content}}}" if layer else content


def with_modules(name, paths):
    """Inline the modules that a page's script imports, in the order in which they run. It exports `modules`, {name: exports}.

    Each becomes a function that runs once and returns what it exports. Our modules keep to the few forms of import and
    export that this needs (`tests/test_static.py`); a bundler would bring Node.js to everybody who installs the program.
    """
    first = AFTER.get(name)
    there = import_order(first) if first else ()
    joined = "".join(as_function(each, source(each, paths)) for each in import_order(name, there)[len(there) :])
    begin = TAKE_MODULES if first else "const modules = {};"
    return f"{begin}\n{joined}export {{ modules }};\n"


def as_function(name, content):
    def from_modules(found):
        names, url = found.groups()
        return f'const {names} = modules["{imported_name(name, url)}"];' if names else ""

    body = NOT_RUN.sub("", EXPORT.sub("", MODULE_IMPORT.sub(from_modules, content)))
    exports = ", ".join(EXPORT.findall(content))
    return f'modules["{name}"] = (() => {{\n{body}return {{ {exports} }};\n}})();\n'


def source(name, paths):
    storage, path = paths[name]
    with storage.open(path) as file:
        return file.read().decode()
