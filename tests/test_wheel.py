"""What is installed is what was built: packs, templates and words travel in the wheel."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOREIGN = ("PYTHON", "COV_", "VIRTUAL_ENV")

pytestmark = [pytest.mark.wheel, pytest.mark.xdist_group("wheel")]


def run(*command: str | Path, cwd: Path) -> str:
    """Run a program that knows nothing of the checkout; its stdout, or a failure that shows what it said."""
    env = {key: value for key, value in os.environ.items() if not key.startswith(FOREIGN)}
    words = [*map(str, command)]
    done = subprocess.run(
        words, cwd=cwd, env=env, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, f"exit {done.returncode}: {' '.join(words)}\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, ROOT, cwd=out)
    (built,) = out.glob("crmkit-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` folder of an empty environment that has the wheel and what it asks for, and nothing else."""
    home = tmp_path_factory.mktemp("empty") / "venv"
    venv.create(home, with_pip=True)
    scripts = home / ("Scripts" if os.name == "nt" else "bin")
    pip = (scripts / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    run(*pip, wheel, cwd=home)
    return scripts


def test_the_wheel_holds_every_file_of_the_package_the_policy_and_the_templates(wheel: Path) -> None:
    tracked = run("git", "ls-files", "-z", "crmkit", "records", "sop", "site_templates", cwd=ROOT).split("\0")
    places = {
        "records/": "crmkit/demos/standard/",
        "sop/": "crmkit/packs/standard/",
        "site_templates/": "crmkit/site_templates/",
        "crmkit/": "crmkit/",
    }
    expected = {
        place + path.removeprefix(folder)
        for path in tracked
        for folder, place in places.items()
        if path.startswith(folder) and (ROOT / path).exists()
    }
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert expected - names == set()
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"crmkit"}


def test_init_check_and_build_work_from_the_wheel_alone(installed: Path, tmp_path: Path) -> None:
    """The demo's customers, in a book that the installed tool laid out."""
    crmkit, book, site = installed / "crmkit", tmp_path / "book", tmp_path / "site"
    place = run(installed / "python", "-c", "import crmkit; print(crmkit.__file__)", cwd=tmp_path).strip()
    assert Path(place).is_relative_to(installed.parent), "the checkout was used, not the wheel"

    run(crmkit, "init", book, cwd=tmp_path)
    assert (book / "sop" / "tiers.md").read_bytes() == (ROOT / "sop" / "tiers.md").read_bytes()
    shutil.copytree(ROOT / "records", book / "records", dirs_exist_ok=True)

    run(crmkit, "-C", book, "check", cwd=tmp_path)
    run(crmkit, "-C", book, "build", "--out", site, cwd=tmp_path)
    pages = {page.name for page in site.rglob("*.html")}
    customers = {record.stem for record in (ROOT / "records").rglob("CRM-*.md")}
    assert "index.html" in pages
    assert customers
    assert all(any(customer in page for page in pages) for customer in customers)
