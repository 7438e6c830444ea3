"""With what earlier runs kept, site, check and due say the same bytes as without (K3, P6)."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crmkit import cache, resources

CUSTOMERS = 12
WORDS = ("李雷", "韩梅梅", "降本", "二期")
SEEDS: list[Any] = [*range(12)]
if os.environ.get("CRMKIT_SOAK"):
    SEEDS += [pytest.param(seed, marks=pytest.mark.soak) for seed in range(12, 300)]


def record(number: int, dice: random.Random) -> str:
    """A customer who may be brought by another, with a contact whose name others may write in their texts."""
    by = f"CRM-202405{dice.randrange(CUSTOMERS):03}"
    guide = f"source: {{channel: 转介绍, referred_by: {by}, date: 2024-05-02}}\n"
    head = (
        f"---\nid: CRM-202405{number:03}\nname: 客户{dice.randrange(CUSTOMERS)}\ntype: business\n"
        f"status: {dice.choice(('active', 'potential', 'lost'))}\n"
        f"owner: {dice.choice(('zhang.wei', 'li.na'))}\n"
        f"industry: {dice.choice(WORDS)}\ncontacts:\n  - {{name: {dice.choice(WORDS)}, phone: 12600138000}}\n"
    )
    log = "".join(entry(dice) for _ in range(dice.randrange(4)))
    return f"{head}{guide if dice.random() < 0.5 else ''}---\n{log}"


def entry(dice: random.Random) -> str:
    month, day = dice.randrange(1, 8), dice.randrange(1, 29)
    what = (
        f"订单 首期\n- amount: {dice.randrange(1, 400)}万"
        if dice.random() < 0.5
        else "电话 谈妥\n- next: 2024-07-09 电话"
    )
    return f"\n## 2024-{month:02}-{day:02} {what}\n\n{dice.choice(WORDS)}说好了。\n"


class World:
    """A book with its templates, a clock and git, that a step of a sequence changes."""

    def __init__(self, crm: Any, templates: Path, dice: random.Random) -> None:
        self.crm, self.templates, self.dice, self.day = crm, templates, dice, "2024-06-30"
        for number in range(CUSTOMERS):
            self.write(number)
        self.git("init", "-q")
        self.commit()

    def git(self, *words: str) -> None:
        who = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *who, *words], cwd=self.crm.book, check=False, capture_output=True)

    def write(self, number: int) -> None:
        self.crm.write(f"records/CRM-202405{number:03}.md", record(number, self.dice))

    def commit(self) -> None:
        self.git("add", "records", "sop")
        self.git("commit", "-qm", "one")

    def one(self) -> None:
        self.write(self.dice.randrange(CUSTOMERS))

    def add(self) -> None:
        path = self.crm.book / f"records/CRM-202405{self.dice.randrange(CUSTOMERS):03}.md"
        if path.exists():
            path.write_bytes(path.read_bytes() + entry(self.dice).encode())

    def drop(self) -> None:
        (self.crm.book / f"records/CRM-202405{self.dice.randrange(CUSTOMERS):03}.md").unlink(missing_ok=True)

    def double(self) -> None:
        self.crm.write(
            f"records/copy-{self.dice.randrange(3)}.md", record(self.dice.randrange(CUSTOMERS), self.dice)
        )

    def spoil(self) -> None:
        self.crm.write(f"records/CRM-202405{self.dice.randrange(CUSTOMERS):03}.md", "---\nname: [\n---\n")

    def policy(self) -> None:
        tiers = self.crm.book / "sop" / "tiers.md"
        tiers.write_text(
            tiers.read_text("utf-8").replace("amount_12m_top <= 20", "amount_12m_top <= 50"), "utf-8"
        )
        self.crm.write("sop/book.md", self.crm.read("sop/book.md").replace("示例", "我们的"))

    def template(self) -> None:
        page = self.templates / "customer.html"
        page.write_text(page.read_text("utf-8") + f"<p>{self.dice.random()}</p>\n", "utf-8")
        cache.maker.cache_clear()

    def clock(self) -> None:
        self.day = self.dice.choice(("2024-06-29", "2024-06-30", "2024-07-10"))

    def checkout(self) -> None:
        self.commit()
        self.git("checkout", "-q", self.dice.choice(("HEAD~1", "HEAD@{1}", "HEAD")), "--", "records")


STEPS: tuple[Callable[[World], None], ...] = (
    World.one, World.one, World.add, World.add, World.drop, World.double, World.spoil, World.policy,
    World.template, World.clock, World.checkout,
)  # fmt: skip


def files(site: Path) -> dict[str, bytes]:
    return {str(path.relative_to(site)): path.read_bytes() for path in site.rglob("*") if path.is_file()}


@pytest.mark.parametrize("seed", SEEDS)
def test_any_sequence_of_changes_makes_the_bytes_of_a_run_that_remembers_nothing(
    crm: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """The audience `office` knows no person: a new name in one record masks texts of others."""
    own = tmp_path / "templates"
    shutil.copytree(resources.templates(), own)
    monkeypatch.setattr(resources, "templates", lambda: own)
    monkeypatch.setattr(cache, "templates", lambda: own)
    cache.maker.cache_clear()
    dice = random.Random(seed)
    world, audience = World(crm, own, dice), dice.choice(("team", "office"))
    commands = (
        ("check", "--json"),
        ("due", "--json"),
        ("build", "--audience", audience, "--languages", "zh,en"),
    )
    for _ in range(4):
        for command in dice.sample(commands, dice.randrange(1, 4)):
            building = command[0] == "build"
            said = [
                crm(*how, *command, *(("--out", out) if building else ()), as_of=world.day)
                for how, out in (((), "site"), (("--no-cache",), "plain"))
            ]
            assert said[0].code == said[1].code
            if building:
                assert files(crm.book / "site") == files(crm.book / "plain")
            else:
                assert said[0].out == said[1].out
        for step in dice.choices(STEPS, k=dice.randrange(1, 3)):
            step(world)
    cache.maker.cache_clear()


def made(crm: Any, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The customers whose pages a build renders."""
    from crmkit.site.render import Build

    found: list[str] = []
    real = Build.customer_pages

    def seen(build: Any, lang: Any, customer: Any) -> Any:
        found.append(customer.id)
        return real(build, lang, customer)

    monkeypatch.setattr(Build, "customer_pages", seen)
    assert crm("build", "--out", "site", "--audience", "team").code == 0
    monkeypatch.undo()
    return sorted(found)


