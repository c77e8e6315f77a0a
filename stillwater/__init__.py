"""Stillwater: a self-hosted system for prescribed, clinician-supervised ketamine therapy."""
