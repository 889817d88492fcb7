"""Reads a page the way a person does: the words, the fields, what the summary says is wrong."""

import html
import re


def text(response):
    """The words, without tags and with plain spaces."""
    words = html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))
    return " ".join(words.replace("\N{NO-BREAK SPACE}", " ").split())


def fields(response):
    """{name: text} of every field on the page, as a person sees it."""
    page = response.content.decode()
    found = {}
    for tag in re.findall(r"<input [^>]*>", page):
        value = re.search(r' value="([^"]*)"', tag)
        found[re.search(r' name="([^"]*)"', tag)[1]] = html.unescape(value[1]) if value else ""
    for name, text in re.findall(r'<textarea name="(\w+)"[^>]*>\n?(.*?)</textarea>', page, re.S):
        found[name] = html.unescape(text)
    return found


def errors(response):
    """What the summary says, line by line, without tags."""
    (summary,) = re.findall(r'role="alert".*?</div>', response.content.decode(), re.S)
    return [html.unescape(re.sub(r"<.*?>", "", line)) for line in re.findall(r"<li>(.*?)</li>", summary)]
