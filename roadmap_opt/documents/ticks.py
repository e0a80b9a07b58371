"""Round steps of a scale."""

from __future__ import annotations

import math


def round_steps(low: float, high: float, *, whole: bool = False, about: int = 6) -> list[float]:
    """Steps of one, two or five times a power of ten from below ``low`` to above ``high``, about so many.

    ``whole`` steps are for counts.
    """
    low, high = min(0.0, low), max(0.0, high)
    if high - low <= 0:
        return [0.0, 1.0]
    rough = (high - low) / about
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(times * power for times in (1, 2, 5, 10) if times * power >= rough * (1 - 1e-9))
    step = max(1.0, step) if whole else step
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [number * step for number in range(first, last + 1)]
