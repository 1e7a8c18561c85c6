"""Pictures of a submission, as they may stand in a page: inside of it, looked at, and bounded.

A page asks nobody for anything, its own server neither, so a picture is a `data:` address or none.
"""

from __future__ import annotations

import base64
import binascii
import io
import re
import warnings
from pathlib import Path
from urllib.parse import unquote

from markupsafe import Markup
from PIL import Image

from .drawings import calm

LARGEST = 5 * 2**20
"""Bytes of one picture."""
ROOM = 30 * 2**20
"""Bytes of all pictures of one page."""
_PIXELS = 40_000_000
_KINDS = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp"}
_SVG = "image/svg+xml"
_DATA = re.compile(r"data:(image/[\w.+-]+);base64,([A-Za-z0-9+/=\s]*)")
_NOTE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="420" height="48">'
    '<rect width="100%" height="100%" fill="#f3f3f3" stroke="#767676"/>'
    '<text x="12" y="30" font-family="sans-serif" font-size="15" fill="#333">{words}</text></svg>'
)


class Pictures:
    """What pictures a text or an output of one notebook may show.

    folder: where the notebook lies, with what was handed in beside it; None where there is none.
    attachments: those of the text that is shown just now, as a notebook's cell holds them.
    """

    def __init__(self, folder: Path | None = None):
        self._folder = folder
        self._room = ROOM
        self.attachments: object = {}

    def address(self, source: str) -> str:
        """A picture's `data:` address; that of a note where it cannot be shown."""
        source = source.strip()
        if found := _DATA.fullmatch(source):
            return self.from_base64(found[1], found[2]) or _note("This picture cannot be read.")
        if source.startswith("attachment:"):
            return self._attached(unquote(source.removeprefix("attachment:")))
        if re.match(r"[a-z][a-z0-9+.-]*:|//", source, re.IGNORECASE):
            return _note("Pictures from other machines are not shown.")
        return self._beside(unquote(re.split(r"[?#]", source)[0]))

    def from_base64(self, mime: str, data: str) -> str | None:
        """The address of a picture in a notebook, None where it is none that can be shown."""
        if len(data) > 2 * LARGEST:
            return None
        try:
            raw = base64.b64decode("".join(data.split()), validate=True)
        except (binascii.Error, ValueError):
            return None
        return self._made(raw, is_drawing=mime == _SVG)

    def from_svg(self, text: str) -> str | None:
        """The address of an SVG drawing; None where it is none, or takes too long to draw."""
        return self._made(text.encode("utf-8", "replace"), is_drawing=True)

    def _attached(self, name: str) -> str:
        bundles = self.attachments if isinstance(self.attachments, dict) else {}
        bundle = bundles.get(name)
        for mime, data in bundle.items() if isinstance(bundle, dict) else ():
            if isinstance(data, str) and (address := self.from_base64(str(mime), data)):
                return address
        return _note("This picture was not handed in.")

    def _beside(self, name: str) -> str:
        """A file that was handed in beside the notebook; links are not followed."""
        path = self._inside(name)
        if path is None:
            return _note("This picture was not handed in.")
        raw = path.read_bytes()
        made = self._made(raw, is_drawing=path.suffix.lower() == ".svg")
        return made or _note("This picture cannot be shown.")

    def _inside(self, name: str) -> Path | None:
        parts = [part for part in name.split("/") if part not in ("", ".")]
        if self._folder is None or not parts or ".." in parts or name.startswith("/"):
            return None
        path = self._folder
        try:
            for part in parts:
                path = path / part
                if path.is_symlink():
                    return None
            return path if path.is_file() and path.stat().st_size <= LARGEST else None
        except (OSError, ValueError):  # a name that no file can have
            return None

    def _made(self, raw: bytes, is_drawing: bool) -> str | None:
        if len(raw) > min(LARGEST, self._room):
            return None
        mime = _SVG if is_drawing else _kind_of(raw)
        raw = calm(raw) if is_drawing else raw
        if mime is None or raw is None:
            return None
        self._room -= len(raw)
        return f"data:{mime};base64,{base64.b64encode(raw).decode()}"


def image(address: str, alt: str) -> Markup:
    """The element for a picture of that address."""
    return Markup('<img src="{}" alt="{}">').format(address, alt)


def _kind_of(raw: bytes) -> str | None:
    """What a picture is, by what is in it; None where it is none, or a gigantic one."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(raw), formats=list(_KINDS)) as picture:
                width, height = picture.size
                return _KINDS[picture.format] if width * height <= _PIXELS else None
    except Exception:  # whatever Pillow stumbles over is no picture
        return None


def _note(words: str) -> str:
    data = base64.b64encode(_NOTE.format(words=words).encode()).decode()
    return f"data:{_SVG};base64,{data}"
