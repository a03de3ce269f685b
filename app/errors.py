"""What can go wrong, as sentences for the person at the keyboard.

Every error that a page may show carries the HTTP status it is answered with and one plain
sentence. Anything else is a fault of ours and ends on the last-resort page.
"""


class Trouble(Exception):  # noqa: N818 - read as words: "raise Refused(...)"
    """Something the viewer must be told in words."""

    status = 500

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Refused(Trouble):
    """The rules of the service do not allow this now; nothing was changed."""

    status = 409


class NotFound(Trouble):
    """There is no such thing for this viewer. What is not theirs does not exist."""

    status = 404

    def __init__(self, sentence: str = "There is nothing here that you can see.") -> None:
        super().__init__(sentence)


class Stale(Trouble):
    """Somebody else changed the record since this page was opened."""

    status = 409

    def __init__(
        self,
        sentence: str = (
            "Somebody else changed this while you had it open. Nothing you typed is lost: "
            "check what they changed, then save again."
        ),
    ) -> None:
        super().__init__(sentence)


class Collided(Stale):
    """Two transactions waited for each other, or stored the same, and the database ended this one.

    Nothing of it was kept, so the whole request may be tried again once (`web/once_more.py`).
    """

    def __init__(self) -> None:
        super().__init__("Somebody else was saving the same record at that moment. Save again.")


class SignInNeeded(Trouble):
    """Nobody is signed in, or the sign-in has ended."""

    status = 401
    # The page where it can be put right.
    location = "/sign-in"

    def __init__(self, sentence: str = "Sign in to go on.") -> None:
        super().__init__(sentence)


class Locked(SignInNeeded):
    """The screen was locked; the same person unlocks it."""

    location = "/locked"


class NotChosen(SignInNeeded):
    """Somebody with more than one membership has not said yet as which one they work."""

    location = "/memberships"


class NotStored(Trouble):
    """The database could not promise to keep the change."""

    status = 503

    def __init__(
        self, sentence: str = "We could not save this just now. Nothing was changed. Try again."
    ) -> None:
        super().__init__(sentence)


class AlreadyDone(Exception):  # noqa: N818 - not a failure: the same form was sent before
    """This very form was stored before; `location` shows what came of it."""

    def __init__(self, location: str) -> None:
        super().__init__(location)
        self.location = location


class SideDoor(RuntimeError):  # noqa: N818 - read as words
    """Our own code went round the door: a fault, never the viewer's doing."""


class CannotStart(Exception):  # noqa: N818 - a sentence for whoever typed the command
    """A command cannot go on; `sentence` says why and what to do, `code` is its exit code."""

    def __init__(self, sentence: str, code: int = 1) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code
