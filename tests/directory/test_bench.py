"""The bench's peer is asked for what we answer: its facets are ours, but those that move with the hour."""

from bench import directory
from bench._peer import KEYS
from stillwater.directory.rules.facets import FACETS, MOVING


def test_the_peer_counts_every_facet_that_does_not_move() -> None:
    assert set(KEYS) == {facet.key for facet in FACETS} - set(MOVING)
    assert len(KEYS) < 63, "bits of a signed number"
    assert all(asked.facets <= set(KEYS) for asked in directory.MIX.values())
