"""Reads catalogues of translations as gettext writes them: ``.po`` for people, ``.mo`` for the program."""

import ast
import gettext
import re
from pathlib import Path
from typing import NamedTuple

KEYWORD = re.compile(r'^(msgctxt|msgid|msgid_plural|msgstr)(?:\[(\d+)\])? (".*")$')
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")


class Message(NamedTuple):
    """One entry: its key as gettext keeps it, the plural, the translations in order, and whether it is a guess."""

    key: str
    plural: str
    words: tuple[str, ...]
    is_fuzzy: bool

    @property
    def is_translated(self) -> bool:
        """Whether every form has words that nobody needs to look at again."""
        return all(self.words) and not self.is_fuzzy

    @property
    def has_its_placeholders(self) -> bool:
        """Whether each form names the same values as the original; the singular may leave the number out."""
        first = self.key.rpartition("\x04")[2]
        allowed = [set(PLACEHOLDER.findall(text)) for text in (first, self.plural or first)]
        return all(set(PLACEHOLDER.findall(text)) in allowed for text in self.words)


def read_po(path: Path) -> list[Message]:
    """Every living message of a ``.po`` file, its header left out."""
    blocks = re.split(r"\n\s*\n", path.read_text(encoding="utf-8"))
    messages = [_message(block) for block in blocks]
    return [message for message in messages if message is not None and message.key]


def _message(block: str) -> Message | None:
    parts: dict[str, str] = {}
    current = ""
    for line in block.splitlines():
        if found := KEYWORD.match(line):
            current = f"{found[1]}{found[2] or ''}"
            parts[current] = ast.literal_eval(found[3])
        elif line.startswith('"') and current:
            parts[current] += ast.literal_eval(line)
    if "msgid" not in parts:
        return None
    context = f"{parts['msgctxt']}\x04" if "msgctxt" in parts else ""
    words = tuple(text for name, text in parts.items() if name.startswith("msgstr"))
    is_fuzzy = any(line.startswith("#,") and "fuzzy" in line for line in block.splitlines())
    return Message(context + parts["msgid"], parts.get("msgid_plural", ""), words, is_fuzzy)


def compiled(messages: list[Message]) -> dict[object, str]:
    """What a ``.mo`` made of ``messages`` holds: plurals by key and number of the form."""
    kept: dict[object, str] = {}
    for message in messages:
        if not message.is_translated:
            continue
        if message.plural:
            kept.update({(message.key, number): text for number, text in enumerate(message.words)})
        else:
            kept[message.key] = message.words[0]
    return kept


def read_mo(path: Path) -> dict[object, str]:
    """What a ``.mo`` file holds, its header left out."""
    with path.open("rb") as file:
        catalogue: dict[object, str] = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    return {key: text for key, text in catalogue.items() if key != ""}
