"""What holds for all tests: how hard hypothesis tries.

A check tries the same examples each time; ``HYPOTHESIS_PROFILE=explore`` looks for
others.
"""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("check", max_examples=25, derandomize=True, deadline=None)
settings.register_profile("explore", max_examples=500, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "check"))
