"""What this process refused or dropped since it started, for the metrics page; nothing about whom."""

import threading
from collections import Counter

_lock = threading.Lock()
_refused: Counter[str] = Counter()
_dropped: Counter[str] = Counter()


def refuse(reason: str) -> str:
    """Note a beacon that was refused, and give the reason back."""
    with _lock:
        _refused[reason] += 1
    return reason


def drop(views: int = 1) -> None:
    """Note views that could wait no longer."""
    with _lock:
        _dropped["views"] += views


def refused() -> dict[str, int]:
    """Refused beacons of this process by reason."""
    with _lock:
        return dict(_refused)


def dropped() -> int:
    """Views this process gave up."""
    return _dropped["views"]
