"""Who holds a ticket, and how it is handed over."""
