"""What the clock finds due, by what it belongs to: each sweep takes it with one conditional update."""
