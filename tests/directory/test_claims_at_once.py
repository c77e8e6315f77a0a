"""Two claims, two opinions, many guesses in one moment: each sees the others."""

from datetime import datetime

import pytest

from stillwater.audit.queries import broken
from stillwater.directory.actions import claiming
from stillwater.directory.actions.judging import judge
from stillwater.directory.models import Change, Claim, Edition, Steward
from stillwater.directory.rules.claiming import TRIES, Way
from tests.directory.claimed import account, code_sent, listing, moderator
from tests.together import at_once

pytestmark = pytest.mark.usefixtures("lasting")


def test_two_who_claim_in_one_moment_both_wait_for_moderators(at: datetime) -> None:
    cedar, ada, mallory = listing(), account("ada"), account("mallory")
    at_once(
        *(
            lambda person=person: claiming.ask(listing_id=cedar.id, person=person, way=Way.EMAIL, at=at)
            for person in (ada, mallory)
        )
    )
    assert list(Claim.objects.values_list("way", "secret_digest")) == [(Way.MODERATORS, "")] * 2


def test_guesses_in_one_moment_are_counted_one_by_one(at: datetime) -> None:
    cedar, mallory = listing(), account("mallory")
    claim = claiming.ask(listing_id=cedar.id, person=mallory, way=Way.EMAIL, at=at)
    right = code_sent("desk@cedarhouse.example").replace(" ", "")
    guesses = [f"{place:08d}" for place in range(TRIES + 4) if f"{place:08d}" != right]
    told = at_once(
        *(lambda code=code: claiming.answer(claim_id=claim.id, person=mallory, code=code, at=at) for code in guesses)
    )
    expected = ["wrong"] * (TRIES - 1) + ["tries"] + ["over"] * (len(guesses) - TRIES)
    assert sorted(map(str, told)) == sorted(expected)
    claim.refresh_from_db()
    assert (claim.tries, claim.refused_why) == (TRIES, "tries")
    assert not Steward.objects.exists()


def test_two_moderators_in_one_moment_make_one_keeper_and_one_line(at: datetime) -> None:
    cedar, ada, ira, june = listing(), account("ada"), moderator("ira"), moderator("june")
    claim = claiming.ask(listing_id=cedar.id, person=ada, way=Way.MODERATORS, at=at)
    told = at_once(
        *(lambda by=by: judge(claim_id=claim.id, by=by, grants=True, reason="Yes.", at=at) for by in (ira, june))
    )
    assert told == [None, None]
    assert Steward.objects.get().person == ada
    assert (Change.objects.count(), Edition.objects.get().number) == (1, 1)
    assert broken() is None
