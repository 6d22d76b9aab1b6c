"""Every answer carries the safety headers, and a failed one its number."""

import re

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from newsroom.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500"]

WANTED = {
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-site",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}


def broken(_request: HttpRequest) -> HttpResponse:
    raise RuntimeError("on purpose")


urlpatterns = [path("broken", broken), *urlpatterns]


def headers_of(response):
    return {name: response.headers.get(name) for name in WANTED}


def is_strict(response):
    policy = response.headers["Content-Security-Policy"]
    return "default-src 'none'" in policy and "script-src 'self'" in policy and "unsafe" not in policy


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address, status",
    [("/healthz", 200), ("/no/such/page/", 404), ("/admin/", 302), ("/static/none.css", 404)],
)
def test_answers_and_refusals_carry_the_headers(client, address, status):
    response = client.get(address)
    assert response.status_code == status
    assert (headers_of(response), is_strict(response)) == (WANTED, True)


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.django_db
def test_a_broken_page_carries_the_headers_and_its_number(caplog):
    response = Client(raise_request_exception=False).get("/broken")
    assert (response.status_code, headers_of(response), is_strict(response)) == (500, WANTED, True)
    number = response.headers["X-Request-Number"]
    assert re.fullmatch("[0-9a-f]{12}", number)
    assert any(number in message for message in caplog.messages)


def test_a_good_answer_has_no_number(client):
    assert "X-Request-Number" not in client.get("/healthz").headers


def test_a_foreign_host_is_refused_with_the_headers(client):
    response = client.get("/no/such/page", headers={"host": "evil.example"})
    assert (response.status_code, headers_of(response)) == (400, WANTED)


@pytest.mark.django_db
def test_static_files_carry_the_headers(settings, tmp_path):
    (tmp_path / "a.css").write_text("body {}")
    settings.STATIC_ROOT = tmp_path
    settings.WHITENOISE_AUTOREFRESH = True
    response = Client().get("/static/a.css")
    response.close()
    assert (response.status_code, headers_of(response), is_strict(response)) == (200, WANTED, True)


def test_a_redirect_to_https_carries_the_headers(settings):
    settings.SECURE_SSL_REDIRECT = True
    response = Client().get("/no/such/page/")
    assert (response.status_code, response.headers["Location"]) == (301, "https://testserver/no/such/page/")
    assert (headers_of(response), is_strict(response)) == (WANTED, True)
    assert Client().get("/healthz").status_code == 200


@pytest.mark.django_db
def test_staff_pages_are_stored_by_nobody_and_found_by_no_search_engine(client):
    response = client.get("/admin/login/")
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["X-Robots-Tag"] == "noindex"
