"""A question put to the directory, and what it may hold."""

from dataclasses import dataclass, field

RADII = (5, 10, 25, 50, 100, 250)  # miles
USUAL_RADIUS = 25
FARTHEST = 500
A_PAGE = 20


@dataclass(frozen=True)
class Asked:
    """Where (a point and miles around it, or a state, or to which state by telehealth), which words, which facets."""

    at: tuple[float, float] | None = None
    miles: float = USUAL_RADIUS
    words: tuple[str, ...] = ()
    facets: frozenset[str] = field(default_factory=frozenset)
    state: str = ""
    telehealth: str = ""
    offset: int = 0
    limit: int = A_PAGE
