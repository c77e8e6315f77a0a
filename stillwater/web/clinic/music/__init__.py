"""The clinic's own licensed music: added, said what it is, put in order, and played in sessions for which a patient chooses it."""
