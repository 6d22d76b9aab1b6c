"""What a text says of itself where its front matter is silent: headline, summary."""

import re
from itertools import islice
from pathlib import PurePosixPath

from articles.text import cleaning, plain, scripts, segments

LONGEST_TITLE = 300
SUMMARY_WIDTH = 160  # a Han character counts two: 80 Han or 160 Latin characters

# How a language model opens before the text it was asked for.
_PREAMBLE = re.compile(
    r"(?:好的|当然可以|当然|没问题|您好|你好|sure|certainly|of course|absolutely)[，,。.！!：:]"
    r"|以下[是为]|这是(?:为您|一份)|根据您的|请查阅|(?:here(?:['’]s| is| are)|below is)\s",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[。！？]|[.!?](?=\s|$)")
_CLAUSE_END = re.compile(r"[，；、：]|[,;:](?=\s)")
_CONTENTS = re.compile(r"(?:\t|\.{3,}|…{2,}|·{3,})\s*\d+\s*$", re.MULTILINE)
_WRAP = re.compile(
    f"(?<=[{scripts.CJK}{scripts.FULL_WIDTH}])[ \t]*+\n[ \t]*+(?=[{scripts.CJK}{scripts.FULL_WIDTH}])"
)
_ENOUGH = 400  # blocks in which a summary is looked for
_LEAST_WIDTH = 24  # of a paragraph that says something


def heading(body: str) -> str:
    """The words of the first ``#`` heading; ``""`` without one."""
    for passage in plain.passages(body):
        if (
            passage.kind == "heading"
            and passage.level == 1
            and (words := cleaning.line(plain.inline(passage.text)))
        ):
            return words[:LONGEST_TITLE].rstrip()
    return ""


def file_title(name: str) -> str:
    """The file's name without folder and ending."""
    return cleaning.line(PurePosixPath(name.replace("\\", "/")).stem)[:LONGEST_TITLE]


def summary(body: str, language: str) -> str:
    """The first paragraph that says something in the text's own language, cut at a sentence; ``""`` without one.

    A model's opening words, contents, lists, tables, pictures and code are passed over.
    """
    passages = [part for part in islice(plain.passages(body), _ENOUGH) if part.kind != "rule"]
    paragraphs = [words for words in map(_paragraph, passages, [*passages[1:], None]) if words]
    told = (words for words in paragraphs if _tells(words, language))
    return cut(next(told, None) or next((words for words in paragraphs if width(words) >= _LEAST_WIDTH), ""))


def cut(text: str, most: int = SUMMARY_WIDTH) -> str:
    """``text`` up to its last sentence, else clause, else word that ends within ``most`` columns."""
    if width(text) <= most:
        return text
    room = _fitting(text, most)
    ends = [segments.closing_marks(text, match.end()) for match in _SENTENCE_END.finditer(text, 0, room + 1)]
    if whole := [end for end in ends if end <= room]:
        return text[: whole[-1]].strip()
    room = _fitting(text, most - 2)  # the ellipsis is as wide as a Han character
    clauses = [match.start() for match in _CLAUSE_END.finditer(text, 0, room)]
    if clauses and clauses[-1] * 2 > room:
        return text[: clauses[-1]].strip() + "…"
    head = text[:room]
    is_inside_word = re.fullmatch(f"{scripts.LETTER}{{2}}", text[room - 1 : room + 1]) and " " in head
    return (head.rpartition(" ")[0] if is_inside_word else head).strip() + "…"


def width(text: str) -> int:
    """Columns: two for Han and full-width marks, one for the rest."""
    return len(text) + scripts.wide(text)


def _paragraph(passage: plain.Passage, following: plain.Passage | None) -> str:
    """The words of a passage that may be a summary."""
    if passage.kind != "paragraph" or _CONTENTS.search(passage.text):
        return ""
    # Where a line is wrapped between Han characters no space belongs.
    words = " ".join(_WRAP.sub("", plain.inline(passage.text)).split())
    opens = following is not None and following.kind == "heading"
    is_preamble = _PREAMBLE.match(words) and (opens or words.endswith((":", "：")))
    return "" if is_preamble else words


def _tells(words: str, language: str) -> bool:
    is_long = width(words) >= _LEAST_WIDTH and _SENTENCE_END.search(words) is not None
    return is_long and scripts.language(words) == ("zh-hans" if language.startswith("zh") else "en")


def _fitting(text: str, most: int) -> int:
    """How many characters of ``text`` fit into ``most`` columns."""
    used = 0
    for index, char in enumerate(text):
        used += 2 if scripts.is_wide(char) else 1
        if used > most:
            return index
    return len(text)
