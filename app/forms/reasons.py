"""Coded reasons of managers and administrators: the record, where they stand, holds nothing typed."""

from enum import StrEnum
from typing import Self


class Reason(StrEnum):
    """A code with its words."""

    label: str

    def __new__(cls, code: str, label: str) -> Self:
        """Make a member from its code and its words."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member


class OpenUpReason(Reason):
    """Why a case is no longer for the people on a list only."""

    over = "over", "The reason for the restriction is over"
    asked = "asked", "The person asked for it"
    work = "work", "More colleagues need it for the work or for safety"
    mistake = "mistake", "It was restricted by mistake"


class RetireReason(Reason):
    """Why an organisation no longer works here."""

    left = "left", "It left the partnership"
    closed = "closed", "It closed"
    merged = "merged", "It became part of another organisation"
    mistake = "mistake", "It was added by mistake"


class SuspendReason(Reason):
    """Why somebody may not sign in any more."""

    left = "left", "They left"
    away = "away", "They are away for a long time"
    device_lost = "device-lost", "A device was lost or a password became known"
    looked_into = "looked-into", "How they used Throughline is being looked into"
    mistake = "mistake", "The account was made by mistake"


class ResetCodeReason(Reason):
    """Why somebody else's code at sign-in is turned off."""

    lost = "lost", "They lost the phone and have no recovery code"
    new = "new", "They have a new phone and the old one is gone"
    stolen = "stolen", "The phone was stolen"


class EndReason(Reason):
    """Why a role ends."""

    left = "left", "They left the organisation"
    changed = "changed", "They do something else there now"
    mistake = "mistake", "It was given by mistake"
