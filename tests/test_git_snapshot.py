"""A commit and the index are read like the disk: every path has its bytes, or what stands there (L3, P4)."""

from __future__ import annotations

import os
import pickle
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit import git
from crmkit.disk import snapshot as disk_snapshot
from crmkit.git import blobs as blobs_module
from crmkit.git import errors, process
from crmkit.git.snapshot import StoredSnapshot, commit_snapshot, index_snapshot
from crmkit.load import Absent


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of this machine reaches the tests."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture
def repo(tmp_path: Path) -> Any:
    """An empty repository: `repo("add", "-A")` runs git in it, `repo.path` is where it lies."""
    return made(tmp_path / "book")


def made(path: Path, *how: str) -> Any:
    (path / "records").mkdir(parents=True)
    (path / "sop").mkdir()
    subprocess.run(["git", "init", "-q", "-b", "main", *how], cwd=path, check=True)

    def run(*arguments: str, check: bool = True, text: bytes | None = None) -> str:
        who = ["-c", "user.name=Zhang Wei", "-c", "user.email=zhang.wei@crm.example"]
        done = subprocess.run(
            ["git", *who, *arguments], cwd=path, input=text, capture_output=True, check=False
        )
        assert not check or done.returncode == 0, done.stderr
        return os.fsdecode(done.stdout).strip()

    run.path = path  # type: ignore[attr-defined]
    return run


def commit(repo: Any, *files: tuple[str, bytes]) -> str:
    for path, data in files:
        (repo.path / path).parent.mkdir(parents=True, exist_ok=True)
        (repo.path / path).write_bytes(data)
    repo("add", "--all")
    repo("commit", "-qm", "Change", "--allow-empty")
    return str(repo("rev-parse", "HEAD"))


def read(root: Path, rev: str = "HEAD") -> StoredSnapshot:
    return commit_snapshot(root, git.commit_of(root, rev))


# --- the same as the disk -----------------------------------------------------------------------------------

NAMES = [
    "records/客户.md", "records/a b.md", "records/new\nline.md", "records/quote\"'.md", "records/-x.md",
    "records/:(glob)x.md", "records/tab\t.md", "records/back\\slash.md", "sop/ü.md",
    "records/deep/er/文件.md", os.fsdecode(b"records/latin-\xe9.md"),
]  # fmt: skip


def test_every_name_that_git_can_hold_is_read(repo: Any) -> None:
    commit(repo, *((name, os.fsencode(name)) for name in NAMES))
    for stored in (read(repo.path), index_snapshot(repo.path)):
        assert dict(stored) == {name: os.fsencode(name) for name in NAMES}
        assert list(stored) == sorted(NAMES) == list(disk_snapshot(repo.path))
        assert len(stored) == len(NAMES)
        assert "records/none.md" not in stored


part = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0/"), min_size=1, max_size=12
).filter(lambda text: text not in (".", "..") and text.lower() != ".git")


@given(st.dictionaries(part.map(lambda text: f"records/{text}"), st.binary(max_size=300), max_size=8))
def test_any_names_and_bytes_come_back_as_they_were_stored(files: dict[str, bytes]) -> None:
    """Stored by git's own plumbing, so that no file system has a say."""
    with here() as repo:
        lines = []
        for path, data in files.items():
            name = repo("hash-object", "-w", "--stdin", text=data)
            lines.append(f"100644 {name}\t{path}\0".encode())
        repo("update-index", "-z", "--index-info", text=b"".join(lines))
        assert dict(index_snapshot(repo.path)) == files
        repo("commit", "-qm", "x", "--allow-empty")
        assert dict(read(repo.path)) == files


class here:
    """A repository of its own for each example."""

    def __enter__(self) -> Any:
        from tempfile import mkdtemp

        self.folder = mkdtemp()
        return made(Path(self.folder) / "book")

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.folder)


