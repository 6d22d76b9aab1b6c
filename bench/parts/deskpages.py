"""The pages of the desk that a large archive could slow down, each by its name, and how long one takes."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from bench.parts import settling

LIST = {
    "list": "",
    "state draft": "state=draft",
    "state in review": "state=in_review",
    "state sent back": "state=changes_requested",
    "state approved": "state=approved",
    "live": "live=live",
    "scheduled": "live=scheduled",
    "withdrawn": "live=withdrawn",
    "never": "live=never",
    "category": "category=harbour",
    "author": "author=zhou-mu",
    "author of one text": "author=wang-wei",
    "tag": "tag=5G",
    "language": "language=en",
    "since": "since={week}",
    "until": "until={week}",
    "until long ago": "until={year}",
    "no alt text": "noalt=1",
    "open remarks": "open=1",
    "today": "today=1",
    "mine": "mine=1",
    "bin": "bin=1",
    "category, author": "category=harbour&author=zhou-mu",
    "category, tag": "category=harbour&tag=5G",
    "category, state": "category=harbour&state=draft",
    "category, withdrawn": "category=harbour&live=withdrawn",
    "category, never": "category=harbour&live=never",
    "author, until": "author=zhou-mu&until={year}",
    "author, tag": "author=zhou-mu&tag=5G",
    "language, no alt": "language=en&noalt=1",
    "never, approved": "live=never&state=approved",
    "never, author": "live=never&author=zhou-mu",
    "withdrawn, tag": "live=withdrawn&tag=5G",
    "draft, live": "state=draft&live=live",
    "since, language": "since={week}&language=en",
    "no section": "category=nothing",
    "no author": "author=nobody",
    "page 2": "before={day}",
    "far page": "before={far}",
    "far page, category": "category=harbour&before={far}",
    "far page, withdrawn": "live=withdrawn&before={far}",
    "far page, search": "q=电池&before={far}",
    "search, number": "q=1000000017",
    "search, rare": "q=第17期",
    "search, common": "q=电池",
    "search, two common": "q=电池 预报",
    "search, common letter": "q=的",
    "search, English": "q=harbour",
    "search, pinyin": "q=chaoxiyubao",
    "search, initials": "q=cxyb",
    "search, short initials": "q=cx",
    "search, nothing": "q=没有的词",
    "search, no letters": "q=qxzjw",
    "search, section": "q=电池&category=harbour",
    "search, author": "q=电池&author=zhou-mu",
    "search, never": "q=电池&live=never",
    "search, withdrawn": "q=电池&live=withdrawn",
    "search, draft": "q=电池&state=draft",
    "search, since": "q=电池&since={week}",
    "search, until": "q=电池&until={year}",
}
PALETTE = {
    "Han": "潮汐预报",
    "common": "电池",
    "one letter": "的",
    "initials": "cxyb",
    "pinyin": "chaoxi",
    "two letters": "th",
    "English": "harbour",
    "number": "1000000017",
    "nothing": "没有的词",
    "people": "周牧",
    "people, by sound": "zhoumu",
}
SCREENS = {
    "home": "",
    "week": "calendar/",
    "month": "calendar/?view=month",
    "agenda": "calendar/?view=agenda",
    "month, section": "calendar/?view=month&category=harbour",
    "old month": "calendar/?view=month&day={year}",
    "time typed": "calendar/when/?text=%2B2h",
    "bin page": "bin/",
    "hot list": "hot/",
    "history": "articles/{long}/history/",
    "long article": "articles/{long}/",
    "article": "articles/1000000017/",
    "edit": "articles/{long}/edit/",
    "new": "articles/new/",
    "difference": "articles/{long}/difference/",
    "notices": "notices/",
    "status": "status/",
    "figures": "figures/",
    "doubt": "figures/doubt/",
    "covers, newest": "covers/find/",
    "covers, words": "covers/find/?q=第17张",
    "covers, common": "covers/find/?q=本报",
    "covers, nothing": "covers/find/?q=没有",
    "tags typed": "suggest/?kind=tag&q=海",
    "authors typed": "suggest/?kind=author&q=周",
    "next to review": "articles/next/",
    "calendar feed": "{feed}",
}
WRITERS = {"home": "", "list": "articles/", "search": "articles/?q=电池", "palette": "find/?q=潮汐预报"}


class Asked(NamedTuple):
    """The best time of a page in ms, and how many questions it asked of the database."""

    ms: float
    queries: int


class Asker:
    """Asks for pages by their names, as the person who would, of the newsroom behind this process's database."""

    def __init__(self, people: dict[str, Any]) -> None:
        from django.utils import timezone

        self._pages, self._clock = pages(people, timezone.now()), settling.worked()
        self._clients = {person.pk: _signed_in(person) for person, _path in self._pages.values()}
        self.names = list(self._pages)

    def questions(self, name: str) -> int:
        """How many questions the page asks of the database."""
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as captured:
            self.ms(name)
        return len(captured)  # of this request: the next one begins the log anew

    def ms(self, name: str) -> float:
        """Milliseconds of work for one answer."""
        person, path = self._pages[name]
        before = self._clock()
        answer = self._clients[person.pk].get(f"/admin/{path}")
        spent = (self._clock() - before) * 1000
        assert answer.status_code in (200, 302), (path, answer.status_code)
        return spent


def _signed_in(person: Any) -> Any:
    from django.test import Client

    client = Client()
    client.force_login(person)
    return client


def pages(people: dict[str, Any], now: datetime) -> dict[str, tuple[Any, str]]:
    """Who asks for which address, by the page's name."""
    places = _places(people, now)
    boss, novice = people["boss"], people["novice"]
    found = {f"list: {name}": (boss, f"articles/?{query.format(**places)}") for name, query in LIST.items()}
    found |= {f"palette: {name}": (boss, f"find/?q={words}") for name, words in PALETTE.items()}
    found |= {name: (boss, path.format(**places)) for name, path in SCREENS.items()}
    return found | {f"writer: {name}": (novice, path) for name, path in WRITERS.items()}


def _places(people: dict[str, Any], now: datetime) -> dict[str, str]:
    from articles.desk import calendar_feed

    day, far = now - timedelta(days=1), now - timedelta(days=500)
    return {
        "day": f"{day:%Y-%m-%dT%H:%M:%S}%2B00:00~1", "far": f"{far:%Y-%m-%dT%H:%M:%S}%2B00:00~1",
        "week": f"{now - timedelta(days=7):%Y-%m-%d}", "year": f"{now - timedelta(days=365):%Y-%m-%d}",
        "long": str(people["long"]), "feed": f"calendar/{calendar_feed.renew(people['boss'], now=now)}.ics",
    }  # fmt: skip
