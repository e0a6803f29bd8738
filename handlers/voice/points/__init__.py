"""Points, standing and the club: what an owner's part in the estate is thanked with. Nothing that handles a ticket reads any of it."""
