"""What staff do with points, the catalogue and the club; none of it is a step of a ticket."""
