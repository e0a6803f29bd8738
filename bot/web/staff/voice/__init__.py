"""Pages of the owner's voice: what was asked, what was said, and what came of it."""
