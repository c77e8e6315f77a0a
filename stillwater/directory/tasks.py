"""Looking at somebody else's server takes its time: not while a page waits, which would hold up those beside it."""

from collections.abc import Callable
from uuid import UUID

from django_tasks import task

from stillwater.directory.actions.claiming import settle, token_of
from stillwater.directory.queries.claiming import token_claim
from stillwater.directory.rules.claiming import PAGE_PATH, Way, is_named
from stillwater.kit import clock
from stillwater.kit.outside import NotFound, page_of, txt_of

Txt = Callable[[str], list[str]]
Page = Callable[[str, str], str]


@task
def look(claim_id: str) -> None:
    """Look for the token of a claim."""
    look_for(UUID(claim_id), txt=txt_of, page=page_of)


def look_for(claim_id: UUID, *, txt: Txt, page: Page) -> None:
    """The work of the task. No transaction is open while the other side is waited for."""
    claim = token_claim(claim_id, clock.now())
    if claim is None:
        return
    try:
        texts = txt(claim.target) if claim.way == Way.DNS else [page(claim.target, PAGE_PATH)]
        found, why = is_named(token_of(claim), texts), "not_there"
    except NotFound as trouble:
        found, why = False, trouble.why
    settle(claim_id=claim.id, found=found, why=why, at=clock.now())
