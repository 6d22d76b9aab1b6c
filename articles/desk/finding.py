"""Finds articles at the desk: any words of headline, summary or text, the headline's sound, or the number."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q

from articles.desk import rules
from articles.drafting.models import Article
from articles.publishing.models import Edition
from articles.reading import matching
from articles.reading.models import SearchEntry
from articles.text.search import Query, initials, parse_query, pinyin

MOST_WORDS = 8
MOST_EDITIONS = 500  # editions whose words or sound are looked up for one search
RECENT = 500  # working copies whose sound is made on the way, for no index holds what was never printed
SHORTEST_SOUND = 2


def number_of(words: str) -> int:
    """The article number that the words are, with or without #; 0 for none."""
    digits = words.strip().lstrip("#")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 19 else 0


def condition(person: User, words: str) -> Q:
    """Articles with every word somewhere, each taken as it was typed: no sign is an operator."""
    wanted = Q()
    for word in words.split()[:MOST_WORDS]:
        wanted &= _word(person, word)
    number = number_of(words)
    return wanted | Q(pk=number) if number else wanted


def best(person: User, words: str, *, now: datetime, most: int) -> list[Article]:
    """At most ``most`` articles: the one with this number first, then the latest changed."""
    rows = rules.visible(person).filter(discarded_at=None).select_related("latest")
    rows = rows.defer("latest__body", "latest__extra")
    number = number_of(words)
    named = list(rows.filter(pk=number)) if number else []
    found = rows.filter(condition(person, words)).exclude(pk=number).order_by("-changed_at", "-pk")
    return [*named, *found[:most]][:most]


def _word(person: User, word: str) -> Q:
    wanted = Q(latest__title__icontains=word) | Q(latest__summary__icontains=word)
    # A printed text has an index of its words; one that was never printed is read through.
    unprinted = ~Exists(Edition.objects.filter(article=OuterRef("pk")))
    wanted |= Q(unprinted, latest__body__icontains=word)
    numbers = {*_in_print(word), *_by_sound(person, word)}
    return wanted | Q(pk__in=numbers) if numbers else wanted


def _in_print(word: str) -> Iterable[int]:
    query: Query = parse_query(f'"{word.replace(chr(34), " ")}"')
    if not (query.phrases or query.prefixes):
        return ()
    rows = Edition.objects.filter(pk__in=matching.first(query))
    return rows.order_by("-pk").values_list("article_id", flat=True)[:MOST_EDITIONS]


def _by_sound(person: User, word: str) -> set[int]:
    """``tonghang`` and ``th`` find 通航 in a headline."""
    sound = word.casefold()
    if not (sound.isascii() and sound.isalnum() and len(sound) >= SHORTEST_SOUND):
        return set()
    printed = SearchEntry.objects.filter(Q(pinyin__contains=sound) | Q(initials__contains=sound))
    found = set(printed.order_by("-pk").values_list("number", flat=True)[:MOST_EDITIONS])
    recent = rules.visible(person).order_by("-changed_at", "-pk").values_list("pk", "latest__title")[:RECENT]
    return found | {number for number, title in recent if title and _is_heard(sound, title)}


def _is_heard(sound: str, title: str) -> bool:
    return sound in pinyin(title) or sound in initials(title)