def test_links_and_deep_folders_are_what_they_are_on_the_disk(repo: Any) -> None:
    deep = "records/" + "/".join("d" for _ in range(40)) + "/x.md"
    commit(repo, ("records/a.md", b"a"), ("records/sub/b.md", b"b"), (deep, b"deep"), ("sop/tiers.md", b"t"))
    for name, target in {
        "file.md": "a.md", "folder": "sub", "folder.md": "sub", "up": "..", "out": "/etc", "gone.md": "gone",
        "sideways": "../sop", "self": ".", "file": "a.md", "sub/back": "../sub",
        "out.md": "/etc/passwd", "notes.md": "../notes.md",
    }.items():  # fmt: skip
        os.symlink(target, repo.path / "records" / name)
    repo("add", "--all")
    repo("commit", "-qm", "links")
    on_disk = dict(disk_snapshot(repo.path))
    assert dict(read(repo.path)) == on_disk == dict(index_snapshot(repo.path))
    assert {why for why in on_disk.values() if isinstance(why, Absent)} == {Absent.LINK, Absent.TOO_DEEP}


@pytest.mark.parametrize(("kind", "why"), [("link", Absent.LINK), ("file", Absent.IRREGULAR)])
def test_records_that_are_no_folder_are_told(repo: Any, kind: str, why: Absent) -> None:
    (repo.path / "records").rmdir()
    if kind == "link":
        (repo.path / "records").symlink_to("/etc")
    else:
        (repo.path / "records").write_bytes(b"x")
    commit(repo, ("sop/a.md", b"a"))
    assert dict(read(repo.path)) == dict(disk_snapshot(repo.path)) == {"records/": why, "sop/a.md": b"a"}


def test_a_file_too_large_is_not_read_and_the_next_one_is(repo: Any) -> None:
    commit(
        repo,
        ("records/a.md", b"x" * ((1 << 20) + 1)),
        ("records/b.md", b"b"),
        ("records/c.md", b"x" * (1 << 20)),
    )
    stored = read(repo.path)
    assert stored["records/a.md"] is Absent.TOO_LARGE
    assert stored["records/b.md"] == b"b"
    assert stored["records/c.md"] == b"x" * (1 << 20)
    assert stored.size("records/a.md") == (1 << 20) + 1
    assert stored.size("records/none.md") is None


def test_a_submodule_is_told_and_not_entered(repo: Any, tmp_path: Path) -> None:
    inner = made(repo.path / "records" / "east")
    commit(inner, ("records/x.md", b"x"))
    commit(repo, ("records/a.md", b"a"))
    wanted = {"records/a.md": b"a", "records/east/": Absent.SUBMODULE}
    assert dict(read(repo.path)) == dict(index_snapshot(repo.path)) == wanted


def test_bytes_are_those_committed_whatever_a_checkout_would_make_of_them(repo: Any) -> None:
    commit(repo, ("records/a.md", b"one\r\ntwo\n"), ("records/b.md", "中文\n".encode("gbk")))
    (repo.path / ".gitattributes").write_bytes(b"*.md text eol=crlf ident export-subst\n")
    assert read(repo.path)["records/a.md"] == b"one\r\ntwo\n"
    assert read(repo.path)["records/b.md"] == "中文\n".encode("gbk")


# --- where the book lies ------------------------------------------------------------------------------------


def test_a_book_in_a_folder_of_a_repository_is_read_from_there(tmp_path: Path) -> None:
    outer = made(tmp_path / "outer")
    inside = "team\n上海/book"
    commit(
        outer, ("records/not-ours.md", b"no"), (f"{inside}/records/a.md", b"a"), (f"{inside}/sop/b.md", b"b")
    )
    wanted = {"records/a.md": b"a", "sop/b.md": b"b"}
    assert dict(read(outer.path / inside)) == dict(index_snapshot(outer.path / inside)) == wanted
    assert dict(read(outer.path / inside / "records")) == {}


def test_a_repository_of_longer_names_is_read_like_any_other(tmp_path: Path) -> None:
    repo = made(tmp_path / "book", "--object-format=sha256")
    name = commit(repo, ("records/a.md", b"a"), ("records/empty.md", b""))
    assert len(git.commit_of(repo.path, "HEAD")) == 64 == len(name)
    assert (
        dict(read(repo.path))
        == dict(index_snapshot(repo.path))
        == {"records/a.md": b"a", "records/empty.md": b""}
    )


