"""The short survey: few questions of a fixed bank, to a sample that headquarters draw, on sheets that lead to nobody."""
