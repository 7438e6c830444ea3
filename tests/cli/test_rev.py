"""`--rev` reads the book as a commit or the index holds it, in every command that reads (L3, L5)."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import click
import pytest

from crmkit.cli.command import Command, Use
from crmkit.cli.formats import formats
from crmkit.cli.frame import crmkit as frame
from crmkit.reports import reports

COMPANY = "records/CRM-202405001.md"
NEW = "records/CRM-202406009.md"


def commands() -> dict[str, Command]:
    """Every command, those within a group by all their names."""

    def below(group: click.Group, names: tuple[str, ...]) -> Any:
        ctx = click.Context(group)
        for name in group.list_commands(ctx):
            found = group.get_command(ctx, name)
            if isinstance(found, click.Group):
                yield from below(found, (*names, name))
            else:
                yield " ".join((*names, name)), found

    return dict(below(frame, ()))


READERS = sorted(name for name, command in commands().items() if command.use is Use.READS)
OTHERS = sorted(name for name, command in commands().items() if command.use is not Use.READS)

# Ways to ask, for commands that cannot be asked by their name alone or have several.
ASKED: dict[str, list[tuple[str, ...]]] = {
    "brief": [("左宗棠",), ("星辰", "--json")],
    "build": [("--audience", "team", "--languages", "zh,en")],
    "check": [(), ("records",), (COMPANY, "--quiet"), *(("--format", each) for each in sorted(formats()))],
    "deal show": [("左宗棠",)],
    "due": [(), ("zgf",), ("--json",)],
    "find": [("预算",), ("采购",), ("云杉",)],
    "list": [(), ("科技",), ("--json",)],
    "need show": [("左宗棠",)],
    "report": [(), *((name,) for name in sorted(reports()))],
    "show": [("zgf",), (COMPANY, "--all"), ("星辰", "--json")],
    "sop show": [("renewal",)],
    "ticket show": [("TK-202406001",)],
    "tiers": [(), ("--explain", "zgf")],
}

TOLD_APART = (("list", ()), ("check", ()), ("find", ("采购",)), ("report", ("owners",)))
"""Questions whose answers are others now: so the law cannot hold by reading the disk twice."""


TICKET = (
    "\n## 2024-06-20 10:00 投诉 报警不准\n- 工单号: TK-202406001\n"
    "\n## 2024-06-20 11:00 需求 按车间出报表\n- 需求编号: n1\n"
    "\n## 2024-06-20 12:00 商机 二期\n- 商机编号: op1\n- 商机阶段: 方案报价\n"
)


@pytest.fixture
def past(small: Any, git_repo: Any) -> Any:
    """A book whose commit `was` holds records and procedures that are different, or gone, on the disk."""
    person = small.read("records/CRM-202406002.md")
    small.write("records/坏 文件.md", "---\nid: CRM-202406005\nname: [x\n---\n")
    small.write(
        "records/CRM-202406006.md", person.replace("6002", "6006").replace("曾国藩", "左宗棠") + TICKET
    )
    git_repo.commit("was")
    git_repo("tag", "was")
    small.write(
        COMPANY, small.read(COMPANY).replace("amount: 600000", "amount: 6000").replace("采购", "生产")
    )
    small.write(NEW, person.replace("6002", "6009").replace("曾国藩", "云杉"))
    small.write("sop/tiers.md", small.read("sop/tiers.md").replace("50万", "70万"))
    (small.book / "records/CRM-202406006.md").unlink()
    (small.book / "records/坏 文件.md").unlink()
    git_repo.commit("now")
    return small


def checked_out(past: Any, git_repo: Any, rev: str) -> Any:
    """The tool on a fresh checkout of the commit, in a folder of the same name."""
    place = past.book.parent / "there" / "book"
    git_repo("worktree", "add", "--quiet", "--detach", str(place), rev)
    return type(past)(place)


def same(text: str, *books: Path) -> str:
    for book in books:
        text = text.replace(str(book), "…")
    return text


@pytest.mark.parametrize(
    ("command", "how"), [(name, how) for name in READERS for how in ASKED.get(name, [()])]
)
@pytest.mark.parametrize("lang", ["en", pytest.param("zh", marks=pytest.mark.soak)])
def test_a_commit_is_read_as_its_checkout(
    past: Any, git_repo: Any, command: str, how: tuple[str, ...], lang: str
) -> None:
    there = checked_out(past, git_repo, "was")
    books = (there.book, past.book)
    words = command.split()
    was, done = there(*words, *how, lang=lang), past("--rev", "was", *words, *how, lang=lang)
    is_ = past(*words, *how, lang=lang)
    assert done.code == was.code != 2, done
    assert same(done.out, *books) == same(was.out, *books)
    assert same(done.err, *books) == same(was.err, *books)
    if (command, how) in TOLD_APART:
        assert was.out != is_.out


def test_a_site_of_a_commit_is_that_of_its_checkout(past: Any, git_repo: Any) -> None:
    """Every byte: the commit's name stands on each page (L5)."""
    there = checked_out(past, git_repo, "was")
    assert there("build").code == past("--rev", "was", "build").code == 1
    sites = []
    for book in (there.book, past.book):
        site = book / "site"
        sites.append({p.relative_to(site).as_posix(): p.read_bytes() for p in site.rglob("*") if p.is_file()})
    assert sites[0] == sites[1]
    assert any(git_repo("rev-parse", "was").strip()[:7].encode() in page for page in sites[1].values())


