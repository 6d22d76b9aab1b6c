"""The addresses of the hot list and of figures."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern

from articles.desk import doubt_views, figures_views, hot, hot_supposing


def addresses(door: Callable[..., URLPattern]) -> list[Any]:
    """``door`` makes an address of a route, a view and a name."""
    return [
        door("hot/", hot.show, "hot"),
        door("hot/what-if/", hot_supposing.show, "what_if"),
        door("figures/", figures_views.site, "figures"),
        door("figures/doubt/", doubt_views.show, "doubt"),
        door("articles/<int:number>/figures/", figures_views.article, "article_figures"),
    ]
