"""What staff and managers read about many cases at once: measures, the handbook of defects, the records of partners."""
