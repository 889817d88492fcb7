"""Stops who guesses: after so many wrong ones from one address in a minute, right ones are not looked at either."""

from django.core.cache import cache


class Guesses:
    """`most`: wrong ones in a minute. A whole workplace may share one address; a guesser needs thousands."""

    def __init__(self, what, most):
        self.what, self.most = what, most

    def too_many(self, request):
        return cache.get(self.key(request), 0) >= self.most

    def remember(self, request):
        cache.add(self.key(request), 0, timeout=60)
        cache.incr(self.key(request))

    def key(self, request):
        return f"{self.what}/{request.META.get('REMOTE_ADDR', '')}"
