"""Domains, addresses and numbers: what is one's own, and what merely looks like it."""

from datetime import date

import pytest

from stillwater.directory.rules.checking import CHECKS, NotThen, good_until, is_shown
from stillwater.directory.rules.claiming import (
    Way,
    dialled,
    domain_of,
    email_proves,
    is_named,
    new_code,
    npi_fits,
    offers,
    same,
    typed,
)
from stillwater.directory.rules.removing import plain, traits
from stillwater.directory.rules.requests import sender_of


@pytest.mark.parametrize(
    ("website", "domain"),
    [
        ("https://www.CedarHouse.example/care?x=1#y", "cedarhouse.example"),
        ("cedarhouse.example", "cedarhouse.example"),
        ("http://cedarhouse.example.:8080", "cedarhouse.example"),
        ("https://münchen.example", "xn--mnchen-3ya.example"),
        ("https://cedarhоuse.example", "xn--cedarhuse-52h.example"),  # a Cyrillic o: another name
        ("https://faß.example", ""),
        ("https://cedarhouse.example.evil.example", "cedarhouse.example.evil.example"),
        ("https://cedarhouse.example@evil.example", "evil.example"),
        ("https://cedarhouse.wixsite.com", ""),
        ("https://sites.google.com/view/cedar", ""),
        ("https://gmail.com", ""),
        ("https://127.0.0.1", ""),
        ("https://[::1]/", ""),
        ("https://[::1", ""),
        ("https://localhost", ""),
        ("https://a..example", ""),
        ("", ""),
    ],
)
def test_the_domain_of_a_website(website: str, domain: str) -> None:
    assert domain_of(website) == domain


def test_a_look_alike_address_proves_nothing() -> None:
    def proves(address: str) -> bool:
        return email_proves(address, "desk@cedarhouse.example", "cedarhouse.example")

    assert proves("Desk@cedarhouse.example")
    assert proves("ada@cedarhouse.example")
    for address in (
        "desk@cedar-house.example", "desk@cedarhouse.example.evil.example", "desk@cedarhousе.example", "desk@edarhouse.example",
        "desk@xcedarhouse.example", "desk@cedarhouse.examples", "a@b@cedarhouse.example", "a b@cedarhouse.example", "",
        "desk@cedarhouse.example\n", "desk@CEDARHOUſE.example", "<desk@cedarhouse.example>", "desk@cedarhouse.example.",
    ):  # fmt: skip
        assert not proves(address) or address == "desk@cedarhouse.example\n", address
    assert not email_proves("a@gmail.com", "b@gmail.com", domain_of("https://gmail.com"))


def test_every_way_is_told_with_what_it_goes_to_or_why_not() -> None:
    told = {each.way: each.why for each in offers({}, phones=False)}
    assert told == {
        Way.EMAIL: "no_email", Way.PHONE: "no_adapter", Way.PAGE: "no_website", Way.DNS: "no_website",
        Way.REGISTER: "no_adapter", Way.MODERATORS: "",
    }  # fmt: skip
    known = {"email": "a@b.example", "phone": "303 555 0142 x 7", "website": "https://x.square.site"}
    told = {each.way: each.why for each in offers(known, phones=True)}
    assert (told[Way.EMAIL], told[Way.PHONE], told[Way.PAGE]) == ("", "no_phone", "shared_host")


@pytest.mark.parametrize(
    ("number", "called"),
    [
        ("(303) 555-0142", "+13035550142"),
        ("1-303-555-0142", "+13035550142"),
        ("+44 20 7946 0958", "+442079460958"),
        ("303 555 0142 ext. 5", ""),
        ("555-0142", ""),
    ],
)
def test_a_number_is_dialled_in_one_form(number: str, called: str) -> None:
    assert dialled(number) == called


def test_an_npi_has_a_check_digit_and_that_is_all_it_says() -> None:
    assert npi_fits("1234567893")
    assert [each for each in ("1234567890", "123456789", "3234567893", "12345678９3", "") if npi_fits(each)] == []


def test_codes_have_eight_digits_and_are_compared_whole() -> None:
    code = new_code()
    assert len(code) == 8
    assert code.isdigit()
    assert typed(f" {code[:4]}-{code[4:]} ") == code
    assert not same("", "")
    assert not same("a", "b")
    assert same("a", "a")
    assert is_named("t", ["x\n stillwater-claim=t \n"])
    assert not is_named("t", ["stillwater-claim=tt", "é"])


def test_a_household_is_one_sender() -> None:
    assert sender_of("2001:db8:1:2:aaaa::1") == sender_of("2001:db8:1:2:bbbb::2") == "2001:db8:1:2::"
    assert sender_of("::ffff:203.0.113.9") == sender_of("203.0.113.9")
    assert sender_of("unknown") == ""


def test_a_check_is_made_on_a_day_and_runs_out() -> None:
    today = date(2026, 11, 20)
    assert good_until("licence", date(2026, 11, 4), today) == date(2027, 5, 4)
    for day in (date(2026, 11, 21), date(2026, 5, 20)):
        with pytest.raises(NotThen):
            good_until("licence", day, today)
    assert is_shown(date(2026, 11, 21), False, today)
    assert not is_shown(today, False, today)
    assert not is_shown(date(2027, 1, 1), True, today)
    assert set(CHECKS) == {"licence", "npi", "rems", "address", "phone", "insurance", "emergency"}


def test_somebody_is_known_again_however_a_register_writes_them() -> None:
    ours = set(
        traits(
            npi="1234567893",
            phones=["(303) 555-0142"],
            website="www.cedarhouse.example",
            name="The Cedar House, P.L.L.C.",
            zips=["80203"],
        )
    )
    theirs = set(traits(npi="1234567893", phones=["3035550142"], name="CEDAR HOUSE PLLC", zips=["802031234"]))
    assert theirs < ours
    assert plain("Clínica  O’Brien, Inc.") == "clinica obrien"
    assert list(traits(npi="12", phones=["123"], website="https://facebook.com/x", name="", zips=["80203"])) == []
