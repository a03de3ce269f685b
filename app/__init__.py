"""Throughline follows one person's line from referral to outcome, and counts it without naming them."""

import gc

# After how many new things, and how many such rounds, garbage is looked for (Python: 700, 10, 10):
# tables, forms and routes are made by the hundred thousand while they are read, and never are any.
gc.set_threshold(10_000, 20, 20)
