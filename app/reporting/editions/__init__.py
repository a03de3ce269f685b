"""Editions: cross-tables decided once, linked with everything printed before, and kept."""
