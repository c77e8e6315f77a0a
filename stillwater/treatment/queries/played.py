"""What played when."""

from stillwater.treatment.models import Session
from stillwater.treatment.queries import entries_of, state_of
from stillwater.treatment.rules.amendments import hidden_ids
from stillwater.treatment.rules.played import Stretch, played


def played_in(session: Session) -> list[Stretch]:
    """The stretches of a session's sound, without what was another person's."""
    entries = entries_of(session)
    hidden = hidden_ids(entries)
    return played((entry for entry in entries if entry.id not in hidden), state_of(session))
