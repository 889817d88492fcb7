"""Requests of a page that wait on their way until they are let go."""


class Held:
    """The requests of `page` to addresses like `pattern`: a glob, or a compiled expression. They wait from now on."""

    def __init__(self, page, pattern):
        self.waiting, self.is_held = [], True
        page.route(pattern, lambda route: self.waiting.append(route) if self.is_held else route.continue_())

    def let_go(self):
        self.is_held = False
        for route in self.waiting:
            route.continue_()
