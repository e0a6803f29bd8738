"""What tests of every part lean on: databases, a browser, no network."""
