"""A file of `sop/` is one reader in `policy/files/`; what no reader answers to is told (K1)."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from plug_in import beside

from crmkit.calendar.bucket import Bucket
from crmkit.load import load_policy
from crmkit.pages.customers.lines import IDLE
from crmkit.policy import files as package
from crmkit.policy import policy as policy_module
from crmkit.policy import read_policy, required
from crmkit.policy.files import PartReader, Parts, PolicyFile, PolicyFolder, ordered, readers
from crmkit.policy.files.cadence import Cadence
from crmkit.policy.files.people import People
from crmkit.policy.files.views import NEXT
from crmkit.resources import PlugInError
from sop import sop

ROOT = Path(__file__).resolve().parents[2]
SOP = sop(ROOT / "sop")

GIFTS = '''"""Read `gifts.md`: what a gift may cost, and who allows it."""

from __future__ import annotations

from typing import NamedTuple

from crmkit.policy.files import Parts, PolicyFile
from crmkit.policy.files.people import People
from crmkit.policy.reading import Cursor, group, integer, named


class Gifts(NamedTuple):
    """A gift costs at most so much; `allowed_by` are all who may allow one."""

    most: int = 0
    allowed_by: tuple[str, ...] = ()


def read_gifts(c: Cursor, have: Parts) -> Gifts:
    """The gifts."""
    limits = group(c, "limits")
    role = named(c, "role", "role")
    allowed = tuple(person.id for person in have.get(People).with_role(role))
    return Gifts(integer(limits, "most", 0, required=True) if limits else 0, allowed)


FILE = PolicyFile(name="gifts.md", of=Gifts, read=read_gifts, needs=(People,), default=Gifts())
'''

LETTERS = '''"""Read `letters/`: the subject of each letter."""

from __future__ import annotations

from collections.abc import Mapping

from crmkit.policy.files import Parts, PolicyFolder
from crmkit.policy.reading import Cursor, text


class Letters(dict[str, str]):
    """Subjects by the letter's name."""


def read_letters(cursors: Mapping[str, Cursor], _: Parts) -> Letters:
    """The letters."""
    return Letters({name: text(c, "subject", required=True) for name, c in cursors.items()})


def answers(letters: Letters) -> dict[str, list[str]]:
    """Their names."""
    return {"letter": list(letters)}


