"""Persons, patients, clinics and who may do what."""
