"""The WSGI application, the same under granian and gunicorn: the porch answers kept pages, Django everything else."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

django.setup(set_prefix=False)

from articles.reading.beacon import Door  # noqa: E402
from articles.reading.porch import Porch  # noqa: E402  (imports tables, which Django has to know first)
from newsroom.warming import warm  # noqa: E402
from newsroom.ways import Ways  # noqa: E402

django_application = Ways()
application = Door(Porch(django_application))
warm(django_application)
