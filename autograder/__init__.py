"""Checks and grades the course's exercises. A notebook needs one name of it: `check`."""

from .judging.checking import check
from .recall import register

__all__ = ["check"]

register()
