"""Who pays and repairs: warranty, prices, orders, visits."""
