"""What lies in the clinics when every URL is walked: for each patient one of everything, an id for each place in a URL."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from stillwater.care.actions import consents, courses, limits, orders, plan, protocols, tasks, wishes
from stillwater.care.models import Course, ProtocolVersion
from stillwater.care.queries import shipped_protocols
from stillwater.demo.courses import IV, LOZENGE, filled_in, give_course, limits_by
from stillwater.demo.people import House
from stillwater.journal.actions import add_recording, write
from stillwater.kit import files
from stillwater.kit.ids import new_id
from stillwater.people.access import Access
from stillwater.people.actions import passes, patients
from stillwater.people.actions.tablets import offer
from stillwater.people.keyring import key_for_writing
from stillwater.people.models import Patient, SupportPass
from stillwater.people.rules import Role
from stillwater.soundscape.actions import NewFile, ask_for, finish
from stillwater.soundscape.models import MusicPiece, Narration, NarrationFile, Take
from stillwater.soundscape.queries import guides, recordings, rendering_for, sound_folder
from stillwater.soundscape.rules import trial_listen
from stillwater.soundscape.rules.narrating import lines_of, script_of
from stillwater.soundscape.rules.recording import opening
from stillwater.treatment.actions import planning
from stillwater.treatment.actions.recording import add
from stillwater.treatment.models import Session
from tests.cast import AT, JOINED
from tests.directory.listed import listed
from tests.url_table import NARRATION, PIECE


@dataclass(frozen=True)
class Papers:
    """One patient's papers in one clinic. `ids` fills the places of a URL; `also` what bodies may name beside them."""

    name: str
    clinic: UUID
    patient: UUID
    person: UUID
    ids: dict[str, UUID]
    also: dict[str, str] = field(default_factory=dict)
    exact: bool = True  # False where a session goes on or is over: then only who may is asked, not the very answer

    def of(self, place: str) -> UUID:
        """The id for a place of a URL; where this clinic has no such thing, an id that nobody has."""
        return self.ids.get(place) or UUID(int=0x5417)


NOBODYS = Papers("nobody’s", new_id(), new_id(), new_id(), {})


@dataclass
class Desk:
    """Whoever makes papers in one clinic: in a space of one's own its person, elsewhere prescriber and nurse."""

    house: House
    access: Access
    prescriber: str = ""
    versions: dict[str, ProtocolVersion] = field(default_factory=dict)

    def protocol(self, slug: str, clinic_id: UUID) -> ProtocolVersion:
        if slug not in self.versions:
            shipped = {key: text for key, _, text in shipped_protocols()}
            text = filled_in(shipped[slug], "Dr. Ada Osei")
            with self.access.inside():
                self.versions[slug] = protocols.adopt(self.access, clinic_id, text=text, at=JOINED)
        return self.versions[slug]

    def course(self, patient: Patient, slug: str) -> Course:
        version = self.protocol(slug, patient.clinic_id)
        if self.prescriber:
            return give_course(self.house, patient, version, at=JOINED, by=self.prescriber)
        with self.access.inside():
            course = courses.begin(self.access, patient, protocol=version, indication="Depression", at=JOINED)
            orders.sign(self.access, course, text="One troche.", prescriber_name="Dr. Halima Aziz", at=JOINED)
            limits.set_limits(self.access, course, limits=limits_by("Dr. Halima Aziz"), at=JOINED)
            consents.answer(self.access, patient, kind="treatment", given=True, at=JOINED, under_way=False)
        return course

    def session(self, course: Course, starts: timedelta) -> Session:
        """A session with its sound rendered, a note in it, and somebody who comes along."""
        patient, at = course.patient, AT - timedelta(days=1)
        site = patient.clinic.sites.get()
        session = planning.plan(
            self.access, course, starts_at=AT + starts, arrive_at=AT + starts - timedelta(minutes=30), site=site, at=at
        )
        rendering = rendering_for(session.sound_hash)
        assert rendering is not None
        rendering.began_at = at
        files = [NewFile(kind, f"{session.pk}-{kind}.m4a", 4, "") for kind in ("usual", "softer")]
        sound_folder().mkdir(parents=True, exist_ok=True)
        for file in files:
            (sound_folder() / file.name).write_bytes(b"hush")
        finish(rendering=rendering, files=files, seconds=3600, peak_db=-6, at=at)
        return session


