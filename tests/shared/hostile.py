"""Records that a hostile hand wrote: each generator makes one of about so many bytes, of one kind."""

from __future__ import annotations

from collections.abc import Callable

Make = Callable[[int], str]

HEAD = "---\nid: CRM-202405001\nname: 杭州星辰科技有限公司\ntype: business\nstatus: lead\n"
TALK = "## 2024-01-01 电话 询价\n"
ORDER = "## 2024-01-01 订单 一期\n"
LARGEST_PROFILE = 60_000


def body(text: str, profile: str = "") -> str:
    """A record with this below its front-matter."""
    return f"{HEAD}{profile}---\n\n{text}"


def each(unit: str | Callable[[int], str], size: int, before: str = "") -> str:
    """A unit again and again, up to a size in bytes; `#` in it is its number, `@` a day of a month."""

    def made(number: int) -> str:
        if not isinstance(unit, str):
            return unit(number)
        return unit.replace("#", str(number)).replace("@", f"{number % 28 + 1:02}")

    count = max(size // len(made(size // 30).encode()), 1)
    return before + "".join(map(made, range(count)))


def of(unit: str | Callable[[int], str], before: str = "", after: str = "", profile: str = "") -> Make:
    """A body of one unit."""
    return lambda size: body(each(unit, size, before) + after, profile)


def run(char: str, before: str = "", after: str = "") -> Make:
    """A body with one very long run."""
    return lambda size: body(f"{before}{char * (size // len(char.encode()))}{after}\n")


def profile(unit: str | Callable[[int], str], before: str = "", after: str = "\n") -> Make:
    """A profile with one field more, of one unit."""
    return lambda size: f"{HEAD}{each(unit, size, before)}{after}---\n"


def day(number: int) -> str:
    """Another day for each number, for many years."""
    return f"{1990 + number // 336 % 34}-{number // 28 % 12 + 1:02}-{number % 28 + 1:02}"


CONTACT = "contacts:\n  - name: 李雷\n"
TEXT = TALK + "\n"

BODIES: dict[str, Make] = {
    "unknown fields": of("- atitude#: x\n", TALK),
    "unknown fields, an entry each": of(lambda n: f"{TALK}- atitude{n}: x\n\n"),
    "unknown people": of(lambda n: f"{TALK}- by: zhang.we{n}\n\n"),
    "unknown kinds": of(lambda n: f"## 2024-01-01 电活{n} x\n"),
    "unknown choices": of(lambda n: f"{TALK}- direction: inn{n}\n\n"),
    "unknown contacts": of(lambda n: f"{TALK}- with: 李{n}\n\n", profile=CONTACT),
    "unknown contracts": of(lambda n: f"{ORDER}- amount: 1\n- contract: g{n}\n\n"),
    "unknown contracts among known ones": of(
        lambda n: f"## {day(n)} 合同 x\n- id: h{n}\n\n## {day(n)} 订单 x\n- amount: 1\n- contract: g{n}\n\n"
    ),
    "unknown statuses": of(lambda n: f"## {day(n)} 状态 x\n- from: a{n}\n- to: b{n}\n- reason: x\n\n"),
    "known people": of(lambda n: f"## {day(n)} 电话 x\n- by: zhang.wei\n\n"),
    "known contacts": of(lambda n: f"{TALK}- with: 李雷\n\n", profile=CONTACT),
    "allowances on one line": of(" a#", "x <!-- crmkit: allow", " -->\n"),
    "allowances of one name": of(" unknown-field", "x <!-- crmkit: allow", " -->\n"),
    "allowances line by line": of("x <!-- crmkit: allow a# -->\n"),
    "allowances side by side": of("<!-- crmkit: allow a# -->"),
    "promises": of(lambda n: f"{TALK}- next: 2024-02-{n % 28 + 1:02} 电话 x{n}\n\n"),
    "promises of every day": of(lambda n: f"## {day(n)} 电话 x\n- next: {day(n)[:8]}28 电话 y\n\n"),
    "promises of one day": of(lambda n: f"## 2024-01-01 {n % 24:02}:00 电话 x\n- next: 2024-01-01 电话\n\n"),
    "put off": of(lambda n: f"## 2024-01-01 延后 x\n- item: a{n}\n- until: 2024-03-01\n\n"),
    "put off and promised": of(
        lambda n: f"{TALK}- next: 2024-02-01 电话\n\n## 2024-01-02 延后 x\n- item: promise-2024-02-01-{n}\n"
        "- until: 2024-03-01\n\n"
    ),
    "orders": of(lambda n: f"## {day(n)} 订单 x\n- amount: {n}\n\n"),
    "statuses": of(lambda n: f"## {day(n)} 状态 x\n- to: {'lead' if n % 2 else 'signed'}\n- reason: x\n\n"),
    "owners": of(lambda n: f"## {day(n)} 交接 x\n- to: zhang.wei\n- reason: x\n\n"),
    "tiers": of(lambda n: f"## {day(n)} 定级 x\n- to: A\n- until: 2026-01-01\n- reason: x\n\n"),
    "spot checks": of(lambda n: f"## {day(n)} 抽查 x\n\n## {day(n)} 状态 x\n- to: signed\n- reason: x\n\n"),
    "spot checks of unknown fields": of(lambda n: f"## 2024-01-02 抽查 x\n- missing: fon{n}\n\n"),
    "voids of one": of(lambda n: "## 2024-01-01 作废 x\n- voids: 2024-01-01 订单\n- reason: x\n\n"),
    "voids of nothing": of(lambda n: f"## 2024-01-03 作废 x\n- voids: o{n}\n- reason: x\n\n"),
    "voids of each": of(
        lambda n: f"## 2024-01-02 订单 x\n- id: o{n}\n- amount: 1\n\n## 2024-01-03 作废 x\n- voids: o{n}\n"
        "- reason: x\n\n"
    ),
    "tickets": of(lambda n: f"## {day(n)} 投诉 x\n- id: t{n}\n\n"),
    "surveys": of(lambda n: f"## {day(n)} 满意度 x\n- score: {n % 11}\n\n"),
    "headings without a date": of(lambda n: "## a\n"),
    "headings of no day": of(lambda n: "## 2024-13-01 x\n"),
    "headings of a wrong level": of(lambda n: "### 2024-01-01 电话 x\n"),
    "headings underlined": of("2024-01-01\n---\n"),
    "wide colons": of("- feedback： x\n", TALK),
    "phones in text": of("13800138000 ", TEXT),
    "phones in fields": of("- feedback#: 13800138000\n", TALK),
    "digits": of("1 ", TEXT),
    "scripts": of("<script>", TEXT),
    "script links": of("](javascript:", TEXT),
    "comments": of("<!-- x\n"),
    "closed comments": of("<!-- x -->\n"),
    "fences": of("```\n"),
    "fences of two kinds": of("~~~\n```x\n"),
    "fences of every length": lambda size: body(
        "".join("`" * (3 + n) + "\n" for n in range(int((2 * size) ** 0.5)))
    ),
    "a second front-matter": lambda size: body("")[:-1] + "---\n" + each("  a\n", size),
    "a table of empty cells": lambda size: body(
        f"{TEXT}{'|a' * (size // 8)}|\n{'|-' * (size // 8)}|\n" + "|x|\n" * (size // 8)
    ),
    "tables of empty cells": of("|a|b|c|d|e|f|g|h|\n|-|-|-|-|-|-|-|-|\n|x|\n|x|\n\n", TEXT),
    "table lines": of("|-|-|-|\n", TEXT),
    "dashes": run("-", TEXT + "a\n", "x"),
    "emphasis": of("*a **b ", TEXT),
    "emphasis of two kinds": of("a*a_", TEXT),
    "struck out": of("~~a ~b ", TEXT),
    "links": of("[a](b)", TEXT),
    "links that stay open": of("[a](", TEXT),
    "links inside links": lambda size: body(TEXT + "[" * (size // 2) + "]" * (size // 2)),
    "images inside images": lambda size: body(TEXT + "![" * (size // 6) + "a" + "](b)" * (size // 6)),
    "definitions": of("[a#]: /u\n", TEXT),
    "definitions of one name": of("[a]: https://e.example/\n[a] ", TEXT),
    "quotes": run(">", TEXT, " a"),
    "quotes of twenty": of(">>>>>>>>>>>>>>>>>>>> a\n\n", TEXT),
    "lists inside lists": run("* ", TEXT, "a"),
    "code marks": lambda size: body(
        TEXT + "".join("`" * (1 + n) + "a" for n in range(int((2 * size) ** 0.5)))
    ),
    "brackets of HTML": of("<a ", TEXT),
    "wrapped lines": of("很\n", TEXT),
    "a long line": run("很", TEXT),
    "a long heading": run("很", "## 2024-01-01 电话 "),
    "a long field name": run("很", TALK + "- ", ": x"),
    "a heading of one year": run("1", "## 2024-"),
    "blanks in a heading": run(" ", "## 2024-01-01", "x"),
    "wide blanks in a heading": run("\u3000", "##", "2024-01-01 x"),
    "blanks in a text": run(" ", TEXT, "x"),
    "blanks in money": run(" ", ORDER + "- amount: 1", "x"),
    "digits in money": run("1", ORDER + "- amount: ", "x"),
    "commas in money": run("1,", ORDER + "- amount: ", "x"),
    "blanks in a list": run(" ", TALK + "- with: a", "b"),
    "blanks in a name": lambda size: body(f"{TALK}- with: x{' ' * size}y\n", CONTACT),
    "names in a list": of("a#；", TALK + "- with: ", "\n"),
    "blanks in a promise": run(" ", TALK + "- next: 2024-02-01", "x"),
    "blanks in a void": run(" ", "## 2024-01-01 作废 x\n- voids: 2024-01-01", "x"),
    "blanks in a date": run(" ", "## 2024-01-01 延后 x\n- item: a\n- until: 2024", "x"),
    "strange line breaks": of("a\u2028"),
    "conflict markers": of("<<<<<<< x\n"),
}  # fmt: skip

PROFILES: dict[str, Make] = {
    "tags": profile("t#, ", "tags: [", "]\n"),
    "tags line by line": profile("  - t#\n", "tags:\n", ""),
    "contacts": profile("  - name: 李#\n", "contacts:\n", ""),
    "contracts": profile("  - {id: h#, start: 2024-01-01, end: 2024-12-31, amount: 1}\n", "contracts:\n", ""),
    "needs": profile("  - {id: n#, text: x}\n", "needs:\n", ""),
    "attachments": profile("  - {path: files/a#.txt}\n", "attachments:\n", ""),
    "unknown keys": profile("nam#: x\n", "", ""),
    "one key": profile("colour: x\n", "", ""),
    "flow lists": profile("[],", "tags: [", "]\n"),
    "brackets": lambda size: f"{HEAD}tags: {'[' * (size // 2)}{']' * (size // 2)}\n---\n",
    "open brackets": profile("[", "tags: "),
    "dashes": profile("- ", "tags:\n  ", "a\n"),
    "dashes before a block": profile("- ", "a: b: c\n", "|\n"),
    "comments": profile(lambda n: "# x\n", "", ""),
    "signs of a comment": profile(lambda n: "a #b", "first_need: "),
    "colons": profile("a: ", "first_need: "),
    "lines with two colons": profile("a: b: c\n", "", ""),
    "wide colons": profile("a：b\n", "", ""),
    "blocks": profile("a#: |\n  x: y: z\n", "", ""),
    "escapes": profile("\\x41", 'first_need: "', '"\n'),
    "blanks in money": profile(" ", "contracts:\n  - {id: x, start: 2024-01-01, amount: '1", "x'}\n"),
    "blanks in a phone": profile(" ", "contacts:\n  - {name: x, phone: '1", "y'}\n"),
    "extensions in a phone": profile("x ", "contacts:\n  - {name: x, phone: '1", "y'}\n"),
    "blanks in a birthday": profile(" ", "contacts:\n  - {name: x, birthday: '农历", "y'}\n"),
    "dots in an address": profile("a.", "website: ", "#\n"),
    "hyphens in an address": profile("a-", "website: ", "#\n"),
    "dots in a mail address": profile("a.", "contacts:\n  - {name: x, email: 'a@", "'}\n"),
    "blanks in a date": profile(" ", "recorded: {by: zhang.wei, date: '2024", "y'}\n"),
    "blanks in a percentage": profile(" ", "potential: '", "%'\n"),
    "blanks in a list": profile(" ", "tags: 'a", "b'\n"),
    "commas in a list": profile("a,", "tags: "),
    "blanks in a wish": profile(" ", "contacts:\n  - {name: x, prefers: '电话", "y'}\n"),
    "folders of an attachment": profile("a/", "attachments:\n  - {path: '", "'}\n"),
}  # fmt: skip

# What every run tries; the rest is tried by `make soak`.
SAMPLE = (
    "unknown fields", "unknown people", "unknown kinds", "allowances on one line", "known people",
    "promises", "put off and promised", "voids of nothing", "spot checks", "phones in fields",
    "a second front-matter", "a table of empty cells", "emphasis of two kinds", "links inside links",
    "definitions", "quotes of twenty", "fences of every length", "a heading of one year",
    "blanks in money", "blanks in a list", "blanks in a name",
)  # fmt: skip
PROFILE_SAMPLE = (
    "tags", "contacts", "unknown keys", "open brackets", "dashes before a block", "blanks in a phone",
    "dots in an address", "lines with two colons",
)  # fmt: skip
