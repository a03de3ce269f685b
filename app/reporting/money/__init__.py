"""Money of commissions: sums, and the tables that print them."""
