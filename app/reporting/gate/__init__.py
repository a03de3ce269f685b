"""The parts of the gate: what links printed cells, what stays hidden, and the proof of it."""
