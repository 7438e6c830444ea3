"""The CDNOW customers: 23,570 with 69,659 orders, imported at once, their sums those of pandas (L10, P1).

The data are in the wheel of `lifetimes` (the extra `soak`); without it the wheel alone is fetched.
"""

from __future__ import annotations

import importlib.util
import json
import resource
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

NAME = "lifetimes/datasets/CDNOW_master.txt"
DAY = "1998-06-30"
MAP = """---
format: 1
key: customer
customers:
  customer: external
  "Customer {customer}": name
  =individual: type
  =active: status
orders:
  customer: customer
  day: date
  "CD-{line}": id
  cds: quantity
  amount: amount
---
"""
Lines = list[tuple[str, str, str, str]]


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Lines:
    """Customer, day, number of CDs and amount of each order."""
    found = importlib.util.find_spec("lifetimes")
    if found is not None and found.submodule_search_locations:
        text = (Path(next(iter(found.submodule_search_locations))).parent / NAME).read_text("ascii")
    else:
        text = _fetched(tmp_path_factory.mktemp("wheel"))
    rows = (line.split() for line in text.split("\n") if line.strip())
    return [(row[0], row[1], row[2], row[3]) for row in rows if row[0].isdigit()]


def _fetched(folder: Path) -> str:
    pip = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--dest",
        str(folder),
        "lifetimes",
    ]
    try:
        subprocess.run(pip, check=True, capture_output=True, timeout=120)
    except (subprocess.SubprocessError, OSError):
        pytest.skip(
            "the wheel of lifetimes, which has the CDNOW data, is neither installed nor to be fetched"
        )
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        return wheel.read(NAME).decode("ascii")


def imported(crm: Any, lines: Lines) -> None:
    """The book of these orders' customers; days as the data have them, year, month and day in one."""
    customers = dict.fromkeys(customer for customer, *_ in lines)
    crm.write("map.md", MAP)
    crm.write("c.csv", "customer\n" + "".join(f"{one}\n" for one in customers))
    rows = (f"{number},{','.join(line)}\n" for number, line in enumerate(lines, 1))
    crm.write("o.csv", "line,customer,day,cds,amount\n" + "".join(rows))
    given = ("import", "c.csv", "--map", "map.md", "--orders", "o.csv")
    done = crm.process(*given, "--apply", "--json", as_of=DAY)
    assert done.code == 0, done.err
    counts = {row["table"]: (row["rows"], row["new"]) for row in json.loads(done.out)["rows"]}
    assert counts == {"customers": (len(customers),) * 2, "orders": (len(lines),) * 2}


def same_as_pandas(crm: Any, lines: Lines) -> None:
    """The amount of twelve months of every customer, of whom none is missing."""
    pandas = pytest.importorskip("pandas")
    orders = pandas.DataFrame(lines, columns=["customer", "day", "cds", "amount"])
    orders["day"] = pandas.to_datetime(orders["day"], format="%Y%m%d")
    orders["cents"] = (orders["amount"].astype(float) * 100).round().astype(int)
    last = pandas.Timestamp(DAY)
    window = orders[(orders["day"] > last - pandas.DateOffset(months=12)) & (orders["day"] <= last)]
    wanted = window.groupby("customer")["cents"].sum().reindex(orders["customer"].unique(), fill_value=0)
    done = crm.process("tiers", "--json", as_of=DAY)
    assert done.code == 0, done.err
    said = {
        row["name"].removeprefix("Customer "): round(float(row["amount_12m"]) * 100)
        for row in json.loads(done.out)["rows"]
    }
    assert said == wanted.to_dict()


def test_a_sample_of_the_customers_has_the_sums_of_pandas(crm: Any, lines: Lines) -> None:
    sample = [line for line in lines if int(line[0]) % 100 == 1]
    imported(crm, sample)
    same_as_pandas(crm, sample)


@pytest.mark.soak
def test_all_customers_are_imported_in_a_minute_of_work_and_have_the_sums_of_pandas(
    crm: Any, lines: Lines
) -> None:
    assert (len(dict.fromkeys(line[0] for line in lines)), len(lines)) == (23_570, 69_659)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    imported(crm, lines)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 60
    same_as_pandas(crm, lines)
