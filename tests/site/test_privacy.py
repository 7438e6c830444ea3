"""What an audience may not see is in no byte of its site (P9, J1, J4): a canary in every field and text."""

from __future__ import annotations

import html
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import pytest

from crmkit.load import load, load_policy
from crmkit.policy import Policy
from crmkit.schema.fields import Field
from crmkit.tree import snapshot

ROOT = Path(__file__).resolve().parents[2]
NUMBER = "CRM-202405001"
PROFILE = f"customers/{NUMBER}.html"
TEXTS = ("text", "url", "path", "phone", "email")
"""Types whose canary is a value; in a field of another type it is a text that cannot be read."""


class Canary(NamedTuple):
    """A text that occurs nowhere else, with the privacy and the type of the field that says it."""

    text: str
    privacy: str
    type: str
    place: str


class Cage:
    """Hands out canaries and remembers them."""

    def __init__(self) -> None:
        self.all: list[Canary] = []

    def text(self, privacy: str, place: str, type: str = "text") -> str:
        number = len(self.all) + 100
        shapes = {
            "phone": f"1390000{number:04}",
            "email": f"kanarie{number}@hidden.example",
            "url": f"https://hidden.example/kanarie{number}",
            "path": f"files/kanarie{number}.pdf",
        }
        said = shapes.get(type, f"金丝雀{number}'\"&<é>")
        self.all.append(Canary(said, privacy, type, place))
        return said

    def value(self, field: Field, place: str) -> Any:
        here = f"{place}.{field.key}"
        if field.fields.all:
            group = {each.key: self.value(each, here) for each in field.fields}
            return [group] if field.type == "list" else group
        said = self.text(field.privacy, here, field.of or field.type)
        return [said] if field.type == "list" else said


def record(policy: Policy, cage: Cage) -> str:
    """A record with a canary in every field of the profile and of every class of entries, and in all text."""
    lines = ["---", f"id: {NUMBER}"]
    for field in policy.schema.profile:
        if field.key != "id":
            lines.append(f"{field.key}: {json.dumps(cage.value(field, 'profile'), ensure_ascii=False)}")
    lines += ["---", "", cage.text("free", "about"), ""]
    for day, kind in enumerate(policy.vocabulary.kinds.values(), 1):
        lines.append(f"## 2024-05-{day % 28 + 1:02} {kind.key} {cage.text('free', f'{kind.key} subject')}")
        for field in policy.schema.entry_fields(kind.cls):
            if field.fits(kind.cls) and not field.fields.all and field.key not in ("voids", "void"):
                if kind.field and field.key == "field":
                    continue  # the kind itself says which field changed
                privacy = field.privacy if field.privacy in ("personal", "secret") else "free"
                said = cage.text(privacy, f"{kind.key} {field.key}", field.of or field.type)
                lines.append(f"- {field.key}: {said}")
        lines += ["", cage.text("free", f"{kind.key} text"), ""]
    for changed in ("name", "hobbies", "owner", cage.text("free", "changed field")):
        lines += ["## 2024-05-29 change", f"- field: {changed}"]
        lines += [f"- from: {cage.text('free', 'from')}", f"- to: {cage.text('free', 'to')}", ""]
    lines += [f"## 2024-05-30 {cage.text('free', 'kind')} {cage.text('free', 'subject')}", ""]
    lines += [f"- {cage.text('free', 'unknown key')}: {cage.text('free', 'unknown value')}", ""]
    return "\n".join(lines)


def forms(text: str) -> Iterator[str]:
    """A text as a page, an address, a script or a style sheet might write it."""
    yield text
    yield html.escape(text)
    yield html.escape(text).replace("&#x27;", "&#39;").replace("&quot;", "&#34;")
    yield "".join(f"&#{ord(each)};" for each in text)
    yield "".join(f"&#x{ord(each):x};" for each in text)
    yield quote(text)
    yield quote(text).lower()
    yield json.dumps(text)[1:-1]
    yield json.dumps(text, ensure_ascii=False)[1:-1]
    yield json.dumps(text, ensure_ascii=False)[1:-1].replace("<", "\\u003c")


