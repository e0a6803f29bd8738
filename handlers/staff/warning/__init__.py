"""The same at many homes, and the signs of a coming crisis."""
