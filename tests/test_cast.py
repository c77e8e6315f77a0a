"""The cast stands."""

from collections.abc import Callable
from datetime import datetime

from stillwater.care.queries import facts_unmet
from stillwater.demo.courses import IV, LOZENGE, NASAL
from stillwater.people.access import Access
from stillwater.treatment.models import Session


def test_ana_has_everything_for_an_infusion_but_somebody_to_go_home_with(
    session_of: Callable[..., Session], as_maya: Access, inside: Callable[[Access], Access], at: datetime
) -> None:
    session = session_of("ana", IV)
    inside(as_maya)
    assert facts_unmet(session.appointment, at) == {"escort_named": "Nobody is named to go home with."}


def test_ruth_is_enrolled_and_iris_lacks_only_her_sitter(
    session_of: Callable[..., Session], as_maya: Access, inside: Callable[[Access], Access], at: datetime
) -> None:
    ruth, iris = session_of("ruth", NASAL), session_of("iris", LOZENGE)
    inside(as_maya)
    assert set(facts_unmet(ruth.appointment, at)) == {"escort_named"}
    assert set(facts_unmet(iris.appointment, at)) == {"sitter_confirmed"}
