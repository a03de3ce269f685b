"""What may be submitted, one module per noun; `fields.py` has the kinds of field."""
