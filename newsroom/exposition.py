"""Writes numbers in Prometheus' text format, version 0.0.4."""

from collections.abc import Iterable, Mapping

Sample = tuple[Mapping[str, str], float | None]
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def metric(name: str, kind: str, words: str, samples: Iterable[Sample] | float | None) -> str:
    """One metric with its help and type; a sample of None is unknown and left out, and so is an empty metric."""
    pairs = samples if isinstance(samples, Iterable) else [({}, samples)]
    lines = [f"{name}{_labels(labels)} {value:.10g}" for labels, value in pairs if value is not None]
    return "\n".join([f"# HELP {name} {words}", f"# TYPE {name} {kind}", *lines, ""]) if lines else ""


def _labels(labels: Mapping[str, str]) -> str:
    inside = ",".join(f'{name}="{_escaped(value)}"' for name, value in labels.items())
    return f"{{{inside}}}" if inside else ""


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
