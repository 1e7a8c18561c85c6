"""Checks and grades the course's exercises. A notebook needs one name of it: `check`."""

from typing import TYPE_CHECKING, Any

from .recall import register

if TYPE_CHECKING:
    from .judging.checking import check

__all__ = ["check"]

register()


def __getattr__(name: str) -> Any:
    """Import `check` when it is first asked for; the command line starts without NumPy."""
    if name != "check":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from .judging.checking import check

    globals()["check"] = check
    return check
