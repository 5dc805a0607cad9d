"""Medians over the rounds, and rows of them."""

import statistics

from measurements import Figures


def median(samples: list[Figures], key: str) -> float:
    return statistics.median(figures[key] for figures in samples)


def ratio(samples: list[Figures], others: list[Figures], key: str) -> float:
    """The median of the rounds' own ratios: what else the machine did in a round slowed both."""
    return statistics.median(a[key] / b[key] for a, b in zip(samples, others, strict=True))


def row(label: str, cells: list[str], width: int = 38) -> None:
    print(f"  {label:<{width}}" + "".join(f" {cell:>10}" for cell in cells), flush=True)
