"""Finds articles at the desk: any words of headline, summary or text, the headline's sound, or the number."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.db.models import BooleanField, F, Func, Q, QuerySet
from django.db.models.expressions import RawSQL

from articles.desk import rules, unprinted
from articles.drafting.models import Article
from articles.drafting.states import APPROVED, CHANGES_REQUESTED, DRAFT, IN_REVIEW
from articles.publishing.models import Edition
from articles.reading import matching
from articles.reading.models import SearchEntry
from articles.text.search import LONGEST_SOUND, Query, initials, parse_query, pinyin

MOST_WORDS = 8
IN_WORK = (DRAFT, IN_REVIEW, CHANGES_REQUESTED)
MOST_HEARD = 2000
MOST_IN_WORK = 3000
JUST_APPROVED = 50  # among them a restored text, which stands at the end of what is printed
SOUNDED = 300  # working copies whose sound is made on the way, for no index holds what was never printed
SHORTEST_SOUND = 2


def number_of(words: str) -> int:
    """The article number that the words are, with or without #; 0 for none."""
    digits = words.strip().lstrip("#")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 19 else 0


def never_printed(person: User, words: str) -> Q:
    """As ``condition`` of articles that no reader saw or will see, of which the index of what is printed knows none."""
    undone = Edition.objects.filter(live_until=F("live_from")).order_by("-article_id")
    numbers = [*_at_work(person), *undone.values_list("article_id", flat=True)[:MOST_IN_WORK]]
    wanted = Q()
    for word in words.split()[:MOST_WORDS]:
        wanted &= Q(pk__in=_in_work(numbers, word))
    number = number_of(words)
    return wanted | Q(pk=number) if number else wanted


def condition(person: User, words: str, *, is_narrow: bool = False) -> Q:
    """Articles with every word somewhere, each taken as it was typed: no sign is an operator.

    ``is_narrow`` says that other conditions leave few articles, so that walking along the latest would take long.
    """
    wanted, at_work = Q(), _at_work(person)
    often: list[Often] = []
    listed = words.split()[:MOST_WORDS]
    for word in listed:
        numbers = _in_work(at_work, word) | _by_sound(word)
        some = list(_in_print(word, matching.first))
        if len(some) <= matching.MOST:
            wanted &= Q(pk__in=numbers | set(some))
        else:
            often.append(Often(word, numbers, some))
    some = _together(listed, often)
    if often:
        wanted &= _of_many(often, some, is_narrow)
    number = number_of(words)
    return wanted | Q(pk=number) if number else wanted


class Often(NamedTuple):
    """A word that many articles hold, the working copies with it, and some of the articles."""

    word: str
    at_work: set[int]
    some: list[int]


def best(person: User, words: str, *, now: datetime, most: int) -> list[Article]:
    """At most ``most`` articles: the one with this number first, then the latest changed."""
    number = number_of(words)
    own = rules.visible(person).filter(discarded_at=None)
    wanted = _in_headlines(own, words) if len(words.strip()) == 1 else condition(person, words)
    found = own.filter(wanted).exclude(pk=number).order_by("-changed_at", "-pk")
    numbers = list(found.values_list("pk", flat=True)[:most])
    rows = own.select_related("latest").defer("latest__body", "latest__extra").in_bulk([number, *numbers])
    return [rows[each] for each in [number, *numbers] if each in rows][:most]


def _in_headlines(own: QuerySet[Article], letter: str) -> Q:
    """One letter, which stands in nearly every text: in headlines, of the articles that were changed last."""
    last = own.order_by("-changed_at", "-pk").values("pk")[:MOST_HEARD]
    return Q(pk__in=last, latest__title__icontains=letter.strip())


def _together(listed: Sequence[str], often: Sequence[Often]) -> list[int]:
    """Some articles ever printed with all of the words that many hold.

    Several words are asked for together however many hold them, so that a long archive is asked as often as a short.
    """
    if len(listed) > 1:
        return list(_in_print(" ".join(each.word for each in often) or " ".join(listed), matching.first))
    return often[0].some if often else []


