"""The ledger of facts as columns: read, kept up with, laid in order, and cut to what stands."""
