"""The Ketamine Channel, as anybody may read it."""
