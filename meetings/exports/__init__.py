"""Minutes in the formats people keep them in: one module a format."""
