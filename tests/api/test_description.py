"""The API does what its own description says, whatever programs make of it."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis import Case
from schemathesis.specs.openapi.checks import positive_data_acceptance

from articles.api.interface import api
from newsroom.wsgi import application
from tests import builders
from tests.api.making import API, hot_list, many, withdrawn
from tests.builders import HOUR, NOON

pytestmark = pytest.mark.django_db

schema = schemathesis.openapi.from_dict(dict(api.get_openapi_schema(path_prefix=f"{API}/")))
schema.app = application


@pytest.fixture
def one_connection() -> Iterator[None]:
    """A request must not close the connection whose transaction holds the test; Django's own client sees to it too."""
    ends = (request_started, request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)
    yield
    for signal in ends:
        signal.connect(close_old_connections)


@pytest.fixture
def newsroom(one_connection: None, settings: Any) -> None:
    """A few articles, one of them withdrawn, so that answers have something in them."""
    settings.PAGE_CACHE = False
    made = many(3)
    hot_list(*made)
    builders.published(at=NOON + HOUR)
    withdrawn(builders.published(at=NOON - HOUR))


@schema.parametrize()
@settings(
    max_examples=25,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_every_answer_is_one_the_description_names(newsroom: None, case: Case) -> None:
    # No schema can say which opaque cursor or which date exists, so a well-formed one may still be refused.
    response = case.call_and_validate(excluded_checks=[positive_data_acceptance])
    assert response.status_code < 500
