"""One line a figure."""


def say(what: str, value: float, unit: str) -> None:
    """Print what was measured, its value and its unit, with the goal where it has one."""
    print(f"{what:32} {value:12,.2f} {unit}", flush=True)
