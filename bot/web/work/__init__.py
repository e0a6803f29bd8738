"""The page behind a party's link: one work order, as much of it as the work needs, and what the party answers."""
