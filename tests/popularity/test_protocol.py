"""Every order of views, crashes and a failure of Redis, played through on a small model of the flush protocol.

The model has the steps of ``flushing`` that can be torn apart: read a counter, lock and read the mark, read ``seq``,
write a new epoch, lift ``seq``, state the fact, raise ``seq``, commit. The cruder
protocol shows that the check can fail.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

VIEWS, CRASHES = 3, 2


@dataclass(frozen=True)
class Store:
    """Redis: the epoch that counts now (0: none), the merges it knows of, and count by epoch."""

    epoch: int = 0
    seq: int = 0
    counts: tuple[tuple[int, int], ...] = ()

    def count(self, epoch: int) -> int:
        return dict(self.counts).get(epoch, 0)

    def add(self, epoch: int) -> "Store":
        counts = dict(self.counts) | {epoch: self.count(epoch) + 1}
        return replace(self, epoch=epoch, counts=tuple(sorted(counts.items())))


@dataclass(frozen=True)
class World:
    """Everything; ``rows`` and ``mark`` are what SQL has committed, ``step`` and the rest belong to the flusher."""

    store: Store = Store()
    history: frozenset[Store] = frozenset([Store()])
    rows: tuple[tuple[int, int], ...] = ()
    mark: int = 0
    epochs: int = 0
    views: int = 0
    forgivable: int = 0
    crashes: int = 0
    failures: int = 0
    step: str = "idle"
    facts: tuple[tuple[int, int], ...] = ()
    known: int = 0

    @property
    def total(self) -> int:
        return sum(count for _epoch, count in self.rows)


def merged(
    rows: tuple[tuple[int, int], ...], facts: tuple[tuple[int, int], ...]
) -> tuple[tuple[int, int], ...]:
    known = dict(rows)
    for epoch, count in facts:
        known[epoch] = max(known.get(epoch, 0), count)
    return tuple(sorted(known.items()))


def in_redis(world: World, store: Store, **changes: object) -> World:
    return replace(world, store=store, history=world.history | {store}, **changes)


def absolute(world: World) -> Iterator[World]:
    """The next step of a flusher of the house's protocol."""
    store = world.store
    if world.step == "idle":
        yield replace(world, step="locked", facts=store.counts)
    elif world.step == "locked":
        if store.seq < world.mark:
            yield in_redis(
                world, replace(store, epoch=world.epochs + 1), step="renamed", epochs=world.epochs + 1
            )
        else:
            yield replace(world, step="stating", known=store.seq)
    elif world.step == "renamed":
        yield in_redis(world, replace(store, seq=world.mark), step="stating", known=world.mark)
    elif world.step == "stating":
        if merged(world.rows, world.facts) == world.rows:
            yield replace(world, step="idle")
        else:
            raised = replace(store, seq=store.seq + 1)
            agrees = raised.seq == world.known + 1
            yield in_redis(world, raised, step="committing" if agrees else "disagreeing")
    elif world.step == "disagreeing":
        yield in_redis(world, replace(store, epoch=world.epochs + 1), step="locked", epochs=world.epochs + 1)
    else:
        yield replace(world, rows=merged(world.rows, world.facts), mark=world.known + 1, step="idle")


def read_and_delete(world: World) -> Iterator[World]:
    """The next step of the cruder protocol: take the counts out of Redis, then add them to SQL."""
    if world.step == "idle":
        emptied = replace(world.store, counts=())
        yield in_redis(world, emptied, step="adding", facts=world.store.counts)
    else:
        known = dict(world.rows)
        for epoch, count in world.facts:
            known[epoch] = known.get(epoch, 0) + count
        yield replace(world, rows=tuple(sorted(known.items())), step="idle", facts=())


def happenings(world: World, flusher) -> Iterator[World]:  # type: ignore[no-untyped-def]
    """Everything that can happen next."""
    if world.views < VIEWS:
        epoch = world.store.epoch or world.epochs + 1
        yield in_redis(world, world.store.add(epoch), views=world.views + 1, epochs=max(world.epochs, epoch))
    yield from flusher(world)
    if world.crashes < CRASHES and world.step != "idle":
        yield replace(world, step="idle", facts=(), crashes=world.crashes + 1)
    if world.failures == 0:
        living = sum(count for _epoch, count in world.store.counts)
        for older in world.history:
            lost = living - sum(count for _epoch, count in older.counts)
            yield in_redis(world, older, failures=1, forgivable=max(lost, 0))


def settled(world: World, flusher) -> World:  # type: ignore[no-untyped-def]
    """The world after the flusher died once more and two undisturbed flushes followed."""
    world = replace(world, step="idle", facts=())
    for _flush in range(2):
        world = next(flusher(world))
        while world.step != "idle":
            world = next(flusher(world))
    return world


def verdicts(flusher) -> set[tuple[str, int]]:  # type: ignore[no-untyped-def]
    """The first world with all views in it whose count is wrong: "surplus" or "loss", and failures of Redis."""
    found: set[tuple[str, int]] = set()
    seen = {World()}
    todo = [World()]
    while todo:
        world = todo.pop()
        if world.views == VIEWS:
            end = settled(world, flusher)
            if end.total > VIEWS:
                found.add(("surplus", world.failures))
            if end.total < VIEWS - world.forgivable:
                found.add(("loss", world.failures))
            if found:
                return found
        for after in happenings(world, flusher):
            if after not in seen:
                seen.add(after)
                todo.append(after)
    return found


def test_no_order_of_events_makes_the_count_wrong() -> None:
    assert verdicts(absolute) == set()


def test_the_check_can_fail() -> None:
    assert {fault for fault, _failures in verdicts(read_and_delete)} == {"loss"}
