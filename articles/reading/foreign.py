"""Template filters: which ``lang`` a name or a passage needs where it stands, so that it is spoken and set rightly.

Nobody says in which language a name is; its script does. Han is Chinese, with kana it is Japanese, Hangul is Korean.
Latin letters on a Chinese page are most often a proper name (GitHub, 5G, Maya Lindqvist), which is the same in every
language and needs nothing; words of which one begins with a small letter (tide tables) are English, and so is the name
of a section unless it is an abbreviation, for sections are called by words.
"""

import re
from functools import lru_cache

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from articles.reading import phrases
from articles.text import scripts

register = template.Library()
_HAN = re.compile(f"[{scripts.HAN}]")
_KANA, _HANGUL = re.compile("[\u3040-\u30ff]"), re.compile("[\uac00-\ud7af]")
_SMALL = re.compile(r"(?<![^\W_])[a-z]{3}")  # a word that begins with a small letter, and is none like "iOS"
_SPOKEN = re.compile(r"[a-z]{2}")
_LETTERS = re.compile(f"[{scripts.HAN}]|[A-Za-z]{{2}}")


@register.filter
def name_lang(name: str, within: str = "") -> SafeString:
    """`` lang="zh-Hans"`` for a tag, a person or a house whose name is foreign to ``within``, else nothing.

    ``within`` is the tag of the language around it, that of the interface if empty.
    """
    return _attribute(_of_name(name, is_word=False), _around(within))


@register.filter
def section_lang(name: str, within: str = "") -> SafeString:
    """The same for the name of a category."""
    return _attribute(_of_name(name, is_word=True), _around(within))


@register.filter
def section_span(name: str) -> SafeString:
    """The name of a category for the middle of a sentence of the interface."""
    return format_html("<span{}>{}</span>", section_lang(name), name)


@register.filter
def words_lang(words: str, within: str = "") -> SafeString:
    """The same for sentences: what an author or a section says of itself."""
    found = phrases.tag_of(scripts.language(words)) if _LETTERS.search(words) else ""
    return _attribute(found, _around(within))


def _around(within: str) -> str:
    return within or phrases.tag_of(get_language() or settings.NEWSROOM_LANGUAGE)


@lru_cache(maxsize=4096)
def _of_name(name: str, *, is_word: bool) -> str:
    """The language a name is in; empty for one that belongs to every language."""
    if _HANGUL.search(name):
        return "ko"
    if _KANA.search(name):
        return "ja"
    if _HAN.search(name):
        return "zh-Hans"
    return "en" if (_SPOKEN if is_word else _SMALL).search(name) else ""


@lru_cache(maxsize=64)
def _attribute(found: str, within: str) -> SafeString:
    """Chinese is not foreign to Chinese, whichever its script."""
    is_foreign = found and found.partition("-")[0] != within.partition("-")[0]
    return format_html(' lang="{}"', found) if is_foreign else SafeString("")
