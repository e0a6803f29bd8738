"""What the line remembers; the only place that knows SQL."""
