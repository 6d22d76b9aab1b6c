"""A news site in Wagtail, written as its tutorial teaches: a front page, articles with cover, tags and category."""

from django.db import models
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

LEAD, LATEST, PER_BLOCK, RELATED = 4, 8, 4, 6


@register_snippet
class Category(models.Model):
    """A section of the site."""

    name = models.CharField(max_length=100)
    slug = models.SlugField(max_length=80, unique=True, allow_unicode=True)

    def __str__(self):
        return self.name


class ArticleTag(TaggedItemBase):
    """A tag on an article."""

    content_object = ParentalKey("ArticlePage", related_name="tagged_items", on_delete=models.CASCADE)


class ArticlePage(Page):
    """An article."""

    date = models.DateTimeField(db_index=True)
    intro = models.TextField(blank=True)
    body = RichTextField(blank=True)
    author = models.CharField(max_length=100, blank=True)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="articles")
    cover = models.ForeignKey(
        "wagtailimages.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    tags = ClusterTaggableManager(through=ArticleTag, blank=True)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        others = ArticlePage.objects.live().exclude(pk=self.pk)
        context["categories"] = Category.objects.all()
        context["related"] = (
            others.filter(tags__in=self.tags.all())
            .annotate(shared=models.Count("tags"))
            .order_by("-shared", "-date")
            .select_related("category")[:RELATED]
        )
        section = others.filter(category=self.category_id)
        context["older"] = section.filter(date__lt=self.date).order_by("-date").first()
        context["newer"] = section.filter(date__gt=self.date).order_by("date").first()
        context["popular"] = others.order_by("-date")[:10]
        return context


class FrontPage(Page):
    """The front page: lead, latest, four of each category, and ten lines beside them."""

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        listed = ArticlePage.objects.live().order_by("-date").select_related("category", "cover")
        listed = listed.prefetch_related("cover__renditions")
        newest = list(listed[: LEAD + LATEST])
        shown = [each.pk for each in newest]
        context["categories"] = Category.objects.all()
        context["lead"], context["latest"] = newest[:LEAD], newest[LEAD:]
        context["blocks"] = [
            (category, listed.filter(category=category).exclude(pk__in=shown)[:PER_BLOCK])
            for category in context["categories"]
        ]
        context["popular"] = ArticlePage.objects.live().order_by("-date")[:10]
        return context
