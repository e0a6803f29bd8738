"""What runs, rests, turns amber, is late; what is promised to an owner, and said before it lapses."""
