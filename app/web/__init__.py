"""Pages, forms and the safe frame around them."""
