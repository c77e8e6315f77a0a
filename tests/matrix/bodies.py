"""What is sent when a URL is posted to: a body that the page takes, and one that names somebody else's ids as well."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from stillwater.care.queries import shipped_protocols
from stillwater.kit.clock import iso
from stillwater.kit.ids import new_id
from stillwater.soundscape.queries import guides
from stillwater.soundscape.rules.narrating import lines_of
from tests.cast import AT
from tests.matrix.papers import Papers

Body = Callable[[Papers], dict[str, Any]]

TOMORROW = (AT + timedelta(days=1)).date().isoformat()
PATIENT = {"name": "Lou Hart", "record_number": "X-9", "time_zone": "America/Denver"}
HELPER = {"name": "Ned Low", "phone": "+1 303 555 0199"}
TIMES = {"date": TOMORROW, "arrive": "09:30", "start": "10:00"}
MEASURES = ("sys", "dia", "pulse", "spo2", "resp", "sedation")


def _voice(papers: Papers) -> dict[str, Any]:
    return {"id": str(new_id()), "audio": SimpleUploadedFile("voice.webm", b"voice", content_type="audio/webm")}


def _line(papers: Papers) -> dict[str, Any]:
    guide = next(each for each in guides() if each.key == "the-porch")
    audio = SimpleUploadedFile("line.webm", b"a line", content_type="audio/webm")
    return {"id": str(new_id()), "line": lines_of(guide)[1].key, "audio": audio}


def _music(papers: Papers) -> dict[str, Any]:
    return {"licence": "CC BY 4.0", "audio": SimpleUploadedFile("song.flac", b"a song", content_type="audio/flac")}


BODIES: dict[str, Body] = {
    "listing_claim": lambda p: {"act": "begin", "way": "moderators", "words": "I run the desk."},
    "listing_correct": lambda p: {"role": "patient", "field": "price_low", "says": "$400"},
    "listing_report": lambda p: {"role": "other", "says": "It has moved."},
    "listing_remove": lambda p: {"role": "provider"},
    "room_record": lambda p: {"text": "Resting."},
    "room_light": lambda p: {"light": "day"},
    "patient_add": lambda p: PATIENT,
    "patient_edit": lambda p: PATIENT,
    "patient_invite": lambda p: {"email": "lou@matrix.example"},
    "consent_record": lambda p: {"consent_touch": "no"},
    "course_add": lambda p: {
        "protocol": str(p.of("protocol_id")), "prescriber": p.also.get("prescriber", ""), "indication": "Depression",
        "series": "induction",
    },
    "course_end": lambda p: {"reason": "Moved away"},
    "order_add": lambda p: {"text": "Ketamine 30 mg IV once."},
    "order_end": lambda p: {"reason": "A new one comes"},
    "enrolment_add": lambda p: {"whose": "patient", "number": "P-1"},
    "limits_set": lambda p: {f"{one}_{level}_declined": "on" for one in MEASURES for level in ("hold", "urgent")},
    "session_add": lambda p: {**TIMES, "site": p.also.get("site", ""), "room": p.also.get("room", "")},
    "session_move": lambda p: TIMES,
    "session_place": lambda p: {"room": p.also.get("room", "")},
    "session_call_off": lambda p: {"reason": "A cold"},
    "support_set": lambda p: {"task": "drives", **HELPER},
    "support_change": lambda p: {"act": "confirm"},
    "passes": lambda p: HELPER,
    "pass_change": lambda p: {"act": "link"},
    "entry_correct": lambda p: {"how": "replaced", "reason": "Misread", "new_text": "Another note."},
    "protocol_add": lambda p: {"text": shipped_protocols()[0][2]},
    "invitation_add": lambda p: {"shown_name": "Kai Moss", "email": "kai@matrix.example", "roles": ["nurse"]},
    "member_edit": lambda p: {"roles": ["owner", "coach"]},
    "clinic_settings": lambda p: {"name": "Another name"},
    "room_add": lambda p: {"name": "Room 9", "site": p.also.get("site", "")},
    "course_review": lambda p: {"said": "Go on for another month."},
    "session_medicines": lambda p: {"done": "1"},
    "pin": lambda p: {"pin": "274159", "again": "274159"},
    "voice_line": _line,
    "music": _music,
    "music_edit": lambda p: {"title": "Meadow", "licence": "CC BY 4.0", "contents": "bells"},
    "music_move": lambda p: {"way": "later"},
    "trial": lambda p: {"begin": "1"},
    "guide_trial": lambda p: {"begin": "1"},
    "tablet_add": lambda p: {"name": "Room 3", "site": p.also.get("site", "")},
    "tablet_locks": lambda p: {"tablets_lock_seconds": "120"},
    "choose_clinic": lambda p: {"clinic": str(p.clinic)},
    "check_in": lambda p: {"mood": "good"},
    "wishes": lambda p: {"phrase": "Slow.", "touch": "No"},
    "tick": lambda p: {"key": "intention", "done": "1"},
    "intention": lambda p: {"text": "To rest."},
    "support": lambda p: HELPER,
    "preflight": lambda p: {"key": "food"},
    "reflect": lambda p: {"text": "Light."},
    "journal": lambda p: {"text": "New words."},
    "voice": _voice,
    "note": lambda p: {"text": "Other words."},
    "consent_answer": lambda p: {"record": str(p.patient), "answer": "no"},
    "sitter_welcome": lambda p: {"adult": "1", "sober": "1", "stays": "1"},
    "sitter_ready": lambda p: {"key": "sitter_phone"},
    "session_entries": lambda p: {
        "device": str(new_id()), "sent_at": iso(AT),
        "entries": [
            {"id": str(new_id()), "kind": "note", "observed_at": iso(AT), "offset": 0, "data": {"text": "Posted."}}
        ],
    },
}  # fmt: skip

# Bodies of JSON; the others are forms.
JSON = frozenset({"session_entries"})

# Names under which a careless view might look for what it should take from the URL.
_NAMES = {
    "patient": "patient_id", "session": "session_id", "course": "course_id", "protocol": "protocol_id",
    "support": "support_id", "entry": "entry_id", "note": "note_id", "task_id": "task_id", "consent": "consent_id",
    "recording": "recording_id", "member": "member_id", "invitation": "invitation_id", "pass": "pass_id", "of": "entry_id",
    "narration": "narration_id", "take": "take_id",
}  # fmt: skip


def naming(theirs: Papers, body: dict[str, Any], place: str) -> dict[str, Any]:
    """The body with every id of somebody else's that it could name, under every name that a view might read."""
    ids = {name: str(theirs.of(where)) for name, where in _NAMES.items()}
    ids |= {where: str(theirs.of(where)) for where in _NAMES.values()}
    ids |= {
        "clinic": str(theirs.clinic),
        "clinic_id": str(theirs.clinic),
        "person": str(theirs.person),
        "by": str(theirs.person),
    }
    ids |= {name: theirs.also[name] for name in ("site", "room", "watcher") if name in theirs.also}
    ids |= {"id": str(theirs.of(place)), "record": str(theirs.patient), "prescriber": theirs.also.get("watcher", "")}
    if "entries" in body:
        ids["entries"] = [{**ids, **sent} for sent in body["entries"]] + [
            {**body["entries"][0], "id": str(theirs.of("entry_id"))},
            {**body["entries"][0], "id": str(new_id()), "kind": "amendment", "data": _striking(theirs)},
        ]
    return {**body, **ids}


def _striking(theirs: Papers) -> dict[str, Any]:
    return {"of": str(theirs.of("entry_id")), "how": "struck", "reason": "Not mine to strike"}


def dumped(name: str, body: dict[str, Any]) -> dict[str, Any]:
    """What the browser of a test is called with."""
    return {"data": json.dumps(body), "content_type": "application/json"} if name in JSON else {"data": body}
