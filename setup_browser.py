"""Find a Chromium for the browser tests, or install one. Never skip them silently.

In this order: THROUGHLINE_CHROMIUM, the PATH, the browser that Playwright installed earlier; then,
as root on Debian, the package `chromium`; then Playwright's own downloader.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
# Playwright's own, newest last; where it puts browsers is the same on every Linux.
CACHES = (".cache/ms-playwright", "Library/Caches/ms-playwright")
BINARIES = (
    "chromium-*/chrome-linux*/chrome",
    "chromium_headless_shell-*/*/*headless*shell",
    "chromium-*/chrome-mac*/Chromium.app/Contents/MacOS/Chromium",
)
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
    if find():
        return
    if os.geteuid() == 0 and Path("/etc/debian_version").exists():
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for arguments in (("update",), ("install", "-y", "--no-install-recommends", "chromium")):
            run("apt-get", "-q", *arguments, environment=quiet)
    if not find():
        run(str(python), "-m", "playwright", "install", "chromium")
    if not find():
        sys.exit(WHAT_TO_DO)


def run(*command: str, environment: dict[str, str] | None = None) -> None:
    """Run an installer quietly; whether it worked shows in whether there is a browser then."""
    subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
