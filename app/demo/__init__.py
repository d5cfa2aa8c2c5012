"""Demo data for `make run`: fictitious people and firms, through the real services."""
