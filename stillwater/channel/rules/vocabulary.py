"""The words by which pages are tagged and drawn. Their labels are translated where they are shown."""

from stillwater.kit.marking import gettext_noop

STEPS = {  # of the path, in its order
    "find": gettext_noop("Finding a provider"),
    "prepare": gettext_noop("Getting ready"),
    "consult": gettext_noop("The consult"),
    "day": gettext_noop("The day"),
    "session": gettext_noop("The session"),
    "rest": gettext_noop("Resting"),
    "leave": gettext_noop("Going home"),
    "integrate": gettext_noop("Making sense of it"),
    "follow_up": gettext_noop("Following up"),
}
ROUTES = {  # the keys are those of a protocol
    "iv": gettext_noop("Infusion into a vein"),
    "im": gettext_noop("Shot into a muscle"),
    "sc": gettext_noop("Shot under the skin"),
    "intranasal_esketamine": gettext_noop("Esketamine nasal spray"),
    "intranasal_racemic": gettext_noop("Compounded nasal spray"),
    "lozenge": gettext_noop("Lozenge"),
    "tablet": gettext_noop("Tablet"),
}
ROLES = {
    "patient": gettext_noop("For patients"),
    "sitter": gettext_noop("For sitters"),
    "family": gettext_noop("For families"),
    "clinician": gettext_noop("For clinicians"),
}
KINDS = {"article": gettext_noop("Article"), "question": gettext_noop("Question and answer")}
# What a drawing shows beside the arc and the horizon.
MOTIFS = (
    "horizon", "chair", "door", "window", "cup", "path", "bridge", "two", "tree", "water", "lamp", "hands",
    "book", "scale", "bed", "clock", "shield", "drop", "spray", "lozenge", "music", "note", "car", "house",
)  # fmt: skip
REVIEW_DAYS = 365  # a page is looked at again a year after its review, or earlier if its editor says so
EDITORS, REVIEWERS, PUBLISHERS = "Channel editors", "Clinical reviewers", "Channel publishers"
GROUPS = {"editor": EDITORS, "reviewer": REVIEWERS, "publisher": PUBLISHERS}
