"""Letters about new pages: asked for, confirmed from the address itself, at most one a week, ended by one touch."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import signing
from django.test import Client
from django.urls import reverse

from stillwater.channel.actions import letters
from stillwater.channel.actions.issue import lay_out
from stillwater.channel.models import Subscription
from stillwater.channel.queries.shelf import forget
from stillwater.notify.actions import send_due as send_deliveries
from stillwater.notify.models import Delivery
from tests.cast import AT
from tests.channel.small import Folder, page

pytestmark = pytest.mark.django_db
LENA = "lena@home.example"
DAY, WEEK = timedelta(days=1), timedelta(days=7)


@pytest.fixture
def publish(folder: Folder) -> Callable[..., None]:
    """`publish(at, page(…))`: new on the channel from that moment."""

    def new(at: datetime, *pages: dict[str, Any]) -> None:
        with time_machine.travel(at, tick=False):
            folder.put(*pages)
            lay_out(at=at)
        forget()

    new(AT - WEEK)
    return new


def token_in(delivery: Delivery) -> str:
    found = re.search(r"/channel/letters/([^\s/]+)", delivery.text)
    assert found
    return found.group(1)


def asks(at: datetime = AT, *topics: str, email: str = LENA) -> str:
    """Somebody asks; the token of the letter that is then on its way."""
    letters.ask(email=email, topics=list(topics), at=at)
    return token_in(Delivery.objects.order_by("due_at", "pk").last())  # type: ignore[arg-type]


def has_letters(at: datetime = AT, *topics: str, email: str = LENA) -> Subscription:
    row = letters.confirm(token=asks(at, *topics, email=email), at=at)
    assert row
    return row


def digests() -> list[Delivery]:
    return list(Delivery.objects.filter(about_key__startswith="channel:").order_by("due_at"))


# Asked for, and confirmed


def test_asking_confirms_nothing_and_sends_one_letter() -> None:
    asks()
    assert Subscription.objects.get().confirmed_at is None
    first = Delivery.objects.get()
    assert (first.to_address, first.due_at) == (LENA, AT)
    letters.send_due(at=AT + 30 * DAY)
    assert Delivery.objects.count() == 1


def test_an_address_that_never_confirms_is_forgotten_after_three_days() -> None:
    asks()
    letters.send_due(at=AT + 3 * DAY)
    assert Subscription.objects.exists()
    letters.send_due(at=AT + 3 * DAY + timedelta(seconds=1))
    assert not Subscription.objects.exists()


def test_nothing_is_kept_of_the_first_letter_once_it_is_sent(mailoutbox: list[Any]) -> None:
    asks()
    assert send_deliveries(at=AT) == 1
    assert [mail.to for mail in mailoutbox] == [[LENA]]
    sent = Delivery.objects.get()
    assert (sent.to_address, sent.subject, sent.text) == ("", "", "")
    assert LENA not in sent.about_key


def test_asking_twice_on_one_day_sends_one_letter_and_on_another_day_one_more() -> None:
    asks()
    asks(AT + timedelta(hours=2), email="LENA@Home.example")
    assert (Delivery.objects.count(), Subscription.objects.count()) == (1, 1)
    asks(AT + DAY)
    assert (Delivery.objects.count(), Subscription.objects.count()) == (2, 1)


def test_whoever_has_letters_keeps_them_as_they_are_until_the_address_itself_says_otherwise() -> None:
    has_letters(AT, "start")
    wish = asks(AT + DAY, "after")
    row = Subscription.objects.get()
    assert (row.topics, row.confirmed_at) == (["start"], AT)
    letters.confirm(token=wish, at=AT + 2 * DAY)
    row.refresh_from_db()
    assert (row.topics, row.confirmed_at, row.told_until_at) == (["after"], AT, AT)


def test_a_link_works_for_three_days_and_only_as_it_was_sent() -> None:
    token = asks()
    assert letters.confirm(token=token, at=AT + 3 * DAY + timedelta(seconds=1)) is None
    for forged in ("", "x", token[:-1], token + "x", token.swapcase(), "é" * 20, signing.dumps(["1", []]), "\x00"):
        assert letters.confirm(token=forged, at=AT) is None
        assert not letters.knows(forged)
        assert not letters.end(token=forged, at=AT)
    assert Subscription.objects.get().confirmed_at is None
    assert letters.confirm(token=token, at=AT + 3 * DAY)


# The letters themselves


def test_a_week_later_comes_a_letter_with_the_new_pages(publish: Any, mailoutbox: list[Any]) -> None:
    has_letters()
    publish(AT + 2 * DAY, page("ask-first"), page("eat-little", title="Said better"))
    assert letters.send_due(at=AT + WEEK - timedelta(seconds=1)) == 0
    assert letters.send_due(at=AT + WEEK) == 1
    (letter,) = digests()
    assert "Ask first\nAbout ask-first." in letter.text
    assert "/channel/ask-first" in letter.text
    assert "Said better" not in letter.text, "a page that was changed is not a new one"
    assert "Go home" not in letter.text, "it was there before somebody asked"
    send_deliveries(at=AT + WEEK)
    assert mailoutbox[-1].to == [LENA]


def test_only_pages_of_the_topics_that_were_wished_for_are_told(publish: Any) -> None:
    has_letters(AT, "after")
    has_letters(AT, email="everything@home.example")
    has_letters(AT, "start", email="start@home.example")
    publish(AT + DAY, page("rest", "after"))
    assert letters.send_due(at=AT + WEEK) == 2
    assert {letter.to_address for letter in digests()} == {LENA, "everything@home.example"}


def test_at_most_one_letter_a_week_and_none_where_nothing_is_new(publish: Any) -> None:
    has_letters()
    for day in (1, 5, 7, 8, 12, 14, 21):
        if day <= 12:
            publish(AT + day * DAY, page(f"day-{day}"))
        letters.send_due(at=AT + day * DAY)
        letters.send_due(at=AT + day * DAY + timedelta(minutes=5))
    told = [re.findall(r"/channel/(day-\d+)", letter.text) for letter in digests()]
    assert [letter.due_at for letter in digests()] == [AT + WEEK, AT + 2 * WEEK]
    assert told == [["day-1", "day-5", "day-7"], ["day-8", "day-12"]], "each page is told once"


def test_the_same_letter_queued_twice_is_one_delivery(publish: Any) -> None:
    row = has_letters()
    publish(AT + DAY, page("ask-first"))
    letters.send_due(at=AT + WEEK)
    Subscription.objects.filter(pk=row.pk).update(told_until_at=AT)  # as if it had been killed before it noted that
    letters.send_due(at=AT + WEEK)
    assert len(digests()) == 1


def test_many_readers_are_told_some_at_a_time(publish: Any) -> None:
    for number in range(3):
        has_letters(email=f"{number}@home.example")
    publish(AT + DAY, page("ask-first"))
    assert [letters.send_due(at=AT + WEEK, most=2) for _ in range(3)] == [2, 1, 0]


def test_no_subject_says_what_it_is_about(publish: Any) -> None:
    has_letters()
    publish(AT + DAY, page("ketamine-at-home", title="Ketamine at home"))
    letters.send_due(at=AT + WEEK)
    for subject in Delivery.objects.values_list("subject", flat=True):
        assert subject
        assert not re.search("ketamine|channel|therapy|treatment|psych|medicine|Stillwater", subject, re.I)


# Ended


def test_ending_forgets_the_address_and_what_waits(publish: Any, mailoutbox: list[Any]) -> None:
    has_letters()
    publish(AT + DAY, page("ask-first"))
    letters.send_due(at=AT + WEEK)
    (letter,) = digests()
    leave = re.search(r"/channel/letters/(\S+)/end", letter.text)
    assert leave
    assert letters.end(token=leave.group(1), at=AT + WEEK)
    assert not Subscription.objects.exists()
    send_deliveries(at=AT + WEEK)
    assert not [mail for mail in mailoutbox if "New pages" in mail.subject]
    assert not Delivery.objects.filter(to_address=LENA).exists()
    assert not letters.end(token=leave.group(1), at=AT + WEEK), "nobody is left to forget"


def test_a_letter_that_was_sent_keeps_no_address(publish: Any, mailoutbox: list[Any]) -> None:
    row = has_letters()
    publish(AT + DAY, page("ask-first"))
    letters.send_due(at=AT + WEEK)
    send_deliveries(at=AT + WEEK)
    assert not Delivery.objects.filter(to_address=LENA).exists()
    assert letters.end(token=letters.token_of(row), at=AT + 2 * WEEK)


def test_an_old_link_does_not_bring_back_whoever_left(db: None) -> None:
    token = asks()
    row = letters.confirm(token=token, at=AT)
    assert row
    letters.end(token=letters.token_of(row), at=AT)
    assert letters.confirm(token=token, at=AT) is None
    asks(AT + DAY)
    assert letters.confirm(token=token, at=AT + DAY) is None


# By browser


def test_somebody_asks_confirms_and_ends_by_browser(client: Client, publish: Any) -> None:
    with time_machine.travel(AT, tick=False):
        asked = client.post("/channel/letters", {"email": LENA, "topics": ["start"]})
        assert "A letter is on its way" in asked.content.decode()
        link = reverse("channel_letters_confirm", args=[token_in(Delivery.objects.get())])
        for _ in range(3):  # a mail program that opens every link, and a person who reads before deciding
            assert "Yes, send them" in client.get(link).content.decode()
            client.head(link)
        assert Subscription.objects.get().confirmed_at is None
        assert "From now on you get a letter" in client.post(link).content.decode()
        assert Subscription.objects.get().confirmed_at == AT
        leave = reverse("channel_letters_end", args=[letters.token_of(Subscription.objects.get())])
        assert "End them" in client.get(leave).content.decode()
        assert Subscription.objects.exists(), "looking at the page ends nothing"
        assert "forgotten here" in client.post(leave).content.decode()
        assert not Subscription.objects.exists()
        assert client.get(leave).status_code == 302
        assert client.post(leave).status_code == 200, "ended twice is ended"


def test_the_answer_is_the_same_whether_the_address_has_letters_or_not(client: Client) -> None:
    with time_machine.travel(AT, tick=False):
        has_letters()
        known = client.post("/channel/letters", {"email": LENA})
        new = client.post("/channel/letters", {"email": "new@home.example"})
    plain = [re.sub(r'value="\w{64}"|<!--.*?-->', "", answer.content.decode()) for answer in (known, new)]
    assert (known.status_code, plain[0]) == (new.status_code, plain[1])


def test_a_link_that_is_too_old_says_so_and_a_forged_one_is_not_here(client: Client) -> None:
    link = reverse("channel_letters_confirm", args=[asks()])
    with time_machine.travel(AT + 4 * DAY, tick=False):
        late = client.post(link)
    assert (late.status_code, "This link is too old" in late.content.decode()) == (410, True)
    assert client.get("/channel/letters/forged").status_code == 404


@pytest.mark.parametrize(
    "said",
    [
        {}, {"email": ""}, {"email": "no address"}, {"email": "a@b.example\nBcc: c@d.example"}, {"email": "a" * 300 + "@home.example"},
        {"email": LENA, "topics": ["nobody-wrote-this"]}, {"email": "<script>@home.example"},
    ],
)  # fmt: skip
def test_what_is_no_address_or_no_topic_is_told_beside_its_field(client: Client, said: dict[str, Any]) -> None:
    answer = client.post("/channel/letters", said)
    assert answer.status_code == 422
    assert not Subscription.objects.exists()
    assert not Delivery.objects.exists()