def core(text: str) -> str:
    """The part of a canary that no escaping of quotes hides: `金丝雀117`, `kanarie118`, a phone's number."""
    found = re.search(r"金丝雀\d+|kanarie\d+|\d{11}", text)
    assert found is not None
    return found[0]


def bytes_of(site: Path) -> bytes:
    return b"\n".join(
        path.name.encode() + b"\n" + path.read_bytes() for path in sorted(site.rglob("*")) if path.is_file()
    )


@pytest.fixture
def caged(crm: Any) -> tuple[Any, Cage]:
    """A book with one record full of canaries, and audiences that see less and less."""
    policy, _ = load_policy(snapshot(crm.book))
    assert policy is not None
    cage = Cage()
    crm.write(f"records/{NUMBER}.md", record(policy, cage))
    book = crm.read("sop/book.md")
    audience = "  - {key: nobody, label: {zh: 无, en: Nobody}, sees: [], text: no}\n"
    crm.write("sop/book.md", book.replace("forge:", audience + "forge:", 1))
    return crm, cage


def site(crm: Any, audience: str) -> Path:
    out = crm.book.parent / f"site-{audience}"
    said = crm("build", "--out", str(out), "--audience", audience, "--languages", "zh,en")
    assert (out / PROFILE).is_file(), said
    return Path(out)


@pytest.mark.parametrize(
    ("audience", "sees"), [("office", ("public", "internal")), ("nobody", ()), ("", ("public", "internal"))]
)
def test_what_an_audience_may_not_see_is_in_no_byte_of_its_site(
    caged: tuple[Any, Cage], audience: str, sees: tuple[str, ...]
) -> None:
    crm, cage = caged
    data = bytes_of(site(crm, audience))
    hidden = [each for each in cage.all if each.privacy not in sees or each.type not in TEXTS]
    assert len(hidden) > 100
    leaks = [
        (each.place, form)
        for each in hidden
        for form in {*forms(each.text), *forms(core(each.text))}
        if form.encode() in data
    ]
    assert leaks == []


def test_the_team_sees_every_personal_value_and_all_text(caged: tuple[Any, Cage]) -> None:
    crm, cage = caged
    page = (site(crm, "team") / PROFILE).read_bytes()
    shown = [
        each for each in cage.all if each.privacy in ("personal", "secret", "free") and each.type in TEXTS
    ]
    missing = [each.place for each in shown if core(each.text).encode() not in page]
    assert missing == []


def test_a_mask_says_nothing_of_what_it_hides(caged: tuple[Any, Cage]) -> None:
    """Two values of different length look the same."""
    crm, _ = caged
    page = (site(crm, "office") / PROFILE).read_text("utf-8")
    masks = set(re.findall(r'<span class="mask".*?</span></span>', page))
    assert len(masks) == 1


# --- names in fields of any kind ----------------------------------------------------------------------------

NAMED = """---
id: CRM-202405009
name: 甲公司
type: business
status: signed
owner: li.na
region: 杭州，麦子航办公室
phone: 0571-88880000 找麦子航
fax: 13912345678
source: {channel: 转介绍, detail: 麦子航介绍, referred_by: 麦子航}
organisation: 麦子航管采购
special: 周末找  麦 子航不在时打 139 1234 5678
confirmed: {date: 2024-05-20, by: 麦子航, file: files/麦子航.pdf}
product_use: sent to mai@hidden.example
competitors: Ask MAI ZIHANG-LI; Priya Raman knows
strategy_aims: Ramanujan 数学
products: [麦子航版]
needs:
  - {id: n1, text: 麦子航要的报表, state: 跟进中, source: 麦子航}
contacts:
  - {name: 麦子航, title: 麦子航自己, phone: 139-1234-5678, prefers: 找麦子航}
  - {name: Priya Raman, email: mai@hidden.example}
  - {name: Raman}
contracts:
  - {id: HT-麦子航, product: 麦子航专用, start: 2024-05-20, end: 2025-05-19}
opportunities:
  - {id: o1, name: 麦子航的项目}
attachments:
  - {path: files/麦子航.pdf, title: 名片}
  - {path: files/b.pdf, title: 麦子航名片}
tags: [麦子航]
---

## 2024-05-20 订单 麦子航签收
- amount: 100
- product: 麦子航专用
"""
OTHER = NAMED.replace("202405009", "202405010").replace("甲公司", "乙公司").split("contacts:")[0] + "---\n"


