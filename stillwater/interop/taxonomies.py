"""Whose rows of the register are kept unless somebody says otherwise.

Codes are those of the Health Care Provider Taxonomy of the National Uniform Claim Committee (NUCC); a code that begins so is
kept. The register says nothing about ketamine, so the list asks only who could claim a listing: whoever may prescribe or give
it in some state, whoever sits with the person who takes it, and the places where they work. Left out are those who do none
of it: dentists, chiropractors, opticians, pharmacies, suppliers, laboratories, ambulances, students, therapists of body and speech.
"""

DEFAULT = (
    "20",  # physicians, of any specialty: psychiatry, anaesthesia, pain, emergency and family medicine give most of it
    "363A",  # physician assistants
    "363L",  # nurse practitioners
    "364S",  # clinical nurse specialists
    "163W",  # registered nurses, who own infusion practices
    "367",  # nurse anaesthetists, midwives, anaesthesiologist assistants
    "175F",  # naturopaths, who prescribe in some states
    "103",  # psychologists
    "101Y",  # counsellors
    "1041",  # clinical social workers
    "106H",  # marriage and family therapists
    "102L",  # psychoanalysts
    "193",  # groups of several practitioners
    "261Q",  # clinics: mental health, pain, surgery, infusion, Veterans Affairs
    "251F",  # home infusion
    "251S",  # community behavioural health
    "273R",  # psychiatric units
    "282",  # hospitals
    "283Q",  # psychiatric hospitals
    "320",  # residential treatment
    "323P",  # psychiatric residential treatment
    "324",  # rehabilitation for substance use
)
ALL = "all"


class Kept:
    """Which rows are kept: a row whose codes have one that begins with one of these, or every row."""

    def __init__(self, beginnings: tuple[str, ...] | None = DEFAULT) -> None:
        self._beginnings = tuple(sorted({each.strip().upper().encode() for each in beginnings})) if beginnings else None

    def __str__(self) -> str:
        return b" ".join(self._beginnings).decode() if self._beginnings is not None else ALL

    def wants(self, codes: tuple[bytes, ...]) -> bool:
        if self._beginnings is None:
            return True
        for code in codes:  # noqa: SIM110  it is asked of every row, and a generator takes three times as long
            if code and code.upper().startswith(self._beginnings):
                return True
        return False
