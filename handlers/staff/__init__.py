"""What staff do with tickets, whichever door they come through."""
