"""How fast pages are with many referrals: `python -m bench` (`make bench`).

`partnership` makes who works together, `lines` invents what happened, `loading` copies it into the
tables, `measuring` asks the real application for pages, `report` says what came out.
"""
