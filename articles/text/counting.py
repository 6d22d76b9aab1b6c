"""How long a text is, from one place for the desk, the readers' pages, feeds and exports."""

from articles.text import plain, scripts

HAN_A_MINUTE = 400
WORDS_A_MINUTE = 238


def characters(text: str) -> int:
    """字数 as word processors count it: Han characters and full-width marks one each, a run of Latin or digits one.

    Markup of the Markdown in ``text`` does not count; code does.
    """
    visible = "\n".join(plain.prose_and_code(text))
    latin = scripts.words(visible)
    # A mark inside a word (it’s) has been counted with the word.
    return scripts.wide(visible) - scripts.wide("".join(latin)) + len(latin)


def words(text: str) -> int:
    """Words that are not Chinese, Japanese or Korean; markup does not count."""
    return len(scripts.words("\n".join(plain.prose_and_code(text))))


def minutes(text: str) -> int:
    """Reading time: Han / 400 + other words / 238 a minute, code at half its weight, at least 1."""
    prose, code = plain.prose_and_code(text)
    return max(1, int(_minutes(prose) + _minutes(code) / 2 + 0.5))


def length(text: str, language: str) -> int:
    """字数 of a Chinese text, words of any other."""
    return characters(text) if language.lower().startswith("zh") else words(text)


def _minutes(text: str) -> float:
    return scripts.cjk(text) / HAN_A_MINUTE + len(scripts.words(text)) / WORDS_A_MINUTE
