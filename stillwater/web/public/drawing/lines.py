"""Points into the path of an SVG: whole units, steps from one to the next, nothing that would not be seen. No Django."""

from collections.abc import Iterable

from stillwater.directory.places import Ends

Point = tuple[float, float]


def path(points: Iterable[Point], *, closed: bool = False, nearest: float = 1.4) -> str:
    """The `d` of one line, without the points that are nearer than this to the one before; empty if it comes down to a point."""
    kept: list[tuple[int, int]] = []
    x = y = last_x = last_y = 0
    for px, py in points:
        x, y = round(px), round(py)
        if not kept or abs(x - last_x) + abs(y - last_y) > nearest:
            kept.append((x, y))
            last_x, last_y = x, y
    if kept and not closed and kept[-1] != (x, y):
        kept.append((x, y))
    if len(kept) < (3 if closed else 2):
        return ""
    steps, (last_x, last_y) = [], kept[0]
    for x, y in kept[1:]:
        steps.append(f"{x - last_x} {y - last_y}")
        last_x, last_y = x, y
    return f"M{kept[0][0]} {kept[0][1]}l{' '.join(steps)}{'z' if closed else ''}".replace(" -", "-")


def spots(points: Iterable[Point]) -> str:
    """The `d` of a path that is nothing but dots, for round line ends."""
    return "".join(f"M{round(x)} {round(y)}h0" for x, y in points)


def clipped(ring: list[Point], ends: Ends) -> list[Point]:
    """What of a ring of land lies within; Sutherland and Hodgman's way, one side after the other."""
    for axis, edge, inside in ((0, ends[0], 1), (1, ends[1], 1), (0, ends[2], -1), (1, ends[3], -1)):
        ring = _cut(ring, axis, edge, inside)
    return ring


def _cut(ring: list[Point], axis: int, edge: float, inside: int) -> list[Point]:
    kept: list[Point] = []
    if not ring:
        return kept
    before = ring[-1]
    was_in = (before[axis] - edge) * inside >= 0
    for point in ring:
        is_in = (point[axis] - edge) * inside >= 0
        if is_in != was_in:
            along = (edge - before[axis]) / (point[axis] - before[axis])
            other = before[1 - axis] + along * (point[1 - axis] - before[1 - axis])
            kept.append((edge, other) if axis == 0 else (other, edge))
        if is_in:
            kept.append(point)
        before, was_in = point, is_in
    return kept


def runs(latitudes: Iterable[float], longitudes: Iterable[float], ends: Ends) -> Iterable[list[Point]]:
    """The stretches of a line that come into view, each with the point before and the point after."""
    run: list[Point] = []
    before: Point | None = None
    for point in zip(latitudes, longitudes, strict=True):
        if before is not None:
            if _passes(before, point, ends):
                run = run or [before]
                run.append(point)
            elif run:
                yield run
                run = []
        before = point
    if run:
        yield run


def _passes(one: Point, other: Point, ends: Ends) -> bool:
    return not (
        (one[0] < ends[0] and other[0] < ends[0])
        or (one[0] > ends[2] and other[0] > ends[2])
        or (one[1] < ends[1] and other[1] < ends[1])
        or (one[1] > ends[3] and other[1] > ends[3])
    )
