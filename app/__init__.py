"""Throughline follows one person's line from referral to outcome, and counts it without naming them."""
