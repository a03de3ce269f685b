"""Returns of providers: their definitions, their tables, and what a commissioner reads of them."""
