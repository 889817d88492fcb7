"""Minutes in the formats people keep them in: one module a format, with a line in this table.

A module has CONTENT_TYPE and `render(minutes) -> bytes`. It is loaded when it is first asked for.
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


def exporter(extension):
    """The module that writes files with this extension."""
    return import_module(f".{FORMATS[extension][0]}", __name__)
