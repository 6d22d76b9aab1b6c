"""Pieces of pages, kept in this process while the site does not change, so that a page made anew is not all new.

A piece is named by everything it shows that can change without a new generation of the site.
"""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

from django.http import HttpResponse

from articles.reading import caching, seasons
from articles.reading.visits import Visit

T = TypeVar("T")
MOST = 1000


class _Pieces:
    def __init__(self, site: str) -> None:
        self.site = site
        self.kept: dict[Hashable, Any] = {}
        self.lock = Lock()

    def keep(self, name: Hashable, piece: Any) -> None:
        """Keep ``piece``; the oldest makes room."""
        with self.lock:
            if len(self.kept) >= MOST:
                del self.kept[next(iter(self.kept))]
            self.kept[name] = piece


_current = _Pieces("")


def kept(visit: Visit, name: Hashable, make: Callable[[], T]) -> T:
    """The piece ``name`` as it was made for the site as it is now, else made by ``make``; readers' pages only."""
    if not _are_kept(visit):
        return make()
    pieces = _of_site(visit.site)
    try:
        found: T = pieces.kept[name]
    except KeyError:
        found = make()
        pieces.keep(name, found)
    return found


def found(visit: Visit, name: Hashable) -> Any:
    """The piece ``name`` if it was kept for the site as it is now, else None."""
    return _of_site(visit.site).kept.get(name) if _are_kept(visit) else None


def keep(visit: Visit, name: Hashable, piece: Any) -> None:
    """Keep ``piece``, which was made for this visit, if pieces are kept."""
    if _are_kept(visit):
        _of_site(visit.site).keep(name, piece)


def _are_kept(visit: Visit) -> bool:
    return visit.is_public and caching.is_on()


def page(visit: Visit, name: Hashable, render: Callable[[], HttpResponse]) -> HttpResponse:
    """A whole page as a piece, for a page that is named by everything it shows."""
    if not _are_kept(visit):
        return render()
    body, headers = kept(visit, name, lambda: _taken_apart(render()))
    return HttpResponse(body, headers=headers)


def _taken_apart(response: HttpResponse) -> tuple[bytes, dict[str, str]]:
    return response.content, dict(response.headers)


def hot_list(visit: Visit) -> str:
    """Names the hot list in force as it looks now, for pieces that show it."""
    return visit.season.hot_list if _are_kept(visit) else ""


def _of_site(site: str) -> _Pieces:
    """The pieces of ``site``; those of the site before are of no more use to anybody."""
    global _current
    pieces, site = _current, f"{seasons.times_forgotten()}/{site}"
    if pieces.site != site:
        pieces = _current = _Pieces(site)
    return pieces
