"""The pages: the owner's web chat, the staff pages, health."""
