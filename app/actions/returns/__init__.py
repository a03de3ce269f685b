"""Returns: writing them, signing and submitting, asking about a cell, accepting, restating."""
