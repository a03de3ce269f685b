"""Everything that is delivered to more than one person, or to nobody by name.

`courses` have members and registers; `groups` are classes and mentor groups that are only counted;
`counts` are head counts at sessions; `shifts` are hours on a route; `training` is for
professionals; `stages` say how far a place has come. `ledger` keeps the facts true to all of them.
"""
