"""Notices to a set of units."""
