"""Blocks as upstream reads them, with fewer steps for each line, heading and token; no words are lost in the depth."""

import re
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.common.utils import mdTrim
from markdown_it.parser_block import ParserBlock
from markdown_it.rules_block import StateBlock, hr
from markdown_it.rules_block import paragraph as paragraph_rule
from markdown_it.token import Token
from markdown_it.utils import EnvType

from articles.text.running_text import push_text
from articles.text.signs import BLOCK_SIGNS, SignRuler, block_chain
from articles.text.tokens import new_token

_RULE = re.compile(r"([*_-])(?:[ \t]*+\1){2,}+[ \t]*+\Z")
_HEADING_MARKS = re.compile(r"#{1,6}+(?![^ \t])")


class HouseBlockState(StateBlock):
    """Upstream's state, whose tokens are made at once."""

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """Add a token at the present level; an opening one deepens it, a closing one ends it."""
        if nesting < 0:
            self.level -= 1
        added = new_token(ttype, tag, nesting, level=self.level, block=True)
        if nesting > 0:
            self.level += 1
        self.tokens.append(added)
        return added


class HouseBlocks(ParserBlock):
    """Blocks as usual; below the deepest level the rest is read as paragraphs instead of being dropped."""

    def __init__(self) -> None:
        super().__init__()
        self.ruler = SignRuler(self.ruler, BLOCK_SIGNS, block_chain)

    def parse(self, src: str, md: MarkdownIt, env: EnvType, outTokens: list[Token]) -> list[Token] | None:
        """Read ``src`` into ``outTokens``."""
        if src:
            state = HouseBlockState(src, md, env, outTokens)
            self.tokenize(state, state.line, state.lineMax)
        return outTokens

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:
        """Read the lines from ``startLine`` to before ``endLine``, or to where a list or quotation ends."""
        if state.level >= state.md.options.maxNesting:
            _read_flat(state, startLine, endLine)
            return
        (read,) = self.ruler.getRules("")
        line, is_loose = startLine, False
        while line < endLine:
            state.line = line = state.skipEmptyLines(line)
            if line >= endLine or state.sCount[line] < state.blkIndent:
                break
            if not read(state, line, endLine, False) or state.line <= line:
                raise RuntimeError("a line was read by no rule")
            state.tight = not is_loose
            line = state.line
            # A paragraph within a list may have taken the empty line after it.
            is_loose = is_loose or (line - 1 < endLine and state.isEmpty(line - 1))
            if line < endLine and state.isEmpty(line):
                is_loose = True
                state.line = line = line + 1


def _read_flat(state: StateBlock, line: int, end: int) -> None:
    while line < end:
        state.line = line = state.skipEmptyLines(line)
        if line >= end or state.sCount[line] < state.blkIndent:
            break
        paragraph_rule(state, line, end, False)
        line = state.line


def heading(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a heading of ``#`` signs as upstream's rule does."""
    place, stop = state.bMarks[start] + state.tShift[start], state.eMarks[start]
    marks = _HEADING_MARKS.match(state.src, place, stop)
    if marks is None or state.is_code_block(start):
        return False
    if not silent:
        said = state.src[marks.end() : stop].rstrip(" \t")
        bare = said.rstrip("#")
        content = mdTrim(bare if bare.endswith((" ", "\t")) else said)
        state.line = start + 1
        push_text(state, "heading", f"h{len(marks[0])}", content, [start, start + 1], start + 1, marks[0])
    return True


def ruled_line(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a line across the page; most lines that begin with its signs are list items."""
    place = state.bMarks[start] + state.tShift[start]
    return _RULE.match(state.src, place, state.eMarks[start]) is not None and hr(state, start, end, silent)
