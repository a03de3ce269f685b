"""Find a Chromium for the browser tests, or install one. Never skip them silently.

In this order: THROUGHLINE_CHROMIUM, the PATH, the browser that Playwright installed earlier; then,
as root on Debian, a package of Debian's; then Playwright's own downloader.

Debian's `chromium-headless-shell` is the same Chromium without windows: it opens a page for a quarter
of the work that a whole browser needs for it, and the tests open thousands. So it comes first, and as
root on Debian it is installed even where another Chromium is; if that fails, the other one is used.
"""

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

LIGHT = "chromium-headless-shell"  # also the name of its package
NAMES = (LIGHT, "chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
# Playwright's own, newest last; where it puts browsers is the same on every Linux.
CACHES = (".cache/ms-playwright", "Library/Caches/ms-playwright")
BINARIES = (
    "chromium_headless_shell-*/*/*headless*shell",
    "chromium-*/chrome-linux*/chrome",
    "chromium-*/chrome-mac*/Chromium.app/Contents/MacOS/Chromium",
)
LONGEST = 300  # seconds; without a network an installer may wait for ever
WHAT_TO_DO = (
    "There is no Chromium for the browser tests, and none could be installed. Install one (on\n"
    "Debian: apt-get install chromium), or say where one is:\n"
    "THROUGHLINE_CHROMIUM=/path/to/chromium make test"
)


def find() -> str | None:
    """Return the path of a Chromium that is there, or None."""
    if named := os.environ.get("THROUGHLINE_CHROMIUM"):
        if shutil.which(named) is None:
            sys.exit(f"THROUGHLINE_CHROMIUM names {named}, which cannot be run.")
        return shutil.which(named)
    for name in NAMES:
        if found := shutil.which(name):
            return found
    caches = [Path.home() / cache for cache in CACHES]
    if elsewhere := os.environ.get("PLAYWRIGHT_BROWSERS_PATH"):
        caches.insert(0, Path(elsewhere))
    for cache in caches:
        for pattern in BINARIES:
            if browsers := sorted(cache.glob(pattern)):
                return str(browsers[-1])
    return None


def ensure(python: Path) -> None:
    """Make sure that there is a Chromium. Exits with what to do if there is none to be had."""
    if os.environ.get("THROUGHLINE_CHROMIUM") or shutil.which(LIGHT):
        find()
        return
    if os.geteuid() == 0 and Path("/etc/debian_version").exists():
        package(LIGHT)
        if not find():
            package("chromium")
    if not find():
        run(str(python), "-m", "playwright", "install", "chromium")
    if not find():
        sys.exit(WHAT_TO_DO)


def package(name: str) -> None:
    """Install a package of Debian's; its lists of packages are fetched if it is in none yet."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ("apt-get", "-q", "install", "-y", "--no-install-recommends", name)
    run(*install, environment=quiet)
    if shutil.which(name) is None:
        run("apt-get", "-q", "update", environment=quiet)
        run(*install, environment=quiet)


def run(*command: str, environment: dict[str, str] | None = None) -> None:
    """Run an installer quietly; whether it worked shows in whether there is a browser then."""
    with suppress(OSError, subprocess.TimeoutExpired):
        subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
            timeout=LONGEST,
        )
