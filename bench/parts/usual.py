"""The typical rate of each age, learned on the way as the newsroom learns it."""

from articles.popularity import ages


class Usual:
    """Views and hours by box of age; both fade with a half-life of three days. Times are hours."""

    def __init__(self) -> None:
        self.views = [0.0] * ages.BOXES
        self.hours = [0.0] * ages.BOXES
        self.at: float | None = None

    def fade(self, at: float) -> None:
        """Let what is known fade until ``at``."""
        fading = ages.FADING ** (at - self.at) if self.at is not None else 1.0
        self.views = [views * fading for views in self.views]
        self.hours = [hours * fading for hours in self.hours]
        self.at = at

    def learn(self, age: float, views: float, hours: float) -> None:
        """An article as old as ``age`` in the middle of ``hours`` collected ``views``."""
        box = ages.box(age)
        self.views[box] += views
        self.hours[box] += hours

    def rate(self, age: float) -> float:
        """What is usual for ``age``, in views/h."""
        box = ages.box(age)
        return ages.typical(self.views[box], self.hours[box])
