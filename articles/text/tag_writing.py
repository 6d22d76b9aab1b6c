"""Tokens written as markup, as upstream writes them, with fewer steps for plain tags and words."""

from collections.abc import Sequence

from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict


class HouseRenderer(RendererHTML):
    """Upstream's renderer; what most tokens of a long text are is written without asking its rules."""

    def render(self, tokens: Sequence[Token], options: OptionsDict, env: EnvType) -> str:
        """Return the markup of blocks."""
        written: list[str] = []
        for place, token in enumerate(tokens):
            kind = token.type
            if kind == "inline":
                if token.children:
                    written.append(self.renderInline(token.children, options, env))
            elif kind == "html_block":
                written.append(token.content)
            elif kind in self.rules and (token.meta or kind != "list_item_open"):
                written.append(self.rules[kind](tokens, place, options, env))
            else:
                written.append(self.renderToken(tokens, place, options, env))
        return "".join(written)

    def renderInline(self, tokens: Sequence[Token], options: OptionsDict, env: EnvType) -> str:
        """Return the markup of a run of words."""
        written: list[str] = []
        for place, token in enumerate(tokens):
            kind = token.type
            if kind == "text":
                written.append(escapeHtml(token.content))
            elif kind == "html_inline":
                written.append(token.content)
            elif kind in self.rules:
                written.append(self.rules[kind](tokens, place, options, env))
            else:
                written.append(self.renderToken(tokens, place, options, env))
        return "".join(written)

    def renderToken(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Return one tag with its attributes and line ends; it opens, closes or stands alone."""
        token = tokens[idx]
        if token.hidden:
            return ""
        name = f"</{token.tag}" if token.nesting == -1 else f"<{token.tag}"
        if token.attrs:
            name += self.renderAttrs(token)
        if not token.block:
            return name + ">"
        # After the hidden paragraph of a tight list item the next block begins on a line of its own.
        begin = "\n" if token.nesting != -1 and idx and tokens[idx - 1].hidden else ""
        end = ">" if token.nesting == 1 and _goes_on(token, tokens, idx + 1) else ">\n"
        return begin + name + end


def _goes_on(token: Token, tokens: Sequence[Token], place: int) -> bool:
    """Say whether what follows an opening tag stands in the same line."""
    if place >= len(tokens):
        return False
    following = tokens[place]
    closes = following.nesting == -1 and following.tag == token.tag
    return following.type == "inline" or following.hidden or closes
