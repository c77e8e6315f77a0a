"""The cast: the people of the tests, who are the people of the demonstration too."""
