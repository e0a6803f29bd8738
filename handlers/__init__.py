"""What the line does and says: one capability a file, and the rules of tickets, notices and ratings."""
