"""Which characters are Chinese, which make words, and what language a text is in."""

import re

# Bodies of character classes. Han with its iteration marks; CJK adds kana and Hangul, which know no spaces either
# or are searched like Han.
HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
CJK = HAN + "\u3040-\u309f\u30a0-\u30fa\u30fc-\u30ff\uff66-\uff9f\uac00-\ud7af"
# Punctuation that is as wide as a Han character in Chinese print.
FULL_WIDTH = (
    "\u3001-\u3004\u3006\u3008-\u303f\u30fb\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65“”‘’—…·"
)
# One letter or digit that is not CJK.
LETTER = f"(?:(?![{CJK}])[^\\W_])"

# A run of letters or digits, CJK or not; code points that stand for no letter are in neither.
RUN = re.compile(f"(?:(?=\\w)[{CJK}])+|{LETTER}+")

_HAN = re.compile(f"[{HAN}]")
_CJK = re.compile(f"[{CJK}]")
_WIDE = re.compile(f"[{CJK}{FULL_WIDTH}]")
# A word of letters and digits; single marks inside it do not part it: GPT-4, 3.5, it's, 10:30.
_WORD = re.compile(f"https?://[!-~]++|{LETTER}++(?:[-.,'’:/_%+&@]{LETTER}++)*+")

_SAMPLE = 20_000  # characters that are enough to tell a language
_HAN_SHARE = 0.3


def han(text: str) -> int:
    """How many Han characters."""
    return len(_HAN.findall(text))


def cjk(text: str) -> int:
    """How many Han, kana and Hangul characters."""
    return len(_CJK.findall(text))


def words(text: str) -> list[str]:
    """The words that are not CJK; an address is one word."""
    return _WORD.findall(text)


def language(text: str) -> str:
    """``"zh-hans"`` or ``"en"``, by the share of Han among Han characters and words; Chinese if there are neither."""
    sample = text[:_SAMPLE]
    chinese, other = han(sample), len(words(sample))
    if chinese == other == 0:
        return "zh-hans"
    return "zh-hans" if chinese >= _HAN_SHARE * (chinese + other) else "en"


def is_wide(char: str) -> bool:
    """Whether ``char`` is a Han character or its like, or a full-width mark."""
    return _WIDE.match(char) is not None


def wide(text: str) -> int:
    """How many characters are as wide as a Han character."""
    return len(_WIDE.findall(text))


def is_cjk(char: str) -> bool:
    """Whether ``char`` is Han, kana or Hangul."""
    return _CJK.match(char) is not None
