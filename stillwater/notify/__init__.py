"""Deliveries: whatever must reach somebody is a row that says when it is due, who tries, and what became of it."""
