"""Builders: small functions that make real rows the way the newsroom makes them."""

from datetime import UTC, datetime

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)  # noon in Shanghai
