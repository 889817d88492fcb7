"""Limits guessing: after too many wrong attempts from one address within a minute, right ones are refused too."""

from django.core.cache import cache


class Guesses:
    """Wrong attempts by address. `most`: allowed in a minute; a whole workplace may share one address."""

    def __init__(self, name, most):
        self.name, self.most = name, most

    def too_many(self, request):
        return cache.get(self.key(request), 0) >= self.most

    def remember(self, request):
        cache.add(self.key(request), 0, timeout=60)
        cache.incr(self.key(request))

    def key(self, request):
        return f"{self.name}/{request.META.get('REMOTE_ADDR', '')}"
