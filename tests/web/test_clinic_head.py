"""The head of every page of the clinic: the clock of its site, and the ways of whoever is signed in."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.test import Client
from django.urls import reverse
from django_scopes import scopes_disabled

from stillwater.demo.people import House
from stillwater.people.actions.clinics import open_clinic
from stillwater.people.models import Person
from stillwater.people.rules import Role
from tests.signing_in import signed_in

BrowserOf = Callable[..., Client]


def test_the_clock_in_the_head_is_the_sites_wherever_whoever_looks_may_live(
    house: House, browser_of: BrowserOf, clock: datetime
) -> None:
    Person.objects.filter(pk=house.persons["sam"].pk).update(time_zone="Europe/Berlin")
    for name in ("patients", "team"):
        page = browser_of("sam").get(reverse(name)).content.decode()
        assert 'data-mode="wall" data-zone="America/Denver">Friday 20 November, 10:00</sw-clock>' in page
        assert "js/pages/clinic" in page, "without a script it stands still"


def test_a_member_of_two_clinics_reads_the_clock_of_the_one_at_work(house: House, clock: datetime) -> None:
    with scopes_disabled():
        far = open_clinic(
            name="Aldea", time_zone="Europe/Madrid", owner=house.persons["sam"], roles=[Role.OWNER], at=clock
        )
    browser = signed_in(house.persons["sam"])
    browser.post(reverse("choose_clinic"), {"clinic": str(far.id)})
    there = clock.astimezone(ZoneInfo("Europe/Madrid"))
    assert (
        f'data-zone="Europe/Madrid">Friday 20 November, {there:%H:%M}<' in browser.get(reverse("team")).content.decode()
    )


def test_the_way_to_ones_account_stands_on_every_page_of_the_clinic(browser_of: BrowserOf, clock: datetime) -> None:
    for name in ("sam", "osei"):
        assert f'href="{reverse("account")}"' in browser_of(name).get(reverse("team")).content.decode()
