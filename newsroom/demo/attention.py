"""A plausible past: how many readers each demo article had, hour by hour, the same for the same plan."""

import math
import random
from datetime import datetime

from newsroom.demo.manifest import Plan

LONGEST = 24 * 30  # hours of history
NIGHT = (0.25, 0.15, 0.1, 0.1, 0.15, 0.3, 0.6, 0.9, 1.1, 1.2, 1.2, 1.2, 1.3, 1.2, 1.1, 1.1, 1.1, 1.1, 1.2, 1.3,
         1.4, 1.3, 0.9, 0.5)  # fmt: skip
ZONE_HOURS = 8  # readers' clock: hours ahead of UTC


def hourly(plan: Plan, *, start: datetime, now: datetime) -> dict[int, int]:
    """Views per whole hour since 1970, from ``start`` to the hour before ``now``."""
    dice = random.Random(plan.file)  # noqa: S311  (a story, not a secret)
    first, last = int(start.timestamp()) // 3600, int(now.timestamp()) // 3600
    weight = float(plan.traffic.get("weight", 50))
    half_life = float(plan.traffic.get("half_life_hours", 10))
    revival = last - float(plan.traffic["revival_hours_ago"]) if "revival_hours_ago" in plan.traffic else None
    again = float(plan.traffic.get("revival_weight", weight))
    views = {}
    for hour in range(max(first, last - LONGEST), last + 1):
        rate = weight * 2 ** (-(hour - first) / half_life)
        if revival is not None and hour >= revival:
            rate += again * 2 ** (-(hour - revival) / half_life)
        expected = rate * NIGHT[(hour + ZONE_HOURS) % 24]
        count = max(0, round(dice.gauss(expected, math.sqrt(expected + 0.01))))
        if count:
            views[hour] = count
    return views
