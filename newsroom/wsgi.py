"""The WSGI application, the same under granian and gunicorn: the porch answers kept pages, Django everything else."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

django_application = get_wsgi_application()

from articles.reading.beacon import Door  # noqa: E402
from articles.reading.porch import Porch  # noqa: E402  (imports tables, which Django has to know first)
from newsroom.warming import warm  # noqa: E402

application = Door(Porch(django_application))
warm(django_application)
