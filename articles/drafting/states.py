"""The states of a working copy and every move between them, in one table."""

from typing import NamedTuple


class MoveRule(NamedTuple):
    """From which states a verb may be used, and where it leads."""

    verb: str
    sources: frozenset[str]
    target: str


DRAFT, IN_REVIEW, CHANGES_REQUESTED, APPROVED = "draft", "in_review", "changes_requested", "approved"
EVERY = frozenset({DRAFT, IN_REVIEW, CHANGES_REQUESTED, APPROVED})

MOVES = {
    rule.verb: rule
    for rule in (
        MoveRule("submit", frozenset({DRAFT, CHANGES_REQUESTED}), IN_REVIEW),
        MoveRule("withdraw_submission", frozenset({IN_REVIEW}), DRAFT),
        MoveRule("request_changes", frozenset({IN_REVIEW, APPROVED}), CHANGES_REQUESTED),
        MoveRule("approve", frozenset({IN_REVIEW}), APPROVED),
        # Changed words end an approval; a review of changed words goes on.
        MoveRule("reopen", frozenset({APPROVED}), DRAFT),
        # A restored text brings its standing approvals back, from wherever the working copy is.
        MoveRule("revive", EVERY - {APPROVED}, APPROVED),
        # An approval that is taken back leaves the text with the reviewers.
        MoveRule("withdraw_approval", frozenset({APPROVED}), IN_REVIEW),
    )
}


def may(verb: str, state: str) -> bool:
    """Whether ``verb`` is possible from ``state``."""
    return state in MOVES[verb].sources
