"""The people who serve: who is thanked, who is trained for what, who is helped when words are hard."""
