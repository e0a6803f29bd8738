"""What staff do about their own: praise, abilities and training, what is known, help against abuse."""
