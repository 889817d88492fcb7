"""What the benchmarks ask of the pages is what a browser finds there: else they measure refusals."""

import pytest
import uvloop

from benchmarks import wave
from benchmarks.servers import Variant

pytestmark = pytest.mark.any_database


def test_everybody_in_the_join_wave_comes_in():
    with Variant().run() as server:
        found = uvloop.run(wave.run(3, 0.1, server))
    assert (found["errors"], found["failures"]) == (0, [])
    assert all(p95 > 0 for _, p95 in found["steps"].values())
