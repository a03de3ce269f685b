"""Figures: columns, measures, disclosure, charts and papers."""