def test_reading_a_commit_changes_nothing(past: Any, git_repo: Any) -> None:
    for command in READERS:
        if command != "build":
            past("--rev", "was", *command.split(), *ASKED.get(command, [()])[-1])
    assert git_repo("status", "--porcelain") == ""
    assert not list((past.book / ".crmkit").rglob("*")) if (past.book / ".crmkit").exists() else True


def test_what_is_kept_of_the_disk_answers_for_no_commit_and_the_other_way_round(past: Any) -> None:
    for _ in range(2):
        assert "星辰" in past("list").out
        now = past("list").out
        then = past("--rev", "was", "list").out
        assert now != then
        assert past("list").out == now


# --- who takes it -------------------------------------------------------------------------------------------


def test_every_command_says_what_it_does_with_the_book() -> None:
    for name, command in commands().items():
        assert "use" in vars(command), f"{name} says nothing"
        writes = any("--dry-run" in param.opts for param in command.params) and name != "check"
        assert (command.use is Use.WRITES) == writes, name
    assert {"serve", "doctor", "explain"} <= set(OTHERS)
    assert {"init", "import", "log", "new", "set", "skip", "snooze"} <= set(OTHERS)


@pytest.mark.parametrize("lang", ["en", pytest.param("zh", marks=pytest.mark.soak)])
@pytest.mark.parametrize("command", OTHERS)
def test_a_command_that_reads_no_commit_refuses_one(
    past: Any, git_repo: Any, command: str, lang: str
) -> None:
    how = {
        "log": ("zgf", "电话", "x", "--by", "刘洋"), "set": ("zgf", "special=x", "--by", "刘洋"),
        "new": ("某某",), "snooze": ("zgf", "phone", "--until", "2024-07-30", "--reason", "x"),
        "init": ("x",), "skip": ("zgf", "phone", "--reason", "x"), "import": ("a.csv", "--map", "map.md"),
        "approve": ("zgf",), "reject": ("zgf", "--reason", "x"),
        "ticket open": ("zgf", "投诉", "x"), "ticket answer": ("T", "电话"), "ticket update": ("T", "电话"),
        "ticket solve": ("T", "电话"), "ticket accept": ("T", "--with", "x"), "ticket close": ("T",),
        "ticket visit": ("T", "电话", "--score", "8"), "ticket pause": ("T", "--reason", "x"),
        "merge-driver": ("O", "A", "B"),
        "ticket extend": ("T", "--until", "2024-07-30", "--reason", "x", "--told", "x"),
        "need open": ("zgf", "x"), "need update": ("zgf",), "need solve": ("zgf",),
        "deal open": ("zgf", "x"), "deal move": ("zgf", "方案报价"), "deal win": ("zgf",),
        "deal lose": ("zgf", "--because", "价格"), "contract tell": ("zgf", "电话"),
        "contract sign": ("zgf", "HT-1", "--start", "2024-06-01", "--end", "2025-05-31"),
        "contract renew": ("zgf", "--end", "2025-05-31"), "contract end": ("zgf", "--because", "价格"),
        "sop start": ("zgf", "renewal"), "sop step": ("zgf", "x"), "sop hand-over": ("zgf", "x"),
    }.get(command, ())  # fmt: skip
    done = past("--rev", "was", *command.split(), *how, lang=lang)
    assert (done.code, done.out) == (2, "")
    assert "--rev" in done.err
    assert command.split()[-1] in done.err
    assert git_repo("status", "--porcelain") == ""


