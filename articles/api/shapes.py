"""What the API answers with: every field is on the readers' pages too."""

from typing import Annotated

from ninja import Field, Schema

Moment = Annotated[str, Field(json_schema_extra={"format": "date-time"})]


class Problem(Schema):
    """A refusal in plain words: what is, then what follows. ``field`` names the parameter at fault, if one is."""

    error: str
    field: str | None


class Withdrawn(Problem):
    """An article that was public once: when it went and the public note, not one word of the article."""

    withdrawn_at: Moment | None
    note: str


class Alternative(Schema):
    """One format of a picture, ready for the ``srcset`` of a ``<source>``."""

    type: str
    srcset: str


class Picture(Schema):
    """One crop of a cover; ``alternatives`` stand best first. Sizes are in pixels."""

    src: str
    width: int
    height: int
    alt: str
    alternatives: list[Alternative]


class Cover(Schema):
    """A cover in the crops that exist: ``wide`` 16:9, ``card`` 4:3, ``square`` 1:1."""

    caption: str
    credit: str
    licence: str
    crops: dict[str, Picture]


class Category(Schema):
    """A section of the newsroom."""

    slug: str
    name: str
    url: str


class DescribedCategory(Category):
    """A section with what it is about and where its articles are."""

    description: str
    articles: str = Field(description="Where this API lists them.")


class Tag(Schema):
    """A tag; every spelling of it has the same slug."""

    slug: str
    name: str
    url: str


class CountedTag(Tag):
    """A tag with the number of its articles and where they are."""

    count: int
    articles: str = Field(description="Where this API lists them.")


class Writer(Schema):
    """A name of a byline; without a page of its own the slug is empty and ``url`` is null."""

    slug: str
    name: str
    url: str | None


class DescribedWriter(Writer):
    """The same with a biography."""

    bio: str


class Author(DescribedWriter):
    """An author with where the articles are."""

    articles: str = Field(description="Where this API lists them.")


class Words(Schema):
    """What a list shows of an article. Times carry the newsroom's offset."""

    id: int
    url: str
    title: str
    summary: str
    language: str
    category: Category | None
    tags: list[Tag]
    published_at: Moment
    updated_at: Moment | None
    minutes: int = Field(description="Reading time in minutes.")


class Line(Words):
    """An article in a list."""

    authors: list[Writer]
    cover: Picture | None


class Lines(Schema):
    """A part of a list, newest first; ``next`` is the address of the part that follows, null at the end."""

    articles: list[Line]
    next_cursor: str | None
    next: str | None


class Found(Schema):
    """A page of what was found, twenty articles long; ``next`` is the address of the page that follows, or null."""

    articles: list[Line]
    total: int
    next: str | None
    query: str = Field(description="What was looked for.")
    is_cut: bool = Field(description="Whether the query was too long and only its beginning was looked for.")
    by_pinyin: bool = Field(
        description="Whether letters were read as the sound of Chinese headlines and tags."
    )


class Note(Schema):
    """A public note: what was corrected or updated, and when."""

    kind: str
    at: Moment
    note: str


class Heading(Schema):
    """A line of the table of contents; ``anchor`` is an id in ``html``."""

    level: int
    text: str
    anchor: str


class Translation(Schema):
    """The same article in another language."""

    id: int
    url: str
    title: str
    language: str


class Article(Words):
    """A whole article as readers see it."""

    html: str
    toc: list[Heading]
    authors: list[DescribedWriter]
    notes: list[Note] = Field(description="Newest first.")
    cover: Cover | None
    length: int = Field(description="Characters of a Chinese text, words of any other.")
    views: int
    translations: list[Translation]


class Categories(Schema):
    """The sections that hold something, in the newsroom's order."""

    categories: list[DescribedCategory]


class Place(Schema):
    """A place of the hot list; ``moved`` counts the places won (positive) or lost within an hour."""

    place: int
    heat: float | None = Field(description="Views an hour, as the ranking saw them.")
    is_new: bool
    moved: int
    article: Line


class HotList(Schema):
    """What readers open most; empty while too few articles have been read."""

    as_of: Moment | None
    places: list[Place]
