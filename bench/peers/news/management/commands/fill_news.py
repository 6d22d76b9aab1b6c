"""``manage.py fill_news FILE``: the articles of the newsroom as pages of Wagtail."""

import json
from pathlib import Path

from django.core.files.images import ImageFile
from django.core.management.base import BaseCommand
from django.utils.dateparse import parse_datetime
from news.models import ArticlePage, Category, FrontPage
from wagtail.images.models import Image
from wagtail.models import Page, Site


class Command(BaseCommand):
    help = "Reads articles from a JSON file and prints the addresses of their pages."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *args, file, **options):
        given = json.loads(file.read_text())
        images = [self.image(place, path) for place, path in enumerate(given["covers"])]
        front = Page.objects.get(depth=1).add_child(instance=FrontPage(title="News", slug="news"))
        Site.objects.update(root_page=front, hostname="127.0.0.1")
        sections = {name: Category.objects.create(name=name, slug=slug) for slug, name in given["categories"]}
        for place, story in enumerate(given["articles"]):
            page = ArticlePage(
                title=story["title"], slug=f"story-{place}", date=parse_datetime(story["date"]), intro=story["intro"],
                body=story["body"], author=story["author"], category=sections[story["category"]],
                cover=images[story["cover"]] if story["cover"] is not None else None,
            )  # fmt: skip
            page.tags.add(*story["tags"])
            front.add_child(instance=page)
            self.stdout.write(f"/story-{place}/")

    def image(self, place, path):
        """A cover in Wagtail's library."""
        with open(path, "rb") as file:
            return Image.objects.create(title=f"cover {place}", file=ImageFile(file, name=Path(path).name))