@pytest.mark.parametrize("how", [("--fix",), ("--fix", "--dry-run")])
def test_nothing_is_mended_in_a_commit(past: Any, git_repo: Any, how: tuple[str, ...]) -> None:
    done = past("--rev", "was", "check", *how)
    assert (done.code, done.out) == (2, "")
    assert "--fix" in done.err
    assert git_repo("status", "--porcelain") == ""


# --- which commit -------------------------------------------------------------------------------------------


NONE = (
    ("wsa", "was"), ("mian", "main"), ("mian~1", "main"), ("", ""), ("main~9", ""), ("--all", ""),
    (":idnex", ":index"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("command", "rev", "near"),
    [  # every command, and every name: in CI each of them once, all pairs in `make soak`
        pytest.param(command, *none, marks=[] if (at + nth) % len(NONE) == 0 else [pytest.mark.soak])
        for at, command in enumerate(READERS)
        for nth, none in enumerate(NONE)
    ],
)
def test_a_commit_that_is_none_stops_every_command(past: Any, command: str, rev: str, near: str) -> None:
    done = past(f"--rev={rev}", *command.split(), *ASKED.get(command, [()])[-1])
    assert (done.code, done.out) == (2, "")
    assert done.err.count("\n") == 1
    assert f"'{rev}'" in done.err
    assert ("did you mean" in done.err) == bool(near)
    assert f"'{near}'" in done.err or not near


@pytest.mark.parametrize("rev", ["\x1b[31m\n::error::own", "main@{\x1b[31m}", ":/\n::error::own"])
def test_a_name_of_a_commit_is_obeyed_by_no_terminal(past: Any, rev: str) -> None:
    for lang in ("en", "zh"):
        done = past("--rev", rev, "list", lang=lang)
        assert done.code in (0, 2)  # git takes some of it for a day
        assert "\x1b" not in done.err
        assert not any(line.startswith("::") for line in done.err.split("\n"))


def test_a_commit_is_given_once(past: Any) -> None:
    done = past("--rev", "was", "--rev", "main", "list")
    assert (done.code, done.out) == (2, "")
    assert "--rev" in done.err


def test_git_takes_nearly_any_words_for_a_day_so_the_commit_is_said(past: Any, git_repo: Any) -> None:
    commit = git_repo("rev-parse", "main").strip()
    done = past("--rev", "main@{now}", "list")
    assert done.code == 0
    assert done.err.split("\n")[0] == f"crmkit: main@{{now}} is commit {commit[:12]} of 2024-06-30"
    assert "is commit" not in past("--rev", "main@{0}", "list").err
    early = past("--rev", "main@{2001-01-01}", "list")
    assert (early.code, early.out) == (2, "")


def test_a_name_of_a_branch_and_a_tag_is_refused(past: Any, git_repo: Any) -> None:
    git_repo("branch", "was", "main")
    done = past("--rev", "was", "list")
    assert (done.code, done.out) == (2, "")
    assert "refs/tags/" in done.err
    assert past("--rev", "refs/tags/was", "list").out != past("--rev", "refs/heads/was", "list").out


def test_a_branch_that_moves_meanwhile_is_read_where_it_stood(
    past: Any, git_repo: Any, monkeypatch: Any
) -> None:
    """A run looks its commit up once."""
    from crmkit.git.entries import of_commit

    commits: list[str] = []

    def moved(root: Path, commit: str, *paths: str) -> Any:
        commits.append(commit)
        git_repo("commit", "--quiet", "--allow-empty", "-m", "more")
        return of_commit(root, commit, *paths)

    monkeypatch.setattr("crmkit.git.snapshot.of_commit", moved)
    was = git_repo("rev-parse", "main").strip()
    assert past("--rev", "main", "build").code == 0
    assert set(commits) == {was}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_commit_without_procedures_holds_no_book(past: Any, git_repo: Any, lang: str) -> None:
    git_repo("rm", "-rq", "--cached", "sop")
    git_repo("commit", "-qm", "no procedures")
    done = past("--rev", "main", "list", lang=lang)
    assert (done.code, done.out) == (2, "")
    assert "sop/" in done.err
    assert "main" in done.err
    assert past("list").code == 0


def test_a_book_that_is_not_checked_out_can_be_read(past: Any, git_repo: Any) -> None:
    before = past("--rev", "was", "list").out
    git_repo("checkout", "--quiet", "--orphan", "empty")
    git_repo("rm", "-rqf", ".")
    (past.book / "keep").write_bytes(b"")
    assert past("list").code == 2
    assert past("--rev", "was", "list").out == before


def test_a_book_in_a_folder_of_the_repository_is_read_from_any_folder(small: Any, tmp_path: Path) -> None:
    import subprocess

    for words in (["init", "-q"], ["add", "--all", "book"], ["commit", "-qm", "x"]):
        who = ["-c", "user.name=x", "-c", "user.email=x@crm.example"]
        subprocess.run(["git", *who, *words], cwd=tmp_path, check=True)
    wanted = small("list").out
    (small.book / COMPANY).unlink()
    assert small("--rev", "HEAD", "list").out == wanted != small("list").out
    inner = type(small)(small.book / "records")
    assert inner("--rev", "HEAD", "list").out == wanted
    assert inner("--rev", "HEAD", "check", "--quiet", "CRM-202405001.md").code == 0
    assert inner("--rev", "HEAD", "show", "CRM-202405001.md").code == 0


def test_a_path_is_looked_for_in_the_commit(past: Any) -> None:
    """On the disk the one is gone, and the other was not yet there."""
    assert past("--rev", "was", "check", "records/坏 文件.md").code == 1
    for path in (NEW, "records/none.md", "/etc/passwd", "../x.md"):
        done = past("--rev", "was", "check", path)
        assert (done.code, done.out) == (2, "")
        assert path in done.err
    assert past("--rev", "was", "show", "records/CRM-202406006.md").code == 0
    assert past("--rev", "was", "show", NEW).code == 2


# --- what is staged -----------------------------------------------------------------------------------------


def test_the_index_is_what_a_commit_would_hold(past: Any, git_repo: Any) -> None:
    """A hook checks what is committed, not what lies about."""
    past.write(COMPANY, past.read(COMPANY).replace("status: signed", "status: sigend"))
    assert past("check", "--quiet").code == 1
    assert past("--rev", ":index", "check", "--quiet").code == 0
    git_repo("add", COMPANY)
    past.write(COMPANY, past.read(COMPANY).replace("sigend", "signed"))
    assert past("check", "--quiet").code == 0
    done = past("--rev", ":index", "check", "--quiet", "--format", "concise")
    assert done.code == 1
    assert f"{COMPANY}:6:9: CRM323" in done.out


def test_the_first_commit_can_be_checked_before_it_is_made(small: Any, git_repo: Any) -> None:
    git_repo("checkout", "--quiet", "--orphan", "fresh")
    git_repo("rm", "-rq", "--cached", "records", check=False)
    assert small("--rev", ":index", "check", "--quiet").code == 0
    assert "星辰" not in small("--rev", ":index", "list").out  # nobody added the records
    git_repo("add", "--all")
    assert small("--rev", ":index", "list").out == small("list").out
    assert small("--rev", ":index", "build").code == 0
    assert small("--rev", "HEAD", "list").code == 2


def test_an_unfinished_merge_is_told_and_hides_no_other(past: Any, git_repo: Any) -> None:
    git_repo("checkout", "--quiet", "-b", "side", "was")
    past.write(COMPANY, past.read(COMPANY).replace("做精密检测仪器的", "做仪器的"))
    past.write("records/CRM-202406002.md", past.read("records/CRM-202406002.md") + "\n一句话\n")
    git_repo.commit("side")
    git_repo("checkout", "--quiet", "main")
    past.write(COMPANY, past.read(COMPANY).replace("做精密检测仪器的", "做精密仪器的"))
    git_repo.commit("main")
    git_repo("merge", "side", check=False)
    done = past("--rev", ":index", "check", "--quiet", "--format", "concise")
    assert done.code == 1
    assert done.out.startswith(f"{COMPANY}:1:1: CRM031 merge-unfinished")
    assert done.out.count("CRM031") == 1
    listed = past("--rev", ":index", "list")
    assert (listed.code, "曾国藩" in listed.out, "星辰" in listed.out) == (1, True, False)
    assert COMPANY in listed.err


def test_what_is_committed_of_our_own_folders_is_told_of_that_commit(past: Any, git_repo: Any) -> None:
    (past.book / ".site.1a2b.new").mkdir()
    (past.book / ".site.1a2b.new/x").write_bytes(b"")
    git_repo("add", "--force", ".site.1a2b.new")
    assert "CRM017" not in past("--rev", "main", "check", "--format", "concise").out
    assert "CRM017" in past("--rev", ":index", "check", "--format", "concise").out
    git_repo("commit", "-qm", "half a site")
    assert "CRM017" in past("--rev", "main", "check", "--format", "concise").out
    git_repo("rm", "-rq", "--cached", ".site.1a2b.new")
    assert "CRM017" in past("--rev", "main", "check", "--format", "concise").out
    assert "CRM017" not in past("check", "--format", "concise").out


# --- when git does not answer -------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_damage_is_one_line_and_no_empty_book(past: Any, git_repo: Any, lang: str) -> None:
    name = git_repo("rev-parse", f"was:{COMPANY}").strip()
    stored = past.book / ".git/objects" / name[:2] / name[2:]
    stored.chmod(0o644)
    stored.write_bytes(b"damaged")
    broken = past("--rev", "was", "list", lang=lang)
    assert (broken.code, broken.out, broken.err.count("\n")) == (3, "", 1)
    assert COMPANY in broken.err
    assert "git fsck" in broken.err
    stored.unlink()
    missing = past("--rev", "was", "list", lang=lang)
    assert (missing.code, missing.out, missing.err.count("\n")) == (3, "", 1)
    assert COMPANY in missing.err
    assert missing.err != broken.err
    assert past("--rev", "main", "list").code == 0


@pytest.mark.parametrize(("lang", "said"), [("en", "no repository"), ("zh", "不在 Git 仓库里")])
def test_a_book_in_no_repository_has_no_commits(small: Any, lang: str, said: str) -> None:
    for rev in ("HEAD", ":index"):
        done = small("--rev", rev, "list", lang=lang)
        assert (done.code, done.out) == (2, "")
        assert said in done.err


def test_without_git_there_is_no_commit_to_read(past: Any) -> None:
    for rev in ("HEAD", ":index"):
        done = past("--rev", rev, "list", env={"PATH": "/nowhere"})
        assert (done.code, done.out) == (3, "")
        assert "git is not installed" in done.err


def test_many_records_of_a_commit_are_read_in_processes(past: Any, git_repo: Any, monkeypatch: Any) -> None:
    """Each process has a git of its own; damage in one ends the run like any other (P4)."""
    from crmkit import sweep
    from crmkit.cli import rim

    monkeypatch.setattr(sweep, "_WORTH_A_PROCESS", 2)
    monkeypatch.setattr(rim, "processors", lambda: 2)
    text = past.read("records/CRM-202406002.md")
    for number in range(100, 140):
        past.write(f"records/CRM-202407{number}.md", text.replace("CRM-202406002", f"CRM-202407{number}"))
    git_repo.commit("many")
    for command in (("list",), ("check", "--format", "concise"), ("build",)):
        done, wanted = past("--rev", "main", *command), past("--no-cache", *command)
        assert (done.code, done.out) == (wanted.code, wanted.out)
    name = git_repo("rev-parse", "main:records/CRM-202407120.md").strip()
    text = text.replace("CRM-202406002", "CRM-202407120")
    (past.book / ".git/objects" / name[:2] / name[2:]).unlink()
    done = past("--rev", "main", "list")
    assert (done.code, done.out) == (3, "")
    assert "records/CRM-202407120.md" in done.err


def test_two_clocks_say_what_was_known_and_what_was_true(past: Any) -> None:
    """The commit says which text, the day which of its entries (L3)."""
    amount = {
        (rev, day): past(*(["--rev", rev] if rev else []), "tiers", "--explain", "星辰", as_of=day).out
        for rev in ("was", "") for day in ("2024-05-19", "2024-06-30")
    }  # fmt: skip
    assert "600,000" in amount["was", "2024-06-30"]
    assert "600,000" not in amount["was", "2024-05-19"]
    assert "600,000" not in amount["", "2024-06-30"]
    assert len(set(amount.values())) >= 3


def test_the_help_says_it_in_both_languages(past: Any) -> None:
    assert ":index" in past("--help").out
    assert "提交" in past("--help", lang="zh").out


@pytest.fixture(autouse=True)
def _no_leftovers(tmp_path: Path) -> Any:
    yield
    shutil.rmtree(tmp_path / "there", ignore_errors=True)
