"""Whom a complaint is about and who may handle it; who else hears it."""
