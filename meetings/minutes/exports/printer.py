"""Renders HTML as PDF. Only the worker imports it: fonts and stylesheet are loaded once."""

import gc
from functools import partial
from pathlib import Path

from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from .finish import finish
from .tidy import tidy

PAPER = Path(__file__).resolve().parent / "paper"


class OurFonts(URLFetcher):
    """Gives our own fonts from memory and refuses every other address, whatever a person wrote."""

    fonts = {path.as_uri(): path.read_bytes() for path in PAPER.glob("fonts/*.ttf")}

    def fetch(self, url, headers=None):
        if url not in self.fonts:
            raise ValueError("Not ours to open.")
        return URLFetcherResponse(url, self.fonts[url], {"Content-Type": "font/ttf"})


fetcher = OurFonts()
# Shared by the stylesheet and the page: without it the stylesheet silently ignores @font-face.
fonts = FontConfiguration()
stylesheet = CSS(filename=PAPER / "minutes.css", font_config=fonts, url_fetcher=fetcher)

# A document is tens of thousands of objects, all needed until it is written. `worker` collects garbage afterwards.
gc.freeze()
gc.set_threshold(50_000, 20, 20)


def printed(html, data, created):
    """Return the PDF's bytes. `data`: the same minutes as JSON, attached to the file. `created`: an aware datetime."""
    page = HTML(string=html, url_fetcher=fetcher)
    tidy(page.etree_element)
    titles = {link.get("href").removeprefix("#"): link.get("title") for link in page.etree_element.iter("a")}
    # An Attachment serves one file only. Without our fetcher it would make an SSL context (20 ms).
    attachment = Attachment(
        string=data, name="referat.json", description="Referatet som data (JSON)", relationship="Data",
        created=created, modified=created, url_fetcher=fetcher,
    )  # fmt: skip
    options = {"pdf_variant": "pdf/a-3a", "attachments": [attachment]}
    document = page.render(stylesheets=[stylesheet], font_config=fonts, **options)
    return document.write_pdf(finisher=partial(finish, titles=titles), **options)
