"""Lists the formats minutes can be downloaded in. Each is a module with CONTENT_TYPE and `render(minutes) -> bytes`.

A module is imported when its format is first asked for.
"""

from importlib import import_module

# The file's extension: (the module, what the page calls it)
FORMATS = {
    "pdf": ("pdf", "PDF"),
    "docx": ("word", "Word"),
    "txt": ("text", "Ren tekst"),
    "json": ("data", "Data (JSON)"),
    "csv": ("table", "Aftaler til regneark (CSV)"),
}
# Those take long: `render(minutes, whose)` has them written in the worker, in turn.
IN_WORKER = {"pdf", "docx"}


def exporter(extension):
    """Return the module that writes files with this extension."""
    return import_module(f".{FORMATS[extension][0]}", __name__)
