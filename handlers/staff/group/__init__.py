"""The staff group: what a message, a command or a button there means."""
