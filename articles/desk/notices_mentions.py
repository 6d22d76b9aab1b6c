"""Whom a remark calls: by the name of the account, or by the full name as Chinese writes it, without a space before."""

import re

from django.contrib.auth.models import User

# No address of a mail: what stands before the mark is no Latin letter; a Han character may.
_CALL = re.compile(r"(?<![A-Za-z0-9_.+@＠-])[@＠](\S{1,150})")
_ACCOUNT, _LATIN = re.compile(r"[\w.+-]+"), re.compile(r"[A-Za-z0-9_.+-]+")
MOST = 50  # calls of one remark that are heard
SHORTEST = 2  # characters of a full name; one alone calls nobody


def called(text: str) -> set[User]:
    """The people whom ``text`` calls with @, whatever stands right behind the name."""
    calls = _CALL.findall(text)[:MOST]
    if not calls:
        return set()
    found = (pattern.match(said) for said in calls for pattern in (_ACCOUNT, _LATIN))
    names = {match[0].rstrip(".") for match in found if match}
    return set(User.objects.filter(username__in=names)) | _by_full_name(calls)


def _by_full_name(calls: list[str]) -> set[User]:
    """Of a longer and a shorter name the longer is meant; namesakes are both called."""
    calls = [said for said in calls if not said[0].isascii()]
    rows = User.objects.filter(is_active=True).exclude(first_name="", last_name="") if calls else []
    named = [(name, person) for person in rows for name in full_names(person)]
    people = set()
    for said in calls:
        fitting = [(name, person) for name, person in named if said.startswith(name)]
        longest = max((len(name) for name, _person in fitting), default=0)
        people |= {person for name, person in fitting if len(name) == longest}
    return people


def full_names(person: User) -> set[str]:
    """A person's names in either order, without spaces."""
    first, last = ("".join(name.split()) for name in (person.first_name, person.last_name))
    return {name for name in (last + first, first + last) if len(name) >= SHORTEST}