FILE = PolicyFolder(
    name="letters/", of=Letters, read=read_letters, default=Letters(), answers=answers
)
'''

Plug = Callable[[str, str], Any]


@pytest.fixture
def plug(tmp_path: Path) -> Iterator[Plug]:
    """Put a module into the folder of policy files, and import it where it is sound."""
    with beside(package, tmp_path / "plug-ins", readers) as write:

        def put(name: str, text: str) -> Any:
            write(name, text)
            return importlib.import_module(f"{package.__name__}.{name}")

        yield put


def found(files: dict[str, str]) -> list[str]:
    """The findings on the standard pack with these files, as `file:line code near`."""
    _, findings = read_policy({**SOP, **{f"sop/{name}": text.encode() for name, text in files.items()}})
    said = [
        f"{f.source.path.removeprefix('sop/')}:{f.source.line} {f.code} {dict(f.arguments).get('near', '')}"
        for f in findings
    ]
    return [one.rstrip() for one in said]


def changed(name: str, old: str, new: str) -> list[str]:
    """The findings after a change, as `code near`; all must stand on the line where it begins."""
    text = (ROOT / "sop" / name).read_text("utf-8")
    assert old in text
    start = text.index(old) + next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), 0)
    place = f"{name}:{text.count(chr(10), 0, start) + 1} "
    said = found({name: text.replace(old, new, 1)})
    assert all(one.startswith(place) for one in said)
    return [one.removeprefix(place) for one in said]


# --- a reader -----------------------------------------------------------------------------------------------


def test_a_policy_file_is_one_module(plug: Plug) -> None:
    """Its part by type, what it needs of others, its default, its unread keys and its dead names."""
    Gifts = plug("gifts", GIFTS).Gifts
    policy, findings = read_policy(SOP)
    assert policy is not None
    assert not findings
    assert policy.get(Gifts) == Gifts()
    text = "---\nformat: 1\nlimits: {most: 200}\nrole: manager\n---\n"
    policy, findings = read_policy({**SOP, "sop/gifts.md": text.encode()})
    assert policy is not None
    assert not findings
    assert policy.get(Gifts) == Gifts(200, ("wang.min", "chen.gang", "huang.yan", "xu.feng"))
    assert "gifts.md" in policy.files
    wrong = "---\nformat: 1\nlimits: {most: 200, mots: 3}\nrole: manger\nrule: 1\n---\n"
    assert found({"gifts.md": wrong}) == [
        "gifts.md:3 CRM905 most", "gifts.md:4 CRM906 manager", "gifts.md:5 CRM905 role",
    ]  # fmt: skip


def test_a_folder_is_one_module_and_answers_to_the_names_of_its_files(plug: Plug) -> None:
    """Letters were named by tracks before anybody wrote one; once one is written, names are looked up."""
    Letters = plug("letters", LETTERS).Letters
    asked = {"birthday", "anniversary", "festival", "renewal_notice", "newsletter", "thank_you"}
    written = {f"letters/{name}.md": "---\nformat: 1\nsubject: x\n---\nText.\n" for name in asked}
    policy, _ = read_policy({**SOP, **{f"sop/{name}": text.encode() for name, text in written.items()}})
    assert policy is not None
    assert policy.get(Letters) == dict.fromkeys(sorted(asked), "x")
    assert found(written) == ["cadence.md:14 CRM906", "cadence.md:24 CRM906"], "nobody wrote follow_up_report"
    assert found({**written, "letter/follow_up_report.md": DATA})[2:] == [
        "letter/follow_up_report.md:1 CRM919 letters/"
    ]
    written["letters/follow_up_report.md"] = "---\nformat: 1\nsubjcet: x\n---\n"
    assert found(written) == [
        "letters/follow_up_report.md:2 CRM902",
        "letters/follow_up_report.md:3 CRM905 subject",
    ]


def test_a_reader_whose_constant_is_misspelt_fails_with_its_name(plug: Plug) -> None:
    plug("gifts", GIFTS.replace("FILE =", "FLIE ="))
    with pytest.raises(PlugInError, match=r"^crmkit\.policy\.files\.gifts: no FILE; is FLIE meant\?$"):
        read_policy(SOP)


def test_a_reader_that_is_no_reader_fails_with_its_name(plug: Plug) -> None:
    plug("gifts", GIFTS[: GIFTS.index("FILE =")] + 'FILE = "gifts.md"\n')
    with pytest.raises(PlugInError, match=r"files\.gifts: FILE is of type str, not PartReader$"):
        read_policy(SOP)


class A(NamedTuple):
    """A part."""


class B(NamedTuple):
    """Another part."""


def one(name: str, of: type, *needs: type) -> PartReader[Any]:
    return PolicyFile(name=name, of=of, read=lambda c, have: of(), needs=needs, default=of())


def test_readers_come_behind_what_they_need() -> None:
    assert [r.name for r in ordered([one("a.md", A, B), one("b.md", B)])] == ["b.md", "a.md"]


@pytest.mark.parametrize(
    ("some", "said"),
    [
        ([one("a.md", A, B), one("b.md", B, A)], r"circle: [ab]\.md → [ab]\.md → [ab]\.md"),
        ([one("a.md", A, A)], r"circle: a\.md → a\.md"),
        ([one("a.md", A, B)], r"^a\.md needs B, which no reader gives$"),
        ([one("a.md", A), one("b.md", A)], r"^a\.md and b\.md both give A$"),
    ],
)
def test_readers_that_cannot_be_ordered_are_named(some: list[PartReader[Any]], said: str) -> None:
    with pytest.raises(PlugInError, match=said):
        ordered(some)


def test_a_reader_sees_only_what_it_says_it_needs() -> None:
    have = Parts("gifts.md", {A: A()})
    assert have.get(A) == A()
    with pytest.raises(PlugInError, match=r"^the reader of gifts\.md does not say that it needs B$"):
        have.get(B)


def test_a_policy_file_takes_no_type_of_another_that_it_does_not_need() -> None:
    """Files of one folder may lean on each other only as `needs` says, so that the order is known."""
    for reader in readers():
        own = importlib.import_module(reader.of.__module__)
        if own.__name__.startswith(f"{package.__name__}."):
            types = {value for value in vars(own).values() if isinstance(value, type)}
            others = {one for one in types if one.__module__.startswith(f"{package.__name__}.")}
            mine = {one for one in others if one.__module__ == own.__name__}
            assert others - mine <= set(reader.needs), reader.name


def test_no_reader_reads_a_file_a_second_time() -> None:
    """A cursor of one's own would note nothing and tell nobody."""
    texts = {path.name: path.read_text("utf-8") for path in Path(package.__path__[0]).glob("*.py")}
    assert [name for name, text in texts.items() if re.search(r"\bCursor\(", text)] == []


def test_a_policy_gives_each_part_by_its_type() -> None:
    policy, _ = read_policy(SOP)
    assert policy is not None
    assert policy.get(People) is policy.people
    quiet = policy.having(policy.get(Cadence)._replace(inbound=False))
    assert (quiet.get(Cadence).inbound, policy.get(Cadence).inbound) == (False, True)
    with pytest.raises(PlugInError, match="no policy file gives A"):
        policy.get(A)
    with pytest.raises(PlugInError, match="no policy file gives A"):
        policy.having(A())


def test_a_kind_of_names_that_nobody_answers_to_is_misuse(plug: Plug) -> None:
    plug("gifts", GIFTS.replace('"role", "role"', '"role", "rolle"'))
    with pytest.raises(PlugInError, match="no policy file answers to a rolle"):
        read_policy({**SOP, "sop/gifts.md": b"---\nformat: 1\nrole: manager\n---\n"})


def test_what_every_record_needs_is_required() -> None:
    assert required() == ("book.md", "fields.md", "people.md", "status.md", "tiers.md", "vocabulary.md")
    assert all(isinstance(reader, PolicyFile | PolicyFolder) for reader in readers())
    assert policy_module.FOLDER == "sop/"


# --- files that nothing reads -------------------------------------------------------------------------------

DATA = "---\nformat: 1\n---\n"


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("cadense.md", DATA, ["cadense.md:1 CRM919 cadence.md"]),
        ("Cadence.md", DATA, ["Cadence.md:1 CRM919 cadence.md"]),
        ("cadense.md", "# Only text\n", ["cadense.md:1 CRM919 cadence.md"]),
        ("team.md", DATA, ["team.md:1 CRM919"]),
        ("team.md", "# Only text\n", []),
        ("README.md", "# Only text\n", []),
        ("README.md", "---\ntags: [crm]\n---\n", ["README.md:1 CRM919"]),
        ("handbook/cadence.md", DATA, ["handbook/cadence.md:1 CRM919 cadence.md"]),
    ],
)
def test_a_file_that_nothing_reads_is_told_with_the_nearest_name(
    name: str, text: str, expected: list[str]
) -> None:
    """Text for people may lie beside the procedures, unless its name is nearly one of theirs."""
    assert found({name: text}) == expected


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("cadence.MD", "cadence.md"), ("cadence.yaml", "cadence.md"), ("cadense.markdown", "cadence.md"),
        ("cadence.txt", "cadence.md"), ("notes.txt", None), ("cadence.png", None), ("plan.yml", None),
    ],
)  # fmt: skip
def test_a_file_that_is_called_nearly_like_a_procedure_is_told(name: str, near: str | None) -> None:
    _, findings = load_policy({**SOP, f"sop/{name}": b"x"})
    assert [(f.source.path, f.code, dict(f.arguments)["near"]) for f in findings] == (
        [(f"sop/{name}", "CRM919", near)] if near else []
    )


@pytest.mark.parametrize("name", [".cadence.md", "~cadence.md", "#cadence.md"])
def test_what_an_editor_leaves_behind_is_no_procedure(name: str) -> None:
    assert found({name: DATA}) == []


def test_a_procedure_without_its_data_is_told() -> None:
    """A file that is read must say something, whether the book can do without it or not."""
    assert found({"views.md": "# Nothing\n"}) == ["views.md:1 CRM100"]


# --- keys that nothing read ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("tickets.md", "first_answer:", "frist_answer:", ["CRM905 first_answer"]),
        ("tickets.md", "role: agent", "role: nobody", ["CRM906"]),
        ("tickets.md", "department: service", "department: servce", ["CRM906 service"]),
        ("tickets.md", "within: 1 hour", "within: 1 huor", ["CRM904"]),
        ("tickets.md", "within: 1 hour", "whitin: 1 hour", ["CRM902", "CRM905 within"]),
        ("tickets.md", "\nclock: natural", "\nclock: natrual", ["CRM906 natural"]),
        ("tickets.md", "- key: complaint", "- key: complant", ["CRM906 complaint"]),
        ("tickets.md", "first_answer: {within: 1 hour}", "first_answer: {within: {value: 1 hour}}", []),
        ("kpis.md", "\nkpis:", "\nkpi:", ["CRM905 kpis"]),
        ("kpis.md", "chosen: true}\n    definition", "chosn: true}\n    definition", ["CRM905 chosen"]),
        ("kpis.md", "key: completeness", "key: completness", ["CRM906 completeness"]),
        ("kpis.md", "counts_kinds: [coop", "counts_kinds: [cop", ["CRM906 cooperation_point"]),
        ("kpis.md", "contacts.title,", "contacts.tilte,", ["CRM906 contacts.title"]),
        ("kpis.md", "per: year", "per: yaer", ["CRM906 year"]),
        ("cadence.md", "role: owner", "role: ownr", ["CRM906 owner"]),
        ("cadence.md", "needs: extra_contact", "needs: extra_contct", ["CRM906 extra_contact"]),
        ("playbooks/onboarding.md", "on: 7 days", "on: 9 days, within: 1 day", ["CRM905"]),
        ("playbooks/onboarding.md", "after: signed}", "after: singed}", ["CRM906 signed"]),
        ("playbooks/renewal.md", "after: usage", "after: usge", ["CRM906 usage"]),
        ("playbooks/renewal.md", "accept: {by: lead", "accept: {by: laed", ["CRM906 lead"]),
        ("playbooks/renewal.md", "{contract_end", "{contract_edn", ["CRM902", "CRM905 contract_end"]),
        ("playbooks/renewal.md", "contract_end: opens", "contract_end: opnes", ["CRM904"]),
        ("playbooks/renewal.md", "per: contract", "per: contrct", ["CRM906 contract"]),
        ("playbooks/need_change.md", "key: need_change", "key: need_chang", ["CRM521"]),
        ("playbooks/need_change.md", "entry: [change", "entry: [chnge", ["CRM906 change"]),
        ("playbooks/need_change.md", "needs: [due,", "needs: [deu,", ["CRM906 due"]),
        ("playbooks/d_recovery.md", "trigger: {tier: D}", "trigger: {tier: E}", ["CRM906"]),
        ("playbooks/reactivation.md", "start: proposed", "start: automatic", ["CRM522"]),
        ("playbooks/large_delivery.md", "{when: all_done", "{when: all_doen", ["CRM906 all_done"]),
        ("milestones.md", "from: contacts.birthday", "from: contacts.brithday", ["CRM906 contacts.birthday"]),
        ("milestones.md", "channels: [phone, wechat, card", "channels: [fax, wechat, card", ["CRM906"]),
        ("milestones.md", "solar: 01-01", "solar: 01-01, lunar: 01-02", ["CRM905"]),
        ("people.md", "{field: owner,", "{feild: owner,", ["CRM902", "CRM905 field"]),
        ("vocabulary.md", "\n  incoming:", "\n  incomming:", ["CRM905 incoming"]),
        ("views.md", "tier: [A]", "tier: [Q]", ["CRM906"]),
        ("views.md", 'days: [">90"]', 'days: ["90"]', ["CRM904"]),
        ("views.md", "next: [idle]", "next: [idel]", ["CRM906 idle"]),
        ("views.md", "tier: [A]", "tag: [价格敏感, 意向产品A]", []),
        ("views.md", "tier: [A]", "tag: [价格敏敢]", ["CRM906 价格敏感"]),
        ("views.md", "tier: [A]", "source: [exhibtion], industry: [C13]", ["CRM906 exhibition"]),
    ],
)  # fmt: skip
def test_a_slip_is_told_at_its_place(name: str, old: str, new: str, expected: list[str]) -> None:
    """Read today, by an engine to come, or by none: a rule that nobody hears is the worst mistake."""
    assert changed(name, old, new) == expected


def test_a_key_is_called_by_its_way_from_the_top() -> None:
    _, findings = read_policy(
        {**SOP, "sop/tickets.md": SOP["sop/tickets.md"].replace(b"solution:", b"sulotion:", 1)}
    )
    (finding,) = findings
    assert dict(finding.arguments) == {"key": "types[0].sulotion", "near": "solution"}


def test_what_is_wrong_as_a_whole_is_told_once() -> None:
    """Where a text is wanted, or a list, nothing inside is told again."""
    text = "---\nformat: 1\nstages: {a: {b: c}}\ntracks:\n  - {key: {d: e}, label: [{zh: x}]}\n---\n"
    codes = [one for one in found({"cadence.md": text}) if "CRM905" in one]
    assert codes == []


def test_keys_below_an_unread_key_are_not_told_again() -> None:
    assert changed("cadence.md", "\ncleanup: {", "\ncleenup: {") == ["CRM905 cleanup"]


def test_what_a_view_filters_by_next_is_what_the_list_knows() -> None:
    assert {*NEXT} == {*Bucket, IDLE}