def _papers(desk: Desk, name: str, patient: Patient, slug: str, course: Course | None = None) -> Papers:
    """One of everything of a patient."""
    course = course or desk.course(patient, slug)
    access, person = desk.access, patient.person
    assert person is not None
    with access.inside():
        session = desk.session(course, timedelta(minutes=30) if "next" not in name else timedelta(days=7))
        task = "sits" if slug == LOZENGE else "drives"
        facts = {"name": "June Tan", "phone": "+1 303 555 0117"}
        issued = passes.issue(
            access, patient, **facts, tasks=[task], session_id=session.pk, expires_at=AT + timedelta(days=1), at=JOINED
        )
        passes.open_pass(issued.support_pass, at=JOINED)
        helper = plan.name_support(
            access, session.appointment, task=task, **facts, support_pass=issued.support_pass, at=JOINED
        )
        noted = add(access, session.pk, "note", {"text": "A note."}, at=AT - timedelta(hours=2)).stored[0]
        todo = tasks.add(access, patient, about=f"call:{name}", words="Call", due_at=AT, at=JOINED)
        wishes.set_wishes(access, patient, phrase="Quiet.", at=JOINED)
        consent = consents.answer(access, patient, kind="sharing", given=True, at=JOINED, under_way=False)
    own = desk.house.access(_key_of(desk.house, patient))
    with own.inside():
        note = write(own, kind="reflection", text="Mine.", session=session, at=AT - timedelta(days=2))
        voice = add_recording(own, note, pieces=[b"voice"], media_type="audio/webm", at=AT - timedelta(days=2))
    ids = {
        "session_id": session.pk, "patient_id": patient.id, "course_id": course.id, "support_id": helper.id,
        "pass_id": issued.support_pass.id, "entry_id": noted, "task_id": todo.id, "consent_id": consent.id,
        "note_id": note.id, "recording_id": voice.id, "protocol_id": course.protocol_id,
    }  # fmt: skip
    also = {"secret": issued.link.rstrip("/").rsplit("/")[-1], "site": str(session.appointment.site_id)}
    return Papers(name, patient.clinic_id, patient.id, person.id, ids, also)


def _key_of(house: House, patient: Patient) -> str:
    return next(key for key, person in house.persons.items() if person.id == patient.person_id)


def _of_the_clinic(desk: Desk, clinic_id: UUID, member: str) -> tuple[dict[str, UUID], dict[str, str]]:
    """What a clinic has once: somebody to change on the team, an invitation, a room, somebody who watches."""
    access = desk.access
    with access.inside():
        sent = patients.invite_member(
            access, clinic_id, email=f"new@{clinic_id}.example", shown_name="Ada New", roles=[Role.NURSE], at=AT
        )
        site = access.sites_in(clinic_id)[0]
        tablet = offer(access, site, name="Room 2", at=AT).tablet
    ids = {
        "member_id": desk.house.members[member].id, "invitation_id": sent.invitation.id, "tablet_id": tablet.id,
    }  # fmt: skip
    prescriber = str(desk.house.members[desk.prescriber].id)
    also = {
        "watcher": str(ids["member_id"]),
        "prescriber": prescriber,
        "invitation": sent.link.rstrip("/").rsplit("/")[-1],
    }
    return ids, also


def _with(found: Papers, ids: dict[str, UUID], also: dict[str, str], *, exact: bool = True) -> Papers:
    return Papers(found.name, found.clinic, found.patient, found.person, found.ids | ids, found.also | also, exact)


def make_papers(house: House) -> dict[str, Papers]:
    """Everybody's, by name. Cedar House: ana, ruth, iris, mo, noor, jonah, vera. Birch Street: kit, jonah again. Wren's own."""
    cedar, birch = Desk(house, house.access("osei"), "osei"), Desk(house, house.access("renner"), "renner")
    own = Desk(house, house.access("wren"))
    every: dict[str, Papers] = {}
    of_cedar = _of_the_clinic(cedar, house.clinic.id, "theo")
    of_cedar[1]["room"] = str(house.rooms[0].id)
    for name, slug in (("ana", IV), ("ruth", IV), ("iris", LOZENGE), ("jonah", IV), ("vera", IV)):
        every[name] = _with(_papers(cedar, name, house.patients[name], slug), *of_cedar)
    again = Course.objects.get(id=every["ana"].ids["course_id"])
    every["ana next"] = _with(_papers(cedar, "ana next", house.patients["ana"], IV, again), *of_cedar)
    for name in ("mo", "noor"):
        found = _papers(cedar, name, house.patients[name], IV)
        _bring_on(cedar, found.ids["session_id"], over=name == "noor")
        every[name] = _with(found, *of_cedar, exact=False)
    of_birch = _of_the_clinic(birch, house.birch.id, "renner")
    for name, slug in (("kit", LOZENGE), ("jonah_at_birch", IV)):
        every[name] = _with(_papers(birch, name, house.patients[name], slug), *of_birch)
    every["wren"] = _papers(own, "wren", house.wren, LOZENGE)
    listed(AT)
    _record_a_guide("the-porch")
    read = {
        house.clinic.id: _read_aloud(house, "priya", NARRATION) | _kept_music(house.clinic.id, PIECE),
        house.birch.id: _read_aloud(house, "renner", new_id()) | _kept_music(house.birch.id, new_id()),
    }
    every = {name: _with(found, read.get(found.clinic, {}), {}, exact=found.exact) for name, found in every.items()}
    return every


