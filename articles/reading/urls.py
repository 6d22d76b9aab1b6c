"""Every address a reader can open."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