def book_of_four(crm: Any) -> None:
    """The second was brought by the first; the others know nobody."""
    dice = random.Random(3)
    for number in range(1, 5):
        text = "".join(
            line for line in record(number, dice).splitlines(True) if not line.startswith("source")
        )
        by = (
            "source: {channel: 转介绍, referred_by: CRM-202405001, date: 2024-05-02}\n" if number == 2 else ""
        )
        crm.write(f"records/CRM-202405{number:03}.md", text.replace("industry", f"{by}industry"))


def test_a_build_renders_the_pages_that_a_change_reaches_and_takes_over_the_others(
    crm: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A customer's page names whom they brought, and who brought them; one who is gone is named no more."""
    book_of_four(crm)
    assert len(made(crm, monkeypatch)) == 4
    path = crm.book / "records" / "CRM-202405002.md"
    path.write_text(path.read_text("utf-8") + "\n## 2024-06-20 邮件 报价\n", "utf-8")
    assert made(crm, monkeypatch) == ["CRM-202405001", "CRM-202405002"]
    crm("check")
    crm("due")
    (crm.book / "records" / "CRM-202405001.md").unlink()
    assert made(crm, monkeypatch) == ["CRM-202405002"]


@pytest.mark.parametrize("name", ["records", "pages"])
@pytest.mark.parametrize("harm", ["cut", "flipped", "link", "empty", "folder"])
def test_what_was_kept_and_came_to_harm_is_found_anew(crm: Any, tmp_path: Path, name: str, harm: str) -> None:
    book_of_four(crm)
    crm("build", "--out", "site", "--audience", "team")
    kept = crm.book / ".crmkit" / "cache" / name
    data = kept.read_bytes()
    kept.unlink()
    if harm == "link":
        (tmp_path / "elsewhere").write_bytes(data)
        kept.symlink_to(tmp_path / "elsewhere")
    elif harm == "folder":
        kept.mkdir()
    else:
        at = len(data) * 2 // 3
        changed = {
            "cut": data[:at],
            "flipped": data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :],
            "empty": b"",
        }
        kept.write_bytes(changed[harm])
    path = crm.book / "records" / "CRM-202405003.md"
    path.write_text(path.read_text("utf-8") + "\n## 2024-06-20 邮件 报价\n", "utf-8")
    assert crm("check", "--json").out == crm("--no-cache", "check", "--json").out
    assert crm("build", "--out", "site", "--audience", "team").code == 0
    crm("--no-cache", "build", "--out", "plain", "--audience", "team")
    assert files(crm.book / "site") == files(crm.book / "plain")


def test_a_page_that_somebody_changed_in_the_site_is_made_again(crm: Any) -> None:
    book_of_four(crm)
    crm("build", "--out", "site", "--audience", "team")
    page = crm.book / "site" / "customers" / "CRM-202405003.html"
    page.unlink()
    page.write_text("mine", "utf-8")
    path = crm.book / "records" / "CRM-202405004.md"
    path.write_text(path.read_text("utf-8") + "\n## 2024-06-20 邮件 报价\n", "utf-8")
    crm("build", "--out", "site", "--audience", "team")
    assert b"mine" not in files(crm.book / "site")["customers/CRM-202405003.html"]
