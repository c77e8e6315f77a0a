"""The sound of a session: scenes, programmes, and the files they are rendered to."""
