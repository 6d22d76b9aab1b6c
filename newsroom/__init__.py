"""The project: settings, addresses, the Celery app, the one-command runner and the health endpoints."""

from newsroom.celery import app as celery_app

__all__ = ["celery_app"]
