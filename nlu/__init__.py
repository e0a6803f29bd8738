"""Turns an owner's words into values: pure, offline, and ignorant of storage, handlers and bot."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
"""A segment's product is small: threads would wait for each other longer than they calculate. Holds where numpy comes later."""
