"""One module per noun; each has a `router`, and `app/main.py` finds it by itself."""
