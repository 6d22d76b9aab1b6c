"""While the server is away, counts of attempts to sign in live in this process; nothing else does."""

from typing import Any

from django.core.cache import cache

COUNT, USED, OTHER = "allauth:rl:x:login", "allauth:rl:used:1:123456", "page"


def test_a_count_is_kept_here_and_a_page_is_not() -> None:
    cache.set(COUNT, [1.0], 60)
    cache.set(OTHER, "words", 60)
    assert (cache.get(COUNT, []), cache.get(OTHER)) == ([1.0], None)
    cache.delete(COUNT)
    assert cache.get(COUNT, []) == []


def test_a_lock_is_always_free_and_a_used_code_is_used_once() -> None:
    assert [cache.add(f"{COUNT}:lock", True), cache.add(f"{COUNT}:lock", True)] == [True, True]
    assert [cache.add(USED, True, 60), cache.add(USED, True, 60)] == [True, False]


def test_with_the_server_there_all_of_it_lives_in_the_server(clean_redis: Any) -> None:
    cache.set(COUNT, [1.0], 60)
    assert (cache.get(COUNT), cache.spare.get(COUNT)) == ([1.0], None)  # type: ignore[attr-defined]
    assert [cache.add(USED, True, 60), cache.add(USED, True, 60)] == [True, False]
