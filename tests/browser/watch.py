"""Watches a browser context for errors in pages, blocked or failed requests, and requests to other origins."""

from urllib.parse import urlsplit

# Statuses the server gives to refused acts; each has a sentence in the page, and the browser logs it too.
ANSWERS = {409, 422}
TELL_VIOLATIONS = """document.addEventListener("securitypolicyviolation", event =>
  console.error(`CSP: ${event.violatedDirective} stopped ${event.blockedURI} ${event.sample}`));"""


class Watch:
    def __init__(self, context, origins):
        self.origins = origins
        self.found = []
        context.add_init_script(TELL_VIOLATIONS)
        context.on("console", self.console)
        context.on("weberror", lambda error: self.found.append(f"error: {error.error}"))
        context.on("request", self.request)
        context.on("response", self.response)
        context.on("requestfailed", lambda request: self.found.append(f"failed: {request.url} {request.failure}"))

    def console(self, message):
        # `response` and `requestfailed` report failed loads with their address.
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            self.found.append(f"console: {message.text}")

    def request(self, request):
        parts = urlsplit(request.url)
        if parts.scheme.startswith("http") and f"{parts.scheme}://{parts.netloc}" not in self.origins:
            self.found.append(f"another origin: {request.url}")

    def response(self, response):
        if response.status >= 400 and response.status not in ANSWERS:
            self.found.append(f"status {response.status}: {response.url}")
