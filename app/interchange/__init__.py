"""Data that comes in from elsewhere, or goes out: spreadsheets with open cases."""
