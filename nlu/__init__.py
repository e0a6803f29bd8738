"""Turns an owner's words into values: pure, offline, and ignorant of storage, handlers and bot."""
