"""What every guide that ships keeps to: plain words, offers instead of orders, always a way out."""

import re
from collections import Counter

import pytest

from stillwater.kit.words import forbidden_in
from stillwater.soundscape import queries
from stillwater.soundscape.rules.guides import PURPOSES, Guide
from stillwater.soundscape.rules.subjects import words_in

GUIDES = queries.guides()
every_guide = pytest.mark.parametrize("guide", GUIDES, ids=[guide.key for guide in GUIDES])

# Promises, praise, sale, mysticism, dosing, clearing, and words that press or shame.
NEVER = """
    safe safely cure cures heal heals healing healed guarantee guaranteed must should ought amazing incredible perfect
    journey trip voyage surrender transcend transform transformation sacred spirit spiritual soul souls divine universe
    cosmic energy vibration vibrations aura chakra magic magical miracle mystical ancient wisdom infinite bliss ego dose
    doses dosage milligram lozenge drive driving cleared fail failed lazy weak quickly obey relax relaxed deeper deeply
    drown drowning abyss void trapped buried obviously simply
"""
ORDERS = """
    close open breathe inhale exhale relax let feel imagine picture notice focus clear empty release allow become be stay
    go come look listen think see hold put place take remember forget try do don't keep bring sit lie move press turn
    start begin find write say ask repeat follow trust accept give
"""
SECOND_PERSON = {"you", "your", "yours", "yourself", "you're", "you'll"}


def _spoken(guide: Guide, eyes_open: bool) -> list[str]:
    return [step.text for step in guide.version(eyes_open) if step.kind == "say"]


def _sentences(guide: Guide, eyes_open: bool) -> list[str]:
    text = " ".join(_spoken(guide, eyes_open))
    return [sentence for sentence in re.split(r"(?<=[.?!])\s+", text) if sentence]


def _syllables(word: str) -> int:
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = word.endswith("e") and not word.endswith("le") and groups > 1
    return max(1, groups - silent)


def _grade(sentences: list[str]) -> float:
    """Flesch and Kincaid's grade (1975); fragments such as "A towel." are counted as sentences, as they are heard."""
    words = [word for sentence in sentences for word in words_in(sentence)]
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(_syllables, words)) / len(words) - 15.59


def test_there_are_guides_for_every_purpose_and_enough_of_each() -> None:
    count = Counter(guide.purpose for guide in GUIDES)
    assert set(count) == set(PURPOSES)
    assert min(count.values()) >= 2
    assert len(GUIDES) >= 12
    assert sum(guide.eyes_open for guide in GUIDES) >= 3
    assert [guide.purpose for guide in GUIDES] == sorted((g.purpose for g in GUIDES), key=PURPOSES.index)


def test_keys_and_titles_are_each_their_own() -> None:
    assert len({guide.key for guide in GUIDES}) == len(GUIDES) == len({guide.title for guide in GUIDES})
    assert {path.stem for path in queries.guide_folder().glob("*.md")} == {guide.key for guide in GUIDES}


@every_guide
def test_s14_every_guide_has_a_version_for_open_eyes(guide: Guide) -> None:
    assert True in guide.versions
    assert all(180 <= guide.seconds(version) <= 1200 for version in guide.versions)
    assert not any(re.search(r"\b(can|might|could) picture\b", line) for line in _spoken(guide, True))


@every_guide
def test_s14_a_way_out_stands_near_the_beginning_and_comes_again(guide: Guide) -> None:
    out = re.compile(
        r"at any (time|moment|point)|can (stop|ask|leave|open|call|put it down|step away)|whenever you|eyes can open",
        re.I,
    )
    for version in guide.versions:
        spoken = _spoken(guide, version)
        assert any("can stop" in line for line in spoken[:3])
        assert any(out.search(line) for line in spoken[len(spoken) // 2 :])


@every_guide
def test_s14_it_offers_and_does_not_order(guide: Guide) -> None:
    for version in guide.versions:
        ordered = [s for s in _sentences(guide, version) if words_in(s)[0] in ORDERS.split()]
        assert ordered == []


@every_guide
def test_s25_it_has_none_of_the_words_that_are_never_said(guide: Guide) -> None:
    told = " ".join([guide.title, guide.summary, guide.content, *(step.text for step in guide.steps)])
    assert not set(NEVER.split()) & set(words_in(told))
    assert forbidden_in(told) == []
    assert "!" not in told
    assert "hurry" not in told.replace("no hurry", "").replace("nobody hurries", "")


@every_guide
def test_it_is_plain_to_read_in_short_sentences_and_said_to_you(guide: Guide) -> None:
    for version in guide.versions:
        sentences = _sentences(guide, version)
        words = [word for sentence in sentences for word in words_in(sentence)]
        assert _grade(sentences) <= 8
        assert max(len(words_in(sentence)) for sentence in sentences) <= 32
        assert sum(word in SECOND_PERSON for word in words) / len(words) >= 0.03
    assert guide.language == "en"
    assert guide.summary.endswith(".")
    assert guide.content.startswith("Speaks ")
    assert len(guide.summary) <= 120


@every_guide
def test_s18_nobody_is_asked_anything_while_the_medicine_is_strong(guide: Guide) -> None:
    if guide.purpose in ("onset", "return"):
        assert not any("?" in step.text for step in guide.steps)


def test_no_sentence_of_weight_stands_in_two_guides() -> None:
    seen = Counter(
        sentence.lower()
        for guide in GUIDES
        for sentence in set(_sentences(guide, True))
        if len(words_in(sentence)) > 11
    )
    assert [sentence for sentence, times in seen.items() if times > 1] == []
