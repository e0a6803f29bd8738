"""Experience officers: drawn by chance, invited by headquarters, sent on small missions, and told what came of what they found."""
