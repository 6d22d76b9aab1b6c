"""Covers work the same on S3, where files have no path and the storage's own addresses are never shown."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import boto3
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from moto import mock_aws

from articles.covers import storing
from articles.covers.models import Rendition
from articles.covers.renditions import sources
from articles.covers.uploading import UploadRefused, reword
from tests.builders import NOON
from tests.covers import pictures
from tests.covers.pictures import a_cover

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def bucket(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with mock_aws():
        made = boto3.resource("s3", region_name="us-east-1").create_bucket(Bucket="covers")
        options = {"bucket_name": "covers", "region_name": "us-east-1"}
        s3 = {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
        settings.STORAGES = {**settings.STORAGES, "default": s3}
        yield made


def names(bucket: Any) -> list[str]:
    return sorted(item.key for item in bucket.objects.all())


def test_a_cover_is_uploaded_rendered_and_listed(bucket: Any) -> None:
    cover = a_cover(pictures.jpeg(420, 300), rendered=True)
    listed = sorted([*Rendition.objects.values_list("name", flat=True), str(cover.picture.original)])
    assert names(bucket) == listed
    found = sources(cover, "wide")
    assert found is not None
    assert found.src == f"/media/covers/{cover.content_digest[:16]}/wide-400.jpg"


def test_a_lost_original_is_said(bucket: Any) -> None:
    cover = a_cover(pictures.jpeg(420, 300))
    default_storage.delete(str(cover.picture.original))
    with pytest.raises(UploadRefused):
        reword(cover, by=None, now=NOON, alt="x", decorative=False, caption="", credit="", focal=(0, 0))


def test_strays_are_swept_after_a_day(bucket: Any) -> None:
    cover = a_cover(pictures.jpeg(420, 300))
    before = names(bucket)
    default_storage.save("covers/ab/wide-400.jpg", ContentFile(b"left behind"))
    assert storing.sweep(timezone.now()) == []
    assert storing.sweep(timezone.now() + timedelta(days=2)) == ["covers/ab/wide-400.jpg"]
    assert names(bucket) == before
    assert cover.renditions.count() == 5
