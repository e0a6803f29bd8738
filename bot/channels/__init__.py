"""The doors: each channel translates once, into the values of base.py."""
