"""Every address of the newsroom, in the order of product and operation."""

from django.urls import include, path

from articles.desk.site import site
from newsroom import health, metrics

urlpatterns = [
    path("healthz", health.alive),
    path("readyz", health.ready),
    path("metrics", metrics.metrics),
    path("admin/", include("articles.desk.accounts_urls")),
    path("admin/", site.urls),
    path("api/v1/", include("articles.api.urls")),
    path("", include("articles.reading.urls")),
]

handler400 = "articles.reading.errors.bad_request"
handler403 = "articles.reading.errors.forbidden"
handler404 = "articles.reading.errors.not_found"
handler429 = "articles.desk.accounts_signing.too_many"
handler500 = "articles.reading.errors.server_error"
