"""A person's own words: intentions, check-ins, reflections. Private unless shared, entry by entry."""
