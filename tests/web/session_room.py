"""A session of the cast, brought to where a test needs it, a line each."""

from datetime import datetime, timedelta
from typing import Any

from stillwater.care.queries import protocol_of
from stillwater.demo.people import House
from stillwater.kit.actor import Actor, ActorKind
from stillwater.kit.clock import iso
from stillwater.kit.ids import new_id
from stillwater.treatment.actions.recording import Receipt, store
from stillwater.treatment.models import Session

MONITOR = Actor(ActorKind.SYSTEM, new_id(), "Monitor")


class Beside:
    """Somebody at the bedside who records into one session."""

    def __init__(self, house: House, session: Session, at: datetime) -> None:
        self.house, self.session, self.at = house, session, at

    def add(self, who: str, kind: str, *, ago: float = 0, **data: Any) -> Receipt:
        seen = self.at - timedelta(minutes=ago)
        wire = {"id": str(new_id()), "kind": kind, "observed_at": iso(seen), "offset": 0, "typed": True, "data": data}
        with self.house.access("maya").inside():
            receipt = store(self.session.pk, self._actor(who), wire_entries=[wire], at=seen)
            self.session = Session.objects.get(pk=self.session.pk)
        assert not receipt.refused, receipt.refused
        return receipt

    def _actor(self, who: str) -> Actor:
        if who == "monitor":
            return MONITOR
        if who in self.house.members:
            member = self.house.members[who]
            return Actor(ActorKind.STAFF, member.person_id, member.shown_name, tuple(member.roles))
        person = self.house.persons[who]
        return Actor(ActorKind.PATIENT, person.id, person.name)

    def read(self, ago: float = 0, who: str = "maya", **values: Any) -> str:
        source = "device" if who == "monitor" else "person"
        return str(self.add(who, "reading", ago=ago, source=source, **values).stored[0])

    def check_all(self, gate: str = "ready", ago: float = 0, without: tuple[str, ...] = ()) -> None:
        with self.house.access("maya").inside():
            checks = protocol_of(self.session.protocol).checks(gate)
        for check in checks:
            if check.rests_on == "check" and check.key not in without:
                self.add("maya" if "nurse" in check.by else "osei", "check", ago=ago, key=check.key, met=True)

    def made_ready(self, ago: float = 20, without: tuple[str, ...] = ()) -> None:
        self.add("maya", "moved", ago=ago + 2, to="arrived")
        self.check_all(ago=ago, without=without)
        self.read(ago, sys=128, dia=78, pulse=68, spo2=98, resp=14, sedation=5)

    def begun(self, ago: float = 15, amount: float = 35) -> None:
        """The dose is recorded; the gate may say what it likes."""
        self.add("maya", "dose", ago=ago, event="begun", amount=amount, unit="mg", checker="Dr. Ada Osei")
