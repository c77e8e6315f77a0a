"""The engine of a session, in pure Python: entries folded into state, gates, what is due. No Django, no clock."""
