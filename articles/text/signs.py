"""Markdown rules asked by the sign a place begins with: a rule that cannot begin there costs nothing."""

from collections.abc import Callable, Mapping
from typing import Any

from markdown_it.ruler import Ruler

Rule = Callable[..., bool]
Chain = Callable[[tuple[Rule, ...], Mapping[str, tuple[Rule, ...]]], Rule]

# A rule that is not named may begin with any sign.
BLOCK_SIGNS = {
    "fence": "`~", "blockquote": ">", "hr": "*-_", "list": "*+-0123456789", "footnote_def": "[", "reference": "[",
    "html_block": "<", "heading": "#",
}  # fmt: skip
INLINE_SIGNS = {
    "newline": "\n", "escape": "\\", "backticks": "`", "strikethrough": "~", "emphasis": "*_", "footnote_mark": "[",
    "citation": "[", "link": "[", "image": "!", "autolink": "<", "html_inline": "<", "entity": "&", "bare_web": ":",
    "bare_www": "wW", "bare_mail": "@",
}  # fmt: skip


class SignRuler(Ruler[Any]):
    """The rules of ``ruler`` in their order, each chain as one rule that asks those with a fitting sign."""

    def __init__(self, ruler: Ruler[Any], signs: Mapping[str, str], chain: Chain) -> None:
        super().__init__()
        self.__rules__ = list(ruler.__rules__)
        self._signs, self._chain = signs, chain

    def __compile__(self) -> None:
        super().__compile__()
        names = {rule.fn: rule.name for rule in self.__rules__}
        chains = self.__cache__ or {}
        self.__cache__ = {name: [self._one(rules, names)] for name, rules in chains.items() if rules}

    def _one(self, rules: list[Rule], names: Mapping[Rule, str]) -> Rule:
        free = tuple(rule for rule in rules if names[rule] not in self._signs)
        fitting = {
            sign: tuple(rule for rule in rules if sign in self._signs.get(names[rule], sign))
            for sign in set("".join(self._signs.values()))
        }
        return self._chain(free, fitting)


def block_chain(free: tuple[Rule, ...], fitting: Mapping[str, tuple[Rule, ...]]) -> Rule:
    """Return the rule that asks, of rules for lines, those that fit the first sign after the indentation."""

    def ask(state: Any, line: int, end: int, silent: bool) -> bool:
        place = state.bMarks[line] + state.tShift[line]
        # A generator would cost more than most of the rules.
        for rule in fitting.get(state.src[place : place + 1], free):  # noqa: SIM110
            if rule(state, line, end, silent):
                return True
        return False

    return ask


def inline_chain(free: tuple[Rule, ...], fitting: Mapping[str, tuple[Rule, ...]]) -> Rule:
    """Return the rule that asks, of rules for places in a line, those that fit the sign there."""

    def ask(state: Any, silent: bool) -> bool:
        for rule in fitting.get(state.src[state.pos], free):  # noqa: SIM110
            if rule(state, silent):
                return True
        return False

    return ask
