"""What defects teach."""
