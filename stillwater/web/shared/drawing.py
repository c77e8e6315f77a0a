"""The sun's path over a horizon: pure geometry, the same as in static/js/lib/arc.js. Lengths in the drawing's own units."""

import math
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Arc:
    """A half ellipse over the horizon at `cy`: from the left horizon (0) over the top (one half) to the right (1)."""

    cx: float
    cy: float
    rx: float
    ry: float

    def sun_at(self, along: float) -> tuple[float, float]:
        """Where the sun stands. Before 0 it waits at the left horizon, after 1 it rests at the right."""
        angle = math.pi * (1 - within(along))
        return self.cx + self.rx * math.cos(angle), self.cy - self.ry * math.sin(angle)

    def tick_at(self, along: float, length: float) -> tuple[float, float, float, float]:
        """A short stroke across the path, `length` long: x1, y1, x2, y2."""
        x, y = self.sun_at(along)
        out_x, out_y = (x - self.cx) / self.rx**2, (y - self.cy) / self.ry**2
        scale = length / 2 / (math.hypot(out_x, out_y) or 1)
        return x - out_x * scale, y - out_y * scale, x + out_x * scale, y + out_y * scale

    def dashes(self, along: float) -> str:
        """The stroke-dasharray that draws a path of pathLength 100 as far as the sun; on an ellipse length is not angle."""
        parts = 180
        if self.rx == self.ry:  # a board draws one for each card
            return f"{100 * round(within(along) * parts) / parts:.2f} 200"
        points = [self.sun_at(part / parts) for part in range(parts + 1)]
        lengths = [math.dist(a, b) for a, b in pairwise(points)]
        return f"{100 * sum(lengths[: round(within(along) * parts)]) / sum(lengths):.2f} 200"

    @property
    def path(self) -> str:
        left, right = self.cx - self.rx, self.cx + self.rx
        return f"M{n(left)} {n(self.cy)}A{n(self.rx)} {n(self.ry)} 0 0 1 {n(right)} {n(self.cy)}"


def within(along: float) -> float:
    return min(1.0, max(0.0, along))


def n(value: float) -> str:
    """A length as SVG wants it: one decimal, none when it is nought, a point in every language."""
    return f"{value:.1f}".removesuffix(".0")


def along_minutes(minutes: float, phases: list[tuple[str, float, float]]) -> float:
    """How far along its path a session stands, from its phases (title, from and to in minutes since the dose began)."""
    whole = phases[-1][2] if phases else 0
    return within(minutes / whole) if whole else 0.0
