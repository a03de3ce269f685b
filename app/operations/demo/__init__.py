"""The demo: two years of an invented partnership, played through the same actions as the web uses."""

from app.operations.demo.checking import check
from app.operations.demo.playing import fill, is_filled, play_on

__all__ = ["check", "fill", "is_filled", "play_on"]
