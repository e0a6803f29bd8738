"""The staff pages: plain, fast, made for a phone in one hand."""
