"""A complaint from its assessment to its decision, its appeal and the contact afterwards."""
