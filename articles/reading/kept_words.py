"""What SQLite's index keeps of each copy besides the index itself: its tokens in their order, parted by spaces."""

from collections.abc import Sequence

from articles.text.queries import ANY_ENDING, Phrase
from articles.text.search import Query


def holding(query: Query, columns: Sequence[str]) -> tuple[str, list[str]]:
    """Whether the copy of an entry holds ``query`` in the first ``columns``, as a condition in SQL and its values.

    It reads that one copy, so a few rows are answered sooner than by an index that first gathers every copy with a
    common word.
    """
    wanted = [*query.phrases, *((each + ANY_ENDING,) for each in query.prefixes)]
    asked = [(phrase, ">") for phrase in wanted] + [(phrase, "=") for phrase in query.excluded]
    checks = " AND ".join(f"instr(words, %s) {verdict} 0" for _phrase, verdict in asked) or "TRUE"
    fields = " || ' , ' || ".join(f"c{place}" for place in range(len(columns)))
    kept = (
        f"SELECT ' ' || {fields} || ' ' AS words FROM articles_search_content "  # noqa: S608
        "WHERE id = articles_searchentry.edition_id"
    )
    return f"(SELECT {checks} FROM ({kept}))", [_needle(phrase) for phrase, _verdict in asked]  # noqa: S608


def _needle(phrase: Phrase) -> str:
    """Tokens with a space on each side; an open one may go on."""
    return f" {' '.join(phrase)} ".removesuffix(f"{ANY_ENDING} ")
