"""What a test needs from the machine: absent at home it skips, absent in CI it fails."""

import os

import pytest


def require(available: bool, what: str) -> None:
    """Skip the test when ``what`` is missing; fail instead where CI=true, for there nothing may be missing."""
    if available:
        return
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is missing, and in CI a missing part is a failure")
    pytest.skip(f"{what} is missing on this machine")