def test_a_second_working_tree_reads_its_own_head_and_index(repo: Any, tmp_path: Path) -> None:
    commit(repo, ("records/a.md", b"one"))
    repo("worktree", "add", "-q", "-b", "side", str(tmp_path / "side"))
    commit(repo, ("records/a.md", b"two"))
    assert read(tmp_path / "side")["records/a.md"] == b"one"
    assert index_snapshot(tmp_path / "side")["records/a.md"] == b"one"
    assert read(tmp_path / "side", "main")["records/a.md"] == b"two"


# --- the index ----------------------------------------------------------------------------------------------


def test_the_index_is_neither_the_commit_nor_the_disk(repo: Any) -> None:
    commit(repo, ("records/a.md", b"one"), ("records/gone.md", b"x"))
    (repo.path / "records/a.md").write_bytes(b"two")
    repo("add", "records/a.md")
    repo("rm", "-q", "--cached", "records/gone.md")
    (repo.path / "records/a.md").write_bytes(b"three")
    assert dict(index_snapshot(repo.path)) == {"records/a.md": b"two"}


def test_an_unmerged_path_is_neither_side(repo: Any) -> None:
    commit(repo, ("records/a.md", b"base"), ("records/b.md", b"base"), ("records/c.md", b"c"))
    repo("checkout", "-qb", "side")
    commit(repo, ("records/a.md", b"side"))
    repo("rm", "-q", "records/b.md")
    commit(repo)
    repo("checkout", "-q", "main")
    commit(repo, ("records/a.md", b"main"), ("records/b.md", b"main"))
    repo("merge", "side", check=False)
    wanted = {"records/a.md": Absent.UNMERGED, "records/b.md": Absent.UNMERGED, "records/c.md": b"c"}
    assert dict(index_snapshot(repo.path)) == wanted


def test_what_is_only_announced_is_not_staged(repo: Any) -> None:
    commit(repo, ("records/a.md", b"a"))
    (repo.path / "records/later.md").write_bytes(b"later")
    (repo.path / "records/empty.md").write_bytes(b"")
    repo("add", "records/empty.md")
    repo("add", "--intent-to-add", "records/later.md")
    assert dict(index_snapshot(repo.path)) == {"records/a.md": b"a", "records/empty.md": b""}


def test_a_hook_reads_the_index_of_its_commit(repo: Any) -> None:
    """`git commit FILE` commits an index of its own, and tells the hook which."""
    commit(repo, ("records/a.md", b"a"), ("records/b.md", b"b"))
    (repo.path / "records/a.md").write_bytes(b"staged")
    repo("add", "records/a.md")
    (repo.path / "records/b.md").write_bytes(b"committed")
    hook = repo.path / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(
        '#!/bin/sh\nprintf %s "$GIT_INDEX_FILE" > told\ncp "$GIT_INDEX_FILE" .git/kept\n', "utf-8"
    )
    hook.chmod(0o755)
    repo("commit", "-qm", "b", "records/b.md")
    assert (repo.path / "told").read_text("utf-8").endswith(".lock")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_INDEX_FILE", ".git/kept")
        assert dict(index_snapshot(repo.path)) == {"records/a.md": b"a", "records/b.md": b"committed"}
    assert index_snapshot(repo.path)["records/a.md"] == b"staged"


def test_an_index_of_another_repository_is_not_read(repo: Any, tmp_path: Path, monkeypatch: Any) -> None:
    commit(repo, ("records/a.md", b"a"))
    other = made(tmp_path / "other")
    commit(other, ("records/other.md", b"other"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other.path / ".git/index"))
    assert dict(index_snapshot(repo.path)) == {"records/a.md": b"a"}


# --- errors, told apart -------------------------------------------------------------------------------------


def loose(repo: Any, spec: str) -> Path:
    name = repo("rev-parse", spec)
    path: Path = repo.path / ".git/objects" / name[:2] / name[2:]
    path.chmod(0o644)
    return path


