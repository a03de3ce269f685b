"""How fast it is with many referrals: `python -m bench` (`make bench`).

`partnership` makes who works together; `lines`, `cases` and `courses` invent what happened; `copies`
and `loading` write it, many times over, into the tables; `pages`, `counts` and `sending` measure what
people ask for, `floors` the least it could take; `report` says what came out.
"""
