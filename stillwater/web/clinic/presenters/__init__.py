"""What the clinic's pages show, worked out from a session's state. Pure: the time and the zone are handed in."""
