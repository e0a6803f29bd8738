"""The owner's web chat: its page, and the doors the page talks through."""
