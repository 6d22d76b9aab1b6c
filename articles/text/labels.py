"""The few words the renderer itself adds to an article, in the article's language."""

from collections.abc import Mapping

ENGLISH: Mapping[str, str] = {
    "table": "Table",
    "footnotes": "Footnotes",
    "back": "Back to the text",
    "done": "Done",
    "open": "Not done",
    "note": "Note",
    "tip": "Tip",
    "important": "Important",
    "warning": "Warning",
    "caution": "Caution",
}
SIMPLIFIED: Mapping[str, str] = {
    "table": "表格",
    "footnotes": "脚注",
    "back": "返回正文",
    "done": "已完成",
    "open": "未完成",
    "note": "说明",
    "tip": "提示",
    "important": "重要",
    "warning": "警告",
    "caution": "注意",
}
TRADITIONAL: Mapping[str, str] = {
    "table": "表格",
    "footnotes": "註腳",
    "back": "返回正文",
    "done": "已完成",
    "open": "未完成",
    "note": "說明",
    "tip": "提示",
    "important": "重要",
    "warning": "警告",
    "caution": "注意",
}


def label(word: str, language: str) -> str:
    """Return the printed form of ``word`` for a language tag such as ``zh-hans`` or ``en-GB``."""
    return _words(language.lower())[word]


def is_chinese(language: str) -> bool:
    """Say whether a language tag names any kind of Chinese."""
    return language.lower().split("-")[0] == "zh"


def _words(language: str) -> Mapping[str, str]:
    if not is_chinese(language):
        return ENGLISH
    parts = set(language.split("-"))
    return TRADITIONAL if parts & {"hant", "tw", "hk", "mo"} else SIMPLIFIED
