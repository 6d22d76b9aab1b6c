"""Every address a reader can open."""

from django.urls import path, re_path

from articles.reading import archive, beacon, crawlers, feeds, media, pages, search_page, sitemaps

urlpatterns = [
    path("", pages.home),
    re_path(r"^articles/(?P<article_id>[0-9]{1,18})(?:-(?P<slug>[^/]*))?/$", pages.article),
    path("categories/<str:slug>/", pages.category),
    path("tags/<str:slug>/", pages.tag),
    path("authors/<str:slug>/", pages.author),
    path("hot/", pages.hot_list),
    path("search/", search_page.search),
    path("corrections/", pages.corrections),
    path("archive/", pages.newest_archive),
    re_path(r"^archive/(?P<year>[0-9]{4})/(?P<month>[0-9]{2})/$", archive.archive),
    re_path(r"^feeds/latest\.(?P<ending>atom|json|rss)$", feeds.latest),
    re_path(r"^feeds/categories/(?P<slug>[^/]+)\.(?P<ending>atom|json|rss)$", feeds.category),
    re_path(r"^feeds/tags/(?P<slug>[^/]+)\.(?P<ending>atom|json|rss)$", feeds.tag),
    re_path(r"^feeds/authors/(?P<slug>[^/]+)\.(?P<ending>atom|json|rss)$", feeds.author),
    path("sitemap.xml", sitemaps.index),
    path("sitemaps/sections.xml", sitemaps.sections),
    re_path(r"^sitemaps/sections-(?P<part>[2-9]|[1-9][0-9]{1,6})\.xml$", sitemaps.sections),
    re_path(
        r"^sitemaps/(?P<year>[0-9]{4})-(?P<month>[0-9]{2})(?:-(?P<part>[2-9]|[1-9][0-9]+))?\.xml$",
        sitemaps.month,
    ),
    path("news-sitemap.xml", sitemaps.news),
    path("robots.txt", crawlers.robots),
    re_path(r"^(?P<key>[A-Za-z0-9-]{8,128})\.txt$", crawlers.indexnow_key),
    path("manifest.webmanifest", crawlers.manifest),
    path("opensearch.xml", crawlers.opensearch),
    path("favicon.ico", crawlers.favicon),
    re_path(r"^views/(?P<article_id>[0-9]{1,18})$", beacon.viewed),
    path("media/covers/<path:name>", media.cover),
]
