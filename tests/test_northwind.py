"""Real data through the whole tool: the Northwind company as a book (issue 2; D6, L5, P3)."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "data" / "northwind"
AS_OF = "1998-05-06"

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"the Northwind data is not at {DATA}")


def run(book: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "examples" / "northwind" / "run"), str(DATA), str(book)],
        env={**os.environ, "PYTHONPATH": str(ROOT), "CRMKIT_LANG": "en"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def tree(book: Path) -> dict[str, bytes]:
    """Every file of the book; what Git and the lock keep is not the book's."""
    files = (path for path in book.rglob("*") if path.is_file() and not {".git", ".crmkit"} & {*path.parts})
    return {path.relative_to(book).as_posix(): path.read_bytes() for path in files}


@pytest.fixture(scope="module")
def northwind(tmp_path_factory: pytest.TempPathFactory) -> Path:
    book = tmp_path_factory.mktemp("northwind") / "book"
    done = run(book)
    assert done.returncode == 0, done.stderr
    return book


def records(book: Path) -> list[str]:
    return [path.read_bytes().decode("utf-8") for path in sorted((book / "records").glob("*.md"))]


def test_every_customer_and_order_is_there_to_the_fourth_decimal(northwind: Path) -> None:
    texts = records(northwind)
    amounts = [Decimal(said) for text in texts for said in re.findall(r"^- amount: (\S+)$", text, re.M)]
    assert len(texts) == 91
    assert len(amounts) == 830
    assert f"{sum(amounts):.2f}" == "1265793.04"


def test_the_largest_twelve_month_amounts_are_the_known_ones(northwind: Path) -> None:
    """The window is 1997-05-07 to 1998-05-06."""
    said = crmkit(northwind, "tiers", "--json")
    rows = sorted(json.loads(said)["rows"], key=lambda row: -Decimal(row["amount_12m"]))
    external = dict(
        one
        for t in records(northwind)
        for one in re.findall(r"\Aid: (\S+)\n.*\nexternal: (\S+)$", t[4:], re.M)
    )
    assert [(external[row["id"]], row["amount_12m"]) for row in rows[:3]] == [
        ("SAVEA", "82373.51"),
        ("QUICK", "81238.46"),
        ("ERNSH", "70423.75"),
    ]


def test_phones_postal_codes_and_names_keep_every_character(northwind: Path) -> None:
    """`030-0074321`, `(5) 555-4729`, `88.60.15.31`, `05021`, `Táchira`, two blanks in an address."""
    from crmkit.document import plain, read

    profiles = [plain(read("", text.encode())[0].profile) for text in records(northwind)]
    by_key = {profile["external"]: profile for profile in profiles if isinstance(profile, dict)}
    with open(DATA / "customers.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            profile = by_key[row["customer_id"]]
            assert profile["name"] == row["company_name"]
            assert profile["contacts"] == [{"name": row["contact_name"], "title": row["contact_title"]}]
            for key in ("address", "city", "region", "postal_code", "country", "phone", "fax"):
                assert profile.get(key, "") == row[key]


def test_check_finds_no_error_and_no_warning(northwind: Path) -> None:
    assert crmkit(northwind, "check", "--quiet", "--strict") == ""


def test_run_again_changes_no_byte(northwind: Path) -> None:
    before = tree(northwind)
    done = run(northwind)
    assert done.returncode == 0, done.stderr
    assert tree(northwind) == before


def crmkit(book: Path, *args: str) -> str:
    """The tool's stdout on the book as of the last day of the data."""
    done = subprocess.run(
        [sys.executable, "-m", "crmkit", "-C", str(book), "--as-of", AS_OF, *args],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
