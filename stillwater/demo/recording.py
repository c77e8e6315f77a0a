"""Records as the people of the cast would, at times gone by."""

import math
from datetime import datetime, timedelta
from typing import Any

from stillwater.demo.people import House
from stillwater.treatment.actions.recording import Receipt, add
from stillwater.treatment.models import Session
from stillwater.treatment.queries import settings_of

CLINICIAN = "osei"


def plausible(minute: float, seed: int) -> dict[str, Any]:
    """Blood pressure, pulse, SpO2 and breathing so many minutes after a dose: up a little, and down again."""
    rise = math.exp(-(((minute - 38) / 32) ** 2))
    jitter = [math.sin(seed * 12.9898 + minute * k) for k in (0.7, 1.3, 1.9, 2.3)]
    return {
        "sys": round(122 + 16 * rise + 3 * jitter[0]), "dia": round(76 + 10 * rise + 2 * jitter[1]),
        "pulse": round(68 + 9 * rise + 3 * jitter[2]), "spo2": round(98 - rise + 0.4 * jitter[3]), "resp": 14,
        "source": "person",
    }  # fmt: skip


class Scribe:
    """Writes into one session."""

    def __init__(self, house: House, session: Session, at: datetime, nurse: str = "maya") -> None:
        self.house, self.session, self.at, self.nurse = house, session, at, nurse
        self.seed = session.pk.int % 97

    def record(self, kind: str, data: dict[str, Any], ago: float, by: str = "") -> Receipt:
        """One entry, observed `ago` minutes before now."""
        access = self.house.access(by or self.nurse)
        with access.inside():
            return add(access, self.session.pk, kind, data, at=self.at, observed_at=self.at - timedelta(minutes=ago))

    def arrive(self, ago: float, without: str = "") -> None:
        """Arrived, first reading, and every check of the ready gate but one."""
        self.record("moved", {"to": "arrived"}, ago)
        self.read(ago - 5, 0)
        access = self.house.access(self.nurse)
        with access.inside():
            checks = [c for c in settings_of(self.session).protocol.ready if c.rests_on == "check" and c.key != without]
        for check in checks:
            by = self.nurse if not check.by or "nurse" in check.by else CLINICIAN
            self.record("check", {"key": check.key, "met": True}, ago - 8, by)

    def begin(self, ago: float, amount: float = 35, device: int | None = None) -> None:
        """The move and the dose."""
        self.record("moved", {"to": "under_way"}, ago)
        dose: dict[str, Any] = {"event": "given" if device else "begun", "amount": amount, "unit": "mg"}
        dose |= {"device_no": device} if device else {"checker": "Dr. Ada Osei"}
        self.record("dose", dose, ago)

    def read(self, ago: float, minute: float) -> None:
        self.record("reading", plausible(minute, self.seed), ago)

    def go_home(self) -> None:
        """From recovering to closed, now."""
        self._leave(0)

    def finish(self, recovering_ago: float, left_ago: float) -> None:
        """Dosing ended, the leave gate, the decision, home, signature, closed."""
        self.record("dose", {"event": "ended"}, recovering_ago)
        self.record("moved", {"to": "recovering"}, recovering_ago)
        self._leave(left_ago)

    def _leave(self, left_ago: float) -> None:
        access = self.house.access(self.nurse)
        with access.inside():
            checks = [c for c in settings_of(self.session).protocol.leave.checks if c.rests_on in ("check", "flagged")]
        for check in checks:
            by = self.nurse if not check.by or "nurse" in check.by else CLINICIAN
            self.record("check", {"key": check.key, "met": True}, left_ago + 8, by)
        said = {"about": "leave", "choice": "may_leave", "said": "Steady, clear, with company."}
        self.record("decision", said, left_ago + 5, CLINICIAN)
        self.record("moved", {"to": "left"}, left_ago)
        self.record("signature", {"statement": "Complete to my knowledge."}, max(0.0, left_ago - 20), CLINICIAN)
        self.record("moved", {"to": "closed"}, max(0.0, left_ago - 21), CLINICIAN)