@pytest.mark.parametrize("spec", ["HEAD:records/a.md", "HEAD:records", "HEAD^{tree}"])
@pytest.mark.parametrize(("harm", "kind"), [("missing", git.MissingObject), ("broken", git.BrokenObject)])
def test_content_that_is_not_here_is_told_from_content_that_is_damaged(
    repo: Any, spec: str, harm: str, kind: type[git.GitError]
) -> None:
    commit(repo, ("records/a.md", b"a"), ("records/b.md", b"b"))
    path = loose(repo, spec)
    path.unlink() if harm == "missing" else path.write_bytes(b"damaged")
    with pytest.raises(kind) as caught:
        dict(read(repo.path))
    assert type(caught.value) is kind
    if spec.endswith(".md"):
        assert caught.value.about == "records/a.md"
        stored = read(repo.path)
        for ask in (stored.size, stored.__getitem__):
            with pytest.raises(kind):
                ask("records/a.md")
        assert stored["records/b.md"] == b"b"


def test_an_object_that_is_cut_off_is_damaged(repo: Any) -> None:
    commit(repo, ("records/a.md", bytes(range(256)) * 400))
    path = loose(repo, "HEAD:records/a.md")
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(git.BrokenObject):
        dict(read(repo.path))


def test_a_partial_clone_is_without_content_and_asks_nobody_for_it(repo: Any, tmp_path: Path) -> None:
    commit(repo, ("records/a.md", b"a"))
    repo("config", "uploadpack.allowFilter", "true")
    far = tmp_path / "far"
    subprocess.run(
        ["git", "clone", "-q", "--no-checkout", "--filter=blob:none", repo.path.as_uri(), far], check=True
    )
    stored = read(far)
    assert list(stored) == ["records/a.md"]
    with pytest.raises(git.MissingObject, match=r"records/a\.md"):
        stored["records/a.md"]
    shutil.rmtree(repo.path)
    with pytest.raises(git.MissingObject):
        stored["records/a.md"]


def test_before_the_first_commit_of_a_shallow_clone_is_told_from_a_slip(repo: Any, tmp_path: Path) -> None:
    for text in (b"1", b"2", b"3"):
        commit(repo, ("records/a.md", text))
    far = tmp_path / "far"
    subprocess.run(["git", "clone", "-q", "--depth=2", repo.path.as_uri(), far], check=True)
    assert read(far, "HEAD~1")["records/a.md"] == b"2"
    with pytest.raises(git.BehindShallow):
        git.commit_of(far, "HEAD~2")
    for rev in ("mian", "mian~2"):
        with pytest.raises(git.NoSuchRevision) as caught:
            git.commit_of(far, rev)
        assert type(caught.value) is git.NoSuchRevision


@pytest.mark.parametrize(
    "rev",
    ["", " ", "nope", "main~9", "-x", "--all", "^main", "main..main", "main...main", "HEAD:records", ":index",
     "HEAD^{tree}", "a\0b", "main@{yesteday}", "deadbeef" * 5, "HEAD^{/nothing}", "main\n"],
)  # fmt: skip
def test_what_is_no_commit_is_told(repo: Any, rev: str) -> None:
    commit(repo, ("records/a.md", b"a"))
    with pytest.raises(git.NoSuchRevision) as caught:
        git.commit_of(repo.path, rev)
    assert caught.value.about == rev


def test_every_way_that_git_knows_names_a_commit(repo: Any) -> None:
    first = commit(repo, ("records/a.md", b"1"))
    repo("tag", "-a", "v1", "-m", "annotated")
    repo("branch", "客户/分支")
    second = commit(repo, ("records/a.md", b"2"))
    for rev in ("HEAD~1", "main^", "v1", "v1^{}", "客户/分支", first, first[:8], "HEAD@{1}", "main@{1}"):
        assert git.commit_of(repo.path, rev) == first
    for rev in ("HEAD", "@", "main", "refs/heads/main", "@{0}", ":/Change", "HEAD@{now}"):
        assert git.commit_of(repo.path, rev) == second
    assert set(git.names(repo.path)) == {"main", "v1", "客户/分支"}


