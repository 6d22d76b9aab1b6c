"""Figures beside their goals."""


class Sheet:
    """Prints each figure with its goal and remembers what was missed."""

    def __init__(self) -> None:
        self.missed: list[str] = []

    def least(self, name: str, value: float, goal: float) -> None:
        """A figure that should not be smaller."""
        self._note(name, value, f"≥ {goal:g}", value >= goal)

    def most(self, name: str, value: float, goal: float) -> None:
        """A figure that should not be greater."""
        self._note(name, value, f"≤ {goal:g}", value <= goal)

    def close(self, *, strict: bool) -> int:
        """The exit status: 1 when ``strict`` and a goal was missed."""
        print(f"\n{len(self.missed)} goals missed" + "".join(f"\n  {name}" for name in self.missed))
        return int(strict and bool(self.missed))

    def _note(self, name: str, value: float, goal: str, held: bool) -> None:
        print(f"{name:<48}{value:>10.4g}   goal {goal:<8}{'' if held else '  MISSED'}")
        if not held:
            self.missed.append(name)
