"""Pictures of every screen, beside the design."""