@pytest.mark.parametrize("audience", ["office", "nobody"])
def test_no_field_of_any_kind_names_a_contact_to_who_may_know_none(
    crm: Any, audience: str, caged: tuple[Any, Cage]
) -> None:
    """Who signed, who knows whom, a switchboard that says whom to ask for; on another customer's page too."""
    crm.write("records/CRM-202405009.md", NAMED)
    crm.write("records/CRM-202405010.md", OTHER)
    data = bytes_of(site(crm, audience)).decode("utf-8").casefold()
    for secret in ("麦子航", "priya raman", "mai@hidden", "12345678", "1234-5678", "1234 5678"):
        assert secret not in data, secret


RUN = """---
id: CRM-202405009
name: 甲公司
type: business
status: signed
owner: li.na
contracts:
  - {id: LiLei2024, product: 平台, start: 2023-07-20, end: 2024-07-19}
---

## 2024-06-26 10:00 流程 签约
- playbook: new_customer_signing

- [ ] 悄悄看一眼 · 截止 2024-06-28 12:00

## 2024-06-27 10:00 流程 续约
- playbook: renewal
- contract: LiLei2024

- [ ] 悄悄: 问一声 · 截止 2024-06-28 12:00
"""


@pytest.mark.parametrize("audience", ["office", "nobody"])
def test_who_reads_no_free_text_reads_no_line_of_a_check_list_in_the_queue(
    crm: Any, audience: str, caged: tuple[Any, Cage]
) -> None:
    """J4: neither the line nor the number of what the run is of, nor either in the command that ticks it."""
    crm.write("records/CRM-202405009.md", RUN)
    profile = "customers/CRM-202405009.html"
    team = [(site(crm, "team") / page).read_text("utf-8") for page in ("today.html", profile)]
    for page in team:
        assert "悄悄看一眼" in page
        assert "LiLei2024" in page
    out = site(crm, audience)
    data = bytes_of(out).decode("utf-8")
    assert "悄悄" not in data
    assert "LiLei2024" not in (out / "today.html").read_text("utf-8")
    if audience == "nobody":
        assert "LiLei2024" not in data
    assert "crmkit sop step CRM-202405009 '…' --playbook renewal" in html.unescape(data)


def test_what_only_looks_like_a_name_is_shown(crm: Any, caged: tuple[Any, Cage]) -> None:
    """Raman is a contact, Ramanujan is none; a switchboard with an extension is a number."""
    crm.write("records/CRM-202405009.md", NAMED.replace("找麦子航", "转 8012"))
    page = (site(crm, "office") / "customers/CRM-202405009.html").read_text("utf-8")
    assert "Ramanujan" in page
    assert "0571-88880000 转 8012" in page
    team = (site(crm, "team") / "customers/CRM-202405009.html").read_text("utf-8")
    assert team.count("麦子航") > 10


def test_nobody_of_the_demo_book_stands_in_the_default_site(crm: Any) -> None:
    """Names, phones and addresses of contacts, but for a person who is the customer and is called so."""
    shutil.copytree(ROOT / "records", crm.book / "records", dirs_exist_ok=True)
    found = load(snapshot(crm.book))
    out = crm.book / "site"
    crm("build", "--languages", "zh,en", as_of="2025-12-31")
    data = bytes_of(out).decode("utf-8")
    called = " ".join(customer.name for customer in found.book.customers.values())
    people = [each for customer in found.book.customers.values() for each in customer.contacts]
    secrets = {text for each in people for text in (each.name, each.phone, each.email) if text}
    assert len(secrets) > 200
    assert sorted(text for text in secrets if text in data and text not in called) == []
