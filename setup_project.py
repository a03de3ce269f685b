"""Make this clone ready to run: virtual environment, packages, front-end files, test browser.

Run by `make` with any Python >= 3.11, before anything is installed, so it uses the standard library
only. Nothing is done twice: each step leaves a stamp named after the files it was done for.

    python setup_project.py demo | test
"""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from shlex import quote

import setup_browser

PROJECT = Path(__file__).resolve().parent
VENV = PROJECT / ".venv"
PYTHON = VENV / "bin" / "python"
COMMAND = VENV / "bin" / "throughline"
STAMPS = VENV / ".stamps"
LOG = VENV / "setup.log"
MANIFEST = PROJECT / "app" / "static" / "vendor" / "manifest.json"
ASSETS = ("package.json", "package-lock.json", ".npmrc", "app.scss", "setup_assets.py")
# What pip and npm say when the registry cannot be reached.
OFFLINE = (
    "name resolution", "Name or service not known", "NewConnectionError", "ConnectionError",
    "Network is unreachable", "Connection refused", "Max retries exceeded", "nodename nor servname",
    "timed out", "ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ENETUNREACH", "ETIMEDOUT",
    "No matching distribution found",
)  # fmt: skip


def main(what: str) -> None:
    """Do every step that is not done yet, with a line of progress for each."""
    refuse_unwritable()
    make_environment()
    # The packages for tests are those of the demo and some more.
    if what == "test":
        install("requirements-dev.txt", covers=("requirements.txt", "requirements-dev.txt"))
    else:
        install("requirements.txt", covers=("requirements.txt",))
    build_assets()
    write_command()
    if what == "test":
        step("Looking for a Chromium to test with", lambda: setup_browser.ensure(PYTHON))


def refuse_unwritable() -> None:
    """Stop early where nothing can be written, with the folder's name."""
    for folder in (PROJECT, VENV, PROJECT / "app" / "static", PROJECT / "var"):
        if folder.exists() and not os.access(folder, os.W_OK | os.X_OK):
            sys.exit(
                f"There is nowhere to write: {folder} belongs to somebody else or is read-only.\n"
                "Clone the project into a folder of your own, and run make there."
            )


def make_environment() -> None:
    """Make .venv, unless there is one that runs on a Python that is new enough."""
    check = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    if PYTHON.exists() and call(PYTHON, "-c", check).returncode == 0:
        return

    def make() -> None:
        shutil.rmtree(VENV, ignore_errors=True)
        made = call(sys.executable, "-m", "venv", str(VENV))
        if made.returncode:
            shutil.rmtree(VENV, ignore_errors=True)
            if "ensurepip" in made.stdout:
                sys.exit(
                    "This Python cannot make virtual environments. On Debian and Ubuntu, install\n"
                    "the package python3-venv; or name another Python: make demo PYTHON=..."
                )
            sys.exit(f"The virtual environment could not be made.\n{last_lines(made.stdout)}")

    step("Making the virtual environment", make)


def install(requirements: str, covers: tuple[str, ...]) -> None:
    """Install the packages with their hashes checked, unless this was done for these very files."""
    if stamped("packages", requirements):
        return

    def pip() -> None:
        # Every package that is needed stands in the file: pip has nothing to work out. It would
        # compile them one by one; they are compiled on all processors instead.
        arguments = (
            "--require-hashes", "--no-deps", "--no-compile",
            "--disable-pip-version-check", "--no-input", "--retries=2",
        )  # fmt: skip
        done = call(PYTHON, "-m", "pip", "install", "-q", *arguments, "-r", requirements)
        if done.returncode:
            give_up("The Python packages could not be installed", done.stdout)
        # Their own tests are never imported, and what does not compile is for other Pythons.
        call(PYTHON, "-m", "compileall", "-q", "-j", "0", "-x", "/tests/", str(VENV / "lib"))

    step("Installing the Python packages (about half a minute)", pip)
    for name in covers:
        stamp("packages", name)


def build_assets() -> None:
    """Build the stylesheet and copy the scripts, unless this was done for these very files."""
    if MANIFEST.exists() and (PROJECT / "node_modules").exists() and stamped("assets", *ASSETS):
        return

    def build() -> None:
        done = call(PYTHON, "setup_assets.py")
        if done.returncode:
            give_up("The front-end files could not be built", done.stdout)

    step("Building the front-end files", build)
    stamp("assets", *ASSETS)


def write_command() -> None:
    """Put the `throughline` command into the virtual environment."""
    words = (
        "#!/bin/sh\n"
        "# Runs the command line of this clone, from whatever folder it is called.\n"
        f'PYTHONPATH={quote(str(PROJECT))} exec {quote(str(PYTHON))} -P -m app.cli "$@"\n'
    )
    if not (COMMAND.exists() and COMMAND.read_text() == words):
        COMMAND.write_text(words)
        COMMAND.chmod(0o755)


def step(title: str, do: Callable[[], None]) -> None:
    """Do something and say how long it took."""
    print(f"{title} ... ", end="", flush=True)
    started = time.monotonic()
    try:
        do()
    except BaseException:
        print("failed.", flush=True)
        raise
    print(f"done ({time.monotonic() - started:.0f} s)", flush=True)


def call(*command: str | Path) -> "subprocess.CompletedProcess[str]":
    """Run a command in the project's folder; what it says, errors too, is in `stdout`.

    Ctrl-C ends it with everything that it started.
    """
    process = subprocess.Popen(
        [str(part) for part in command],
        cwd=PROJECT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    try:
        said, _ = process.communicate()
    except BaseException:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise
    return subprocess.CompletedProcess(command, process.returncode, said)


def give_up(sentence: str, said: str) -> None:
    """Stop with a plain sentence; the tool's own words are kept in a file."""
    LOG.write_text(said)
    if "No space left" in said:
        sys.exit(f"{sentence}: the disk is full.")
    if any(word in said for word in OFFLINE):
        sys.exit(
            f"{sentence}: the package registry cannot be reached.\n"
            "The first run needs the network once. Check the connection (or the proxy), and run it "
            f"again.\nDetails are in {LOG}."
        )
    sys.exit(f"{sentence}.\n{last_lines(said)}\nDetails are in {LOG}.")


def last_lines(said: str) -> str:
    """Return the end of what a tool said."""
    return "\n".join(line for line in said.splitlines()[-6:] if line.strip())


def stamp_file(kind: str, *names: str) -> Path:
    """Return the stamp for what was done with the contents of these files."""
    whole = hashlib.sha256()
    for name in names:
        whole.update((PROJECT / name).read_bytes())
    return STAMPS / f"{kind}-{whole.hexdigest()[:16]}"


def stamped(kind: str, *names: str) -> bool:
    """Was this done already, for the files as they are now?"""
    return stamp_file(kind, *names).exists()


def stamp(kind: str, *names: str) -> None:
    """Note that this was done for the files as they are now."""
    STAMPS.mkdir(exist_ok=True)
    stamp_file(kind, *names).touch()


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        main(sys.argv[1])
    except KeyboardInterrupt:
        sys.exit("Stopped. Run it again to go on from here.")
