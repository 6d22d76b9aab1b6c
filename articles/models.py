"""Imports every room's tables, so that Django finds them under the one label ``articles``."""

from articles.clocks.models import *
from articles.covers.models import *
from articles.desk.models import *
from articles.drafting.models import *
from articles.popularity.models import *
from articles.publishing.models import *
from articles.reading.models import *
from articles.review.models import *
