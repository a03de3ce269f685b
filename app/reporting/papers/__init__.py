"""Board papers: chosen sections of a quarter, kept as they were printed."""