def _of_many(often: Sequence[Often], some: list[int], is_narrow: bool) -> Q:
    """Words that many articles hold: few may hold all of them; else each article is asked as it comes by.

    Where the database tells the newest first, these are enough for a page of all articles.
    """
    query = _query(" ".join(each.word for each in often))
    others = set.intersection(*(each.at_work for each in often))
    is_enough = len(some) <= matching.MOST or (matching.is_newest_first() and not is_narrow)
    if query is None or is_enough:
        return Q(pk__in=others | set(some))
    if is_narrow and not matching.is_newest_first():
        # PostgreSQL knows how much is left by the other conditions, and chooses between both ways itself.
        return Q(pk__in=_in_print(" ".join(each.word for each in often))) | Q(pk__in=others)
    return Q(_InPassing(query)) | Q(pk__in=others)


def _query(words: str) -> Query | None:
    found = parse_query(" ".join(f'"{word.replace(chr(34), " ")}"' for word in words.split()))
    return found if found.phrases or found.prefixes else None


def _in_print(words: str, found: Callable[[Query], RawSQL] = matching.every) -> QuerySet[Edition, int]:
    """The numbers of articles that were ever printed with every one of the words."""
    query = _query(words)
    rows = Edition.objects.filter(pk__in=found(query)) if query else Edition.objects.none()
    return rows.values_list("article_id", flat=True)


class _InPassing(Func):
    """Whether the article of this number was ever printed with what is asked, looked up for each article by itself."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, query: Query) -> None:
        super().__init__(F("pk"))
        self.query = query

    def as_sql(
        self, compiler: Any, connection: Any, *_args: Any, **_context: Any
    ) -> tuple[str, tuple[Any, ...]]:
        number, params = compiler.compile(self.get_source_expressions()[0])
        asked, values = matching.asked_of("e.id", self.query)
        rows = f"SELECT true FROM articles_edition e WHERE e.article_id = {number}{asked}"  # noqa: S608
        return f"(({rows} LIMIT 1) IS TRUE)", (*params, *values)


def _by_sound(word: str) -> set[int]:
    """``tonghang`` and ``th`` find 通航 in a printed headline or tag; the newest, where very many sound so."""
    sound = _sound(word)
    if not sound:
        return set()
    rows = SearchEntry.objects.filter(matching.heard(sound, MOST_HEARD)).order_by("-pk")
    if len(sound) > LONGEST_SOUND:
        rows = rows.filter(Q(pinyin__contains=sound) | Q(initials__contains=sound))
    return set(rows.values_list("number", flat=True)[:MOST_HEARD])


def _sound(word: str) -> str:
    sound = word.casefold()
    return sound if sound.isascii() and sound.isalnum() and len(sound) >= SHORTEST_SOUND else ""


def _at_work(person: User) -> list[int]:
    """The working copies that no index knows: those not approved, and the last that were; the latest changed first."""
    own = rules.visible(person).order_by("-changed_at", "-pk").values_list("pk", flat=True)
    just_approved = own.filter(state=APPROVED)[:JUST_APPROVED]
    ready = unprinted.ready(person).order_by("-changed_at", "-pk").values_list("pk", flat=True)
    return list(dict.fromkeys([*own.filter(state__in=IN_WORK)[:MOST_IN_WORK], *just_approved, *ready]))


def _in_work(numbers: Sequence[int], word: str) -> set[int]:
    """Those of the working copies that hold the word, or sound like it."""
    rows = Article.objects.filter(pk__in=numbers)
    held = Q(latest__title__icontains=word) | Q(latest__summary__icontains=word)
    if _query(word) is not None:  # signs alone are marks of Markdown there
        held |= Q(latest__body__icontains=word)
    found = set(rows.filter(held).values_list("pk", flat=True))
    if sound := _sound(word):
        titles = rows.order_by("-changed_at", "-pk").values_list("pk", "latest__title")[:SOUNDED]
        found |= {number for number, title in titles if title and _is_heard(sound, title)}
    return found


def _is_heard(sound: str, title: str) -> bool:
    return sound in pinyin(title) or sound in initials(title)
