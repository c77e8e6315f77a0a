"""On one's own: what somebody without a clinic copies from their prescriber, and the sessions that they plan (S2)."""