def test_a_name_of_two_is_no_name(repo: Any) -> None:
    """Git takes the tag, and a repository may have it say nothing of that."""
    commit(repo, ("records/a.md", b"1"))
    repo("tag", "v1")
    commit(repo, ("records/a.md", b"2"))
    repo("branch", "v1")
    repo("config", "core.warnAmbiguousRefs", "false")
    with pytest.raises(git.AmbiguousRevision):
        git.commit_of(repo.path, "v1~0")
    assert git.commit_of(repo.path, "refs/heads/v1") != git.commit_of(repo.path, "refs/tags/v1")


def test_a_day_before_git_noted_anything_is_not_its_first(repo: Any) -> None:
    commit(repo, ("records/a.md", b"1"))
    for rev in ("@{5 years ago}", "main@{2001-01-01}", "@{7}"):
        with pytest.raises(git.BeforeTheLog):
            git.commit_of(repo.path, rev)


def test_no_object_stands_in_the_place_of_another(repo: Any) -> None:
    """A commit is what its name says, though the repository would replace it."""
    old = commit(repo, ("records/a.md", b"true"))
    new = commit(repo, ("records/a.md", b"false"))
    repo("replace", old, new)
    assert read(repo.path, old)["records/a.md"] == b"true"


def test_outside_a_repository_and_without_git_is_told_apart(tmp_path: Path, monkeypatch: Any) -> None:
    for ask in (index_snapshot, git.entered, git.names, lambda root: git.commit_of(root, "HEAD")):
        with pytest.raises(git.NotARepository):
            ask(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    for ask in (index_snapshot, git.entered, git.names, lambda root: git.commit_of(root, "HEAD")):
        with pytest.raises(git.NotInstalled):
            ask(tmp_path)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives a folder away")
def test_a_repository_of_another_user_is_told(repo: Any) -> None:
    commit(repo, ("records/a.md", b"a"))
    for path in (repo.path, repo.path / ".git"):
        os.chown(path, 12345, 12345)
    with pytest.raises(git.UnsafeOwnership):
        git.commit_of(repo.path, "HEAD")


@pytest.mark.parametrize(
    ("program", "kind"),
    [("kill -9 $$", git.NoAnswer), ("exec sleep 60", git.NoAnswer), ("exec yes", git.TooMuch),
     ("echo 'fatal: odd' >&2; exit 128", git.Refused)],
)  # fmt: skip
def test_a_git_that_does_not_answer_is_told(
    repo: Any, tmp_path: Path, monkeypatch: Any, program: str, kind: type[git.GitError]
) -> None:
    commit(repo, ("records/a.md", b"a"))
    stored = read(repo.path)
    monkeypatch.setattr(process, "PATIENCE", 0.5)
    monkeypatch.setattr(process, "_MOST", 1 << 20)
    posing = tmp_path / "bin" / "git"
    posing.parent.mkdir()
    posing.write_text(f"#!/bin/sh\n{program}\n", "utf-8")
    posing.chmod(0o755)
    monkeypatch.setenv("PATH", str(posing.parent) + os.pathsep + os.environ["PATH"])
    with pytest.raises(kind) as caught:
        index_snapshot(repo.path)
    assert type(caught.value) is kind
    if kind is not git.TooMuch:
        with pytest.raises(kind, match=r"records/a\.md"):
            stored["records/a.md"]


def test_an_answer_that_is_no_content_is_damage(repo: Any, tmp_path: Path, monkeypatch: Any) -> None:
    commit(repo, ("records/a.md", b"a"))
    stored = read(repo.path)
    monkeypatch.setattr(blobs_module, "start", lambda *_, **__: subprocess.Popen(
        ["sh", "-c", "read line; echo $line tree 5; cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE))  # fmt: skip
    with pytest.raises(git.BrokenObject):
        stored["records/a.md"]


def kinds() -> Iterator[type[git.GitError]]:
    below = [git.GitError]
    while below:
        kind = below.pop()
        below += kind.__subclasses__()
        yield kind


@pytest.mark.parametrize("kind", list(kinds()))
def test_an_error_crosses_from_one_process_to_another(kind: type[git.GitError]) -> None:
    error = pickle.loads(pickle.dumps(kind("records/a.md", "gone")))
    assert (type(error), error.about, error.said) == (kind, "records/a.md", "gone")
    assert isinstance(error, OSError)


def test_a_tree_without_end_is_not_listed(repo: Any, monkeypatch: Any) -> None:
    """Ten folders that are one, on ten levels: thirty objects, ten thousand million paths (P8)."""
    monkeypatch.setattr(process, "_MOST", 1 << 20)
    blob = repo("hash-object", "-w", "--stdin", text=b"x")
    tree = repo("mktree", text="".join(f"100644 blob {blob}\tf{n}\n" for n in range(10)).encode())
    for _ in range(9):
        tree = repo("mktree", text="".join(f"040000 tree {tree}\td{n}\n" for n in range(10)).encode())
    top = repo("mktree", text=f"040000 tree {tree}\trecords\n".encode())
    name = repo("commit-tree", top, "-m", "bomb")
    with pytest.raises(git.TooMuch):
        read(repo.path, name)


# --- one process for all ------------------------------------------------------------------------------------

MANY = 10_000 if os.environ.get("CRMKIT_SOAK") else 300


def test_all_contents_come_from_one_process(repo: Any, monkeypatch: Any) -> None:
    commit(repo, *((f"records/{n}.md", f"record {n}".encode()) for n in range(MANY)))
    started: list[tuple[str, ...]] = []
    real = process.start

    def counted(root: Path, *arguments: str, **how: Any) -> Any:
        started.append(arguments)
        return real(root, *arguments, **how)

    monkeypatch.setattr(process, "start", counted)
    monkeypatch.setattr(blobs_module, "start", counted)
    stored = commit_snapshot(repo.path, git.commit_of(repo.path, "HEAD"))
    assert dict(stored) == {f"records/{n}.md": f"record {n}".encode() for n in range(MANY)}
    assert [arguments[0] for arguments in started] == ["rev-parse", "ls-tree", "cat-file"]
    sizes = [stored.size(path) for path in stored]
    assert sum(filter(None, sizes)) == sum(len(f"record {n}") for n in range(MANY))
    assert len(started) == 4


def test_a_forked_process_takes_no_answer_of_another(repo: Any) -> None:
    commit(repo, *((f"records/{n}.md", f"record {n}".encode()) for n in range(50)))
    stored = read(repo.path)
    assert stored["records/0.md"] == b"record 0"
    child = os.fork()
    if child == 0:
        right = all(stored[f"records/{n}.md"] == f"record {n}".encode() for n in range(50))
        os._exit(0 if right else 1)
    assert all(stored[f"records/{n}.md"] == f"record {n}".encode() for n in range(50))
    assert os.waitpid(child, 0)[1] == 0
    assert pickle.loads(pickle.dumps(stored)) is not stored
    assert dict(pickle.loads(pickle.dumps(stored))) == dict(stored)


def test_no_process_outlives_its_snapshot(repo: Any) -> None:
    commit(repo, ("records/a.md", b"a"))
    stored = read(repo.path)
    stored["records/a.md"], stored.size("records/a.md")
    running = [reader.git for reader in stored.blobs._readers.values()]
    del stored
    assert len(running) == 2
    assert all(each.poll() is not None for each in running)


def test_gits_words_in_english_tell_its_errors_apart() -> None:
    for talk, kind in {
        b"fatal: detected dubious ownership in repository at '/x'": git.UnsafeOwnership,
        b"fatal: not a git repository (or any of the parent directories): .git": git.NotARepository,
        b"fatal: cannot use bare repository '/x' (safe.bareRepository is 'explicit')": git.NotARepository,
        b"fatal: ambiguous argument 'x': unknown revision or path": git.NoSuchRevision,
        b"error: short object ID 12 is ambiguous": git.AmbiguousRevision,
        b"fatal: could not fetch 1234 from promisor remote": git.MissingObject,
        b"error: inflate: data stream error\nfatal: Needed a single revision": git.BrokenObject,
        b"something new": None,
    }.items():
        assert errors.kind_of(talk) is kind
