"""The running process and its edges: channels, web, turn, delivery, scheduler, command line, settings."""
