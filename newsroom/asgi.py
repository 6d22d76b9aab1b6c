"""The ASGI application, for hosts that speak nothing else."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

application = get_asgi_application()

from articles.popularity import courier  # noqa: E402  (reads settings, which Django has to know first)

courier.start()  # under WSGI the door of the beacon does so
