"""The catalogues, and how numbers are written."""
