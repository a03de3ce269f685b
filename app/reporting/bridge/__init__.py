"""A return's exact cells, and the bridge between two moments of the ledger.

`ledger.py` holds statements and knows which stand at a moment; `units.py` says what each measure
counts; `cells.py` puts what is counted into cells; `bridge.py` explains every difference between the
cells of two moments by one reason. All of it works on rows in memory and never asks who reads them:
`queries/return_ledger.py` reads a provider's own rows under row-level security.
"""
