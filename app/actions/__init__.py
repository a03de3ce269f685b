"""Everything that changes something; one function per thing people do."""
