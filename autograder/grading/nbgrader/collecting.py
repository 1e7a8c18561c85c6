"""nbgrader's collecting from the exchange, where every account of a machine may put what it likes.

A link in what was handed in is followed by nbgrader with the instructor's rights: to a classmate's
work, the gradebook, the seed. And a folder counts for the student whose name it bears, whoever put
it there. Here links are left out, and so is what belongs to another account.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from nbgrader.exchange.default import ExchangeCollect
from nbgrader.utils import ignore_patterns

from ..intake.finding import shown
from ..outcome import TIMESTAMP, time_of, timestamp_in

try:
    import pwd
except ImportError:  # Windows, where there is no exchange
    pwd = None


class Collect(ExchangeCollect):
    """Collects of each student the newest of what that student's own account handed in."""

    def _path_to_record(self, path):
        """What a folder's name says; one that says no time is left out, and stops nobody else's."""
        try:
            return super()._path_to_record(path)
        except Exception:
            name = os.path.basename(path)
            record = {"username": name.split("+")[0], "filename": name, "timestamp": datetime.min}
            return record | {"left": "its name does not say whose it is, and when it was handed in"}

    def init_src(self):
        super().init_src()
        self.src_records = [record for record in self.src_records if not self._left(record)]
        for record in self.src_records if self.duedate else ():
            self._say_if_late(record)

    def _say_if_late(self, record: dict) -> None:
        """Say where what claims to be in time was put there later, which its account cannot hide.

        It is collected as it claims: whoever moved an exchange to another disk has put it there.
        """
        changed = os.lstat(os.path.join(self.inbound_path, record["filename"])).st_ctime
        put = datetime.fromtimestamp(changed, UTC).replace(tzinfo=None)
        if record["timestamp"] <= self.duedate < put - timedelta(minutes=10):
            self.log.warning(
                "%s says that it came in time, and was put there, or changed, at %s UTC: look.",
                shown(record["filename"], 200),
                f"{put:%Y-%m-%d %H:%M}",
            )

    def _sort_by_timestamp(self, records):
        """The newest first; what is left out is said, and among them only where all of it is."""
        newest_first = super()._sort_by_timestamp(records)
        for record in newest_first:
            if reason := self._left(record):
                name = shown(record["filename"], 200)
                self.log.warning("%s was not collected: %s.", name, reason)
        return [record for record in newest_first if not self._left(record)] or newest_first

    def _left(self, record: dict) -> str:
        """Why a folder of the exchange is left out, "" where it is not; it is looked at once."""
        if "left" not in record:
            try:
                record["left"] = self._why_not(record)
            except OSError as error:
                record["left"] = f"it cannot be read ({error.strerror})"
        return record["left"]

    def _why_not(self, record: dict) -> str:
        """What speaks against it that a folder is what its student handed in.

        What those who collect have put there is: they may have, for a student, and where all
        accounts are one, nothing can be told.
        """
        place = os.path.join(self.inbound_path, record["filename"])
        about = os.lstat(place)
        if not stat.S_ISDIR(about.st_mode):
            return "it is a link, or no folder"
        if not os.access(place, os.R_OK | os.X_OK):
            return "it cannot be opened"
        owner = about.st_uid
        if self.check_owner and owner not in (0, os.getuid()):
            with suppress(KeyError):  # an account that is not known: nbgrader's own warning says so
                account = pwd.getpwuid(owner).pw_name
                if account != record["username"]:
                    return (
                        f"the account {shown(account)} put it there (where accounts are not called "
                        "like students, set c.ExchangeCollect.check_owner = False)"
                    )
        most = self.coursedir.max_dir_size
        return f"it has more than {most:g} kB" if self.get_size(place) > 1000 * most else ""

    def do_copy(self, src, dest, log=None):
        """Copy what was handed in, files and folders alone; as nbgrader does otherwise.

        What cannot be read is said, and stops nobody else's.
        """
        for_all = self.coursedir.groupshared
        ignored = ignore_patterns(
            exclude=self.coursedir.ignore,
            include=self.coursedir.include,
            max_file_size=self.coursedir.max_file_size,
            log=self.log,
        )
        for here, folders, files, at in os.fwalk(src):
            place = Path(dest, os.path.relpath(here, src))
            place.mkdir(parents=True, exist_ok=True)
            if for_all:
                place.chmod((place.stat().st_mode | 0o2770) & 0o2777)
            leave = set(ignored(here, [*folders, *files]))
            folders[:] = [
                name for name in folders if name not in leave and self._is_real(here, name)
            ]
            for name in files:
                if name not in leave and not _copied(name, at, place / name, for_all):
                    self._say_link(here, name)
        self._keep_time(Path(dest), super()._path_to_record(src)["timestamp"])

    def _keep_time(self, folder: Path, named: datetime) -> None:
        """Have a hand-in say no earlier time than its folder in the exchange is named after."""
        told = time_of(timestamp_in(folder))
        if told is not None and told >= named:
            return
        self.log.warning(
            "%s: its timestamp.txt tells another time than its folder's name, which counts: %s UTC",
            shown(folder.parent.name),
            f"{named:%Y-%m-%d %H:%M}",
        )
        with suppress(OSError):
            (folder / TIMESTAMP).write_text(f"{named:%Y-%m-%d %H:%M:%S.%f} UTC", "utf-8")

    def _is_real(self, here: str, name: str) -> bool:
        is_link = os.path.islink(os.path.join(here, name))
        if is_link:
            self._say_link(here, name)
        return not is_link

    def _say_link(self, here: str, name: str) -> None:
        path = os.path.relpath(os.path.join(here, name), self.inbound_path)
        self.log.warning(
            "%s is a link, or no file that can be read; it was left out.", shown(path, 300)
        )


def _copied(name: str, folder: int, place: Path, for_all: bool) -> bool:
    """Copy a file with its time; whether it is one. folder: the descriptor of the one it lies in.

    What has become a link since it was looked at is none.
    """
    try:
        file = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
        about = os.fstat(file)
        with open(file, "rb") as source:
            if not stat.S_ISREG(about.st_mode):
                return False
            with place.open("xb") as target:
                shutil.copyfileobj(source, target)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise
        return False
    os.utime(place, ns=(about.st_atime_ns, about.st_mtime_ns))
    place.chmod(0o600 | about.st_mode & 0o666 | (0o660 if for_all else 0))
    return True
