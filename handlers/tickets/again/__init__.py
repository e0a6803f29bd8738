"""The same matter again: a chase, or a fault that came back."""
