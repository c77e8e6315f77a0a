"""Reads of the channel: what stands on it, one page, what fits a step, and a search."""
