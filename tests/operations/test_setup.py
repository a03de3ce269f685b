"""A fresh clone can be set up anywhere, gets what was tried, and carries nothing of others."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import setup_assets
import setup_project
from app.settings import PROJECT

REQUIREMENTS = [PROJECT / "requirements.txt", PROJECT / "requirements-dev.txt"]
LOCK = json.loads((PROJECT / "package-lock.json").read_text())


@pytest.mark.parametrize(
    "file", [*REQUIREMENTS, PROJECT / "package-lock.json"], ids=lambda f: f.name
)
def test_no_download_address_is_committed(file: Path) -> None:
    text = file.read_text()
    assert "http://" not in text
    assert "https://" not in text
    assert "--find-links" not in text
    assert "index-url" not in text
    assert '"resolved"' not in text


@pytest.mark.parametrize("file", REQUIREMENTS, ids=lambda f: f.name)
def test_every_package_is_pinned_with_hashes(file: Path) -> None:
    entries = re.split(r"\n(?=\S)", file.read_text().strip())
    assert [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []


def test_the_packages_for_tests_are_those_of_the_product_and_more() -> None:
    def pins(file: Path) -> set[str]:
        return set(re.findall(r"^\S+==\S+", file.read_text(), re.MULTILINE))

    product, tests = (pins(file) for file in REQUIREMENTS)
    assert product < tests


def test_every_dependency_says_what_it_is_for() -> None:
    text = (PROJECT / "pyproject.toml").read_text()
    project = tomllib.loads(text)
    named = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    silent = [name for name in named if not re.search(re.escape(f'"{name}",') + r"\s+# \w", text)]
    assert silent == []


def test_front_end_packages_are_exact_and_have_an_integrity_hash() -> None:
    wanted = json.loads((PROJECT / "package.json").read_text())
    versions = wanted["dependencies"] | wanted["devDependencies"]
    for name, version in versions.items():
        assert LOCK["packages"][f"node_modules/{name}"]["version"] == version
    packages = {name: found for name, found in LOCK["packages"].items() if name}
    assert [name for name, found in packages.items() if "integrity" not in found] == []


def test_the_same_sources_make_the_same_files(tmp_path: Path) -> None:
    setup_assets.build(tmp_path / "again")
    built = (setup_assets.BUILT / "manifest.json").read_text()
    assert (tmp_path / "again" / "manifest.json").read_text() == built


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("NewConnectionError: Failed to establish a new connection", "cannot be reached"),
        ("npm error code ENOTFOUND", "cannot be reached"),
        ("OSError: [Errno 28] No space left on device", "the disk is full"),
        ("something nobody foresaw", "something nobody foresaw"),
    ],
)
def test_set_up_gives_up_in_a_sentence(
    said: str, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup_project, "LOG", tmp_path / "setup.log")
    with pytest.raises(SystemExit, match=sentence):
        setup_project.give_up("It could not be installed", said)


def test_a_finished_set_up_does_nothing_twice() -> None:
    setup = [sys.executable, "setup_project.py", "demo"]
    subprocess.run(setup, cwd=PROJECT, check=True, capture_output=True)
    again = subprocess.run(setup, cwd=PROJECT, check=True, capture_output=True, text=True)
    assert again.stdout == ""


def test_make_says_when_python_is_too_old(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text('#!/bin/sh\n[ "$1" = -V ] && echo "Python 3.9.1" && exit 0\nexit 1\n')
    old.chmod(0o755)
    make = ["make", "-s", "python", f"PYTHON={old}"]  # found on the PATH, as everybody's
    done = subprocess.run(make, cwd=PROJECT, check=False, capture_output=True, text=True)
    assert done.returncode != 0
    assert "needs Python 3.11 or newer; this machine's is Python 3.9.1" in done.stdout
