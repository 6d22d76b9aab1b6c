"""Journeys stop at the desk on their way, where it is always noon."""

from tests.desk.conftest import in_english, noon

__all__ = ["in_english", "noon"]
