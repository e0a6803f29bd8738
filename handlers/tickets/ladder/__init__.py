"""Where a ticket goes higher."""