def _record_a_guide(key: str) -> None:
    """Its recordings and captions, so that whoever may has something to hear; and what can be tried."""
    found = recordings([key])
    for score in (*found, *map(opening, found), trial_listen("strings", seed=1)):
        rendering = ask_for(plan=score, at=JOINED)
        rendering.began_at = JOINED
        files = [NewFile(kind, f"{score.hash}.{kind}", 4, "") for kind in ("usual", "captions")]
        for file in files:
            (sound_folder() / file.name).write_bytes(b"hush")
        finish(rendering=rendering, files=files, seconds=500, peak_db=-9, at=JOINED)


def _read_aloud(house: House, who: str, narration_id: UUID) -> dict[str, UUID]:
    """A guide that somebody of the clinic read and offers."""
    member = house.members[who]
    guide = next(each for each in guides() if each.key == "the-porch")
    facts = {"clinic_id": member.clinic_id, "narration_id": narration_id}
    Narration.objects.create(
        id=narration_id, clinic_id=member.clinic_id, reader=member, reader_name=member.shown_name, guide=guide.key,
        begun_at=JOINED, made_at=JOINED, made_script=script_of(guide), offered_at=JOINED,
    )  # fmt: skip
    key = key_for_writing(narration_id, at=JOINED)
    take = Take.objects.create(
        **facts, line=lines_of(guide)[0].key, sent_id=new_id(), media_type="audio/mp4", size=4, taken_at=JOINED
    )
    wholes = [
        NarrationFile.objects.create(**facts, eyes=eyes, kind=kind, bytes=4, seconds=500, sha256="")
        for eyes in ("open", "closed") for kind in ("usual", "captions")
    ]  # fmt: skip
    for each in (take, *wholes):
        files.write(each.id, [b"hush"], key)
    return {"narration_id": narration_id, "take_id": take.id}


def _kept_music(clinic_id: UUID, piece_id: UUID) -> dict[str, UUID]:
    """A piece that the clinic may play."""
    MusicPiece.objects.create(
        id=piece_id, clinic_id=clinic_id, title="Meadow", licence="CC BY 4.0", place=0, name="meadow.flac",
        media_type="audio/flac", size=4, sha256="0", added_by_name="Ada", added_at=JOINED, measured_at=JOINED,
        seconds=200, loudness=-20, peak=-3, top=-18, spread=3,
    )  # fmt: skip
    files.write(piece_id, [b"hush"], key_for_writing(piece_id, at=JOINED))
    return {"piece_id": piece_id}


def _bring_on(desk: Desk, session_id: UUID, *, over: bool) -> None:
    """Under way since half an hour; or over, and gone home."""
    said: list[tuple[str, dict[str, Any]]] = [
        ("moved", {"to": "arrived"}), ("moved", {"to": "under_way"}), ("dose", {"event": "begun", "amount": 35, "unit": "mg"}),
    ]  # fmt: skip
    if over:
        decided = {"about": "leave", "choice": "may_leave", "said": "Steady, with company."}
        said += [
            ("dose", {"event": "ended"}), ("moved", {"to": "recovering"}), ("decision", decided), ("moved", {"to": "left"})
        ]  # fmt: skip
    with desk.access.inside():
        for place, (kind, data) in enumerate(said):
            add(desk.access, session_id, kind, data, at=AT - timedelta(minutes=40 - place))
        session = Session.objects.get(pk=session_id)
        assert session.stage == ("left" if over else "under_way"), session.stage


def pass_of(papers: Papers) -> SupportPass:
    return SupportPass.objects.get(id=papers.ids["pass_id"])
