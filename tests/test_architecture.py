"""The laws of the source tree: layers, purity, sizes. They read syntax trees, so prose may say anything."""

from __future__ import annotations

import ast
import statistics
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import NamedTuple

import yaml

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "crmkit"

PLUG_IN_ROOMS = ("checks", "changes", "reports", "pages", "imports", "exports", "channels")

# A room is the first path component below crmkit/. It imports from itself and from rows above its own.
# `policy` and `model` are made of schema, rules, calendar and words, which know nothing of them.
LAYERS = (
    ("__init__",),
    ("language", "folders", "plain"),
    ("diagnostics", "resources", "codec"),
    ("document", "excess", "prose"),
    ("allowance",),
    ("schema", "rules", "calendar", "words", "pinyin", "naming"),
    ("figure",),
    ("table",),
    ("policy", "model"),
    ("history",),
    ("load", "edit", "diff", "merge"),
    ("compute",),
    ("view",),
    ("followups",),
    ("reader",),
    ("state", "disk"),
    (*PLUG_IN_ROOMS, "tree", "git", "seal", "cache"),
    ("sweep",),
    ("resume",),
    ("site",),
    ("serve",),
    ("cli",),
    ("__main__",),
)
LAYER = {room: number for number, row in enumerate(LAYERS) for room in row}
RIM = LAYER["cli"]

# Folders in which a file is a plug-in: adding one touches no other, so none may lean on another.
# What they share (their type, say) stands in the folder's __init__.
PLUG_INS = tuple(
    f"crmkit.{folder}"
    for folder in ("compute", "followups.sources", *PLUG_IN_ROOMS, "cli.commands", "cli.doctor")
) + tuple(
    f"crmkit.cli.commands.{group.parent.name}" for group in (PACKAGE / "cli/commands").glob("*/__init__.py")
)

# Rooms that decide: every number and every tier's name in them belongs to sop/.
DECIDING = ("compute", "view", "followups", "checks", "reports")

LONGEST_MODULE = 300
MEDIAN_MODULE = 120
LONGEST_FUNCTION = 60


class Module(NamedTuple):
    """A source file: dotted name, room, path from the root, text and syntax tree."""

    name: str
    room: str
    path: str
    text: str
    tree: ast.Module

    def at(self, node: ast.AST, what: str) -> str:
        return f"{self.path}:{getattr(node, 'lineno', 1)}: {what}"


def read(path: Path) -> Module:
    parts = path.relative_to(ROOT).with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    text = path.read_text("utf-8")
    return Module(name, parts[1], path.relative_to(ROOT).as_posix(), text, ast.parse(text))


@cache
def modules() -> tuple[Module, ...]:
    return tuple(read(path) for path in sorted(PACKAGE.rglob("*.py")))


def below_the_rim() -> Iterator[Module]:
    return (module for module in modules() if LAYER.get(module.room, 0) < RIM)


def imports(module: Module) -> Iterator[tuple[ast.stmt, str]]:
    """Every import as the module it reaches: `from crmkit.checks import x` may reach crmkit.checks.x."""
    known = {m.name for m in modules()}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                package = module.name.split(".")
                up = node.level - (1 if module.path.endswith("__init__.py") else 0)
                base = ".".join([*package[: len(package) - up], *filter(None, [node.module])])
            for alias in node.names:
                deeper = f"{base}.{alias.name}"
                yield node, deeper if deeper in known else base


def own_imports(module: Module) -> Iterator[tuple[ast.stmt, str]]:
    return ((node, target) for node, target in imports(module) if target.split(".")[0] == "crmkit")


def room_of(target: str) -> str:
    return [*target.split("."), "__init__"][1]


def rank(room: str) -> int:
    return LAYER.get(room, RIM)


def dotted(node: ast.AST) -> str:
    """`datetime.datetime.now` for that chain of attributes; the unknown beginning of a chain is left out."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}".lstrip(".")
    return node.id if isinstance(node, ast.Name) else ""


def none(offences: list[str]) -> None:
    assert not offences, "\n" + "\n".join(dict.fromkeys(offences))


def test_every_room_has_a_layer() -> None:
    none([m.at(m.tree, f"room {m.room!r} has no layer") for m in modules() if m.room not in LAYER])


def test_imports_go_only_down() -> None:
    none(
        [
            module.at(node, f"{module.room} may not import {target}")
            for module in modules()
            for node, target in own_imports(module)
            if room_of(target) != module.room and rank(room_of(target)) >= rank(module.room)
        ]
    )


def test_plug_ins_never_import_each_other() -> None:
    none(
        [
            module.at(node, f"imports its sibling {target}")
            for folder in PLUG_INS
            for module in modules()
            if module.name.startswith(f"{folder}.")
            for node, target in own_imports(module)
            if target.startswith(f"{folder}.")
            and target.split(".")[: folder.count(".") + 2] != module.name.split(".")[: folder.count(".") + 2]
        ]
    )


def checked_only(module: Module) -> set[ast.AST]:
    """What stands under `if TYPE_CHECKING`: words for types, no import that runs."""
    return {
        inner
        for node in ast.walk(module.tree)
        if isinstance(node, ast.If) and dotted(node.test).endswith("TYPE_CHECKING")
        for inner in ast.walk(node)
    }


def discovered(module: Module) -> Iterator[str]:
    """The folders whose files a module finds by looking."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and dotted(node.func).endswith("discover") and node.args:
            folder = node.args[0]
            if isinstance(folder, ast.Constant):
                yield str(folder.value)


def reached(known: tuple[Module, ...]) -> dict[str, set[str]]:
    """What each module imports, wherever in it the import stands; a plug-in folder is one with its files."""
    folders = {folder for module in known for folder in discovered(module)}

    def whole(name: str) -> str:
        return next((one for one in folders if name == one or name.startswith(f"{one}.")), name)

    found: dict[str, set[str]] = {}
    for module in known:
        words = checked_only(module)
        targets = {target for node, target in own_imports(module) if node not in words}
        into = found.setdefault(whole(module.name), set())
        into |= {whole(target) for target in (*targets, *discovered(module))} - {whole(module.name)}
    return found


def circle(graph: dict[str, set[str]]) -> list[str]:
    """One circle, its first module named again at its end; empty without any."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_imports_go_in_no_circle_wherever_they_stand() -> None:
    """One inside a function hides a circle from Python, not from whoever has to change the code."""
    assert circle(reached(modules())) == []


def test_a_circle_through_a_function_or_a_plug_in_is_seen() -> None:
    def module(name: str, text: str) -> Module:
        return Module(name, "", name, text, ast.parse(text))

    fields = module("crmkit.schema.fields", "def f():\n    from crmkit.schema.types import types\n")
    types = module("crmkit.schema.types", "discover('crmkit.schema.types', 'TYPE', object)\n")
    money = "from crmkit.schema.fields import Field\n"
    guarded = "if TYPE_CHECKING:\n    from crmkit.schema.fields import Field\n"
    for text, seen in ((money, True), (guarded, False)):
        known = (fields, types, module("crmkit.schema.types.money", text))
        assert bool(circle(reached(known))) is seen


def test_what_is_frozen_is_not_written() -> None:
    """What follows from it is a cached property. Only `cli` itself mends a message of click's."""
    none(
        [
            module.at(node, dotted(node))
            for module in modules()
            if module.name != "crmkit.cli"
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Attribute) and node.attr in {"__setattr__", "__dict__"}
        ]
    )


def test_only_history_compares_a_day_with_that_of_a_void() -> None:
    """Elsewhere an entry is void or not; whether it stood as of a day is asked in one place (L3)."""
    none(
        [
            module.at(node, "compares voided_on: ask crmkit.history")
            for module in modules()
            if module.name != "crmkit.history"
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Compare)
            and any(not isinstance(how, ast.Is | ast.IsNot) for how in node.ops)
            and any(dotted(side).endswith("voided_on") for side in (node.left, *node.comparators))
        ]
    )


def test_what_an_extract_read_is_asked_by_the_extract() -> None:
    """Its type comes with it; a text finds anything, and a misspelt one nothing."""
    none(
        [
            module.at(node, dotted(node))
            for module in modules()
            if module.name != "crmkit.compute"
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Attribute) and node.attr == "extracts"
        ]
    )


def test_no_module_is_a_store() -> None:
    """What is found out belongs to who asked; a container that begins empty fills up behind everybody."""
    makes = {"dict", "list", "set", "defaultdict", "Counter", "OrderedDict"}
    none(
        [
            module.at(node, "a container that begins empty")
            for module in modules()
            for node in module.tree.body
            if isinstance(node, ast.Assign | ast.AnnAssign)
            if (isinstance(node.value, ast.Dict) and not node.value.keys)
            or (isinstance(node.value, ast.List) and not node.value.elts)
            or (isinstance(node.value, ast.Call) and not node.value.args and dotted(node.value.func) in makes)
        ]
    )


def test_nothing_is_pickled() -> None:
    forbidden = {"pickle", "shelve", "marshal", "dill"}
    none(
        [
            module.at(node, f"imports {target}")
            for module in modules()
            for node, target in imports(module)
            if target.split(".")[0] in forbidden
        ]
    )


def test_only_git_runs_another_program() -> None:
    none(
        [
            module.at(node, f"imports {target}")
            for module in modules()
            if module.room != "git"
            for node, target in imports(module)
            if target.split(".")[0] == "subprocess"
        ]
        + [
            module.at(node, dotted(node))
            for module in modules()
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Attribute)
            and dotted(node) in {"os.system", "os.popen", "os.execv", "os.execvp", "os.spawnv"}
        ]
    )


def test_the_clock_is_asked_only_at_the_rim() -> None:
    asks = {"now", "utcnow", "today"}
    times = {"time.time", "time.time_ns", "time.localtime", "time.gmtime", "time.strftime", "time.ctime"}
    none(
        [
            module.at(node, dotted(node))
            for module in below_the_rim()
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Attribute)
            and (dotted(node) in times or (node.attr in asks and "date" in dotted(node.value)))
        ]
        + [
            module.at(node, f"from time import {alias.name}")
            for module in below_the_rim()
            for node in ast.walk(module.tree)
            if isinstance(node, ast.ImportFrom) and node.module == "time"
            for alias in node.names
            if f"time.{alias.name}" in times
        ]
    )


def test_the_environment_and_locale_are_read_only_at_the_rim() -> None:
    """`git` is let in: it hands git a scrubbed copy of the environment."""
    none(
        [
            module.at(node, dotted(node))
            for module in below_the_rim()
            if module.room != "git"
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Attribute) and dotted(node) in {"os.environ", "os.environb", "os.getenv"}
        ]
        + [
            module.at(node, f"imports {target}")
            for module in below_the_rim()
            for node, target in imports(module)
            if target == "locale"
        ]
    )


def test_as_of_is_a_keyword_without_a_default() -> None:
    functions = (
        (module, node)
        for module in below_the_rim()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    offences = []
    for module, node in functions:
        if any(a.arg == "as_of" for a in node.args.posonlyargs + node.args.args):
            offences.append(module.at(node, f"{node.name}: as_of may be given by position"))
        for argument, default in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True):
            if argument.arg == "as_of" and default is not None:
                offences.append(module.at(node, f"{node.name}: as_of has a default"))
    none(offences)


def test_lines_are_gits_lines() -> None:
    """`splitlines` also splits at U+0085, U+2028 and others that Git and editors keep inside a line."""
    none(
        [
            module.at(node, "splitlines")
            for module in below_the_rim()
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Attribute) and node.attr == "splitlines"
        ]
    )


def test_every_module_says_its_duty_in_one_sentence() -> None:
    offences = []
    for module in modules():
        lines = (ast.get_docstring(module.tree) or "").split("\n")
        if not lines[0].endswith("."):
            offences.append(module.at(module.tree, "no docstring whose first line is a sentence"))
        elif len(lines) > 1 and lines[1]:
            offences.append(module.at(module.tree, "the first sentence runs on into a second line"))
    none(offences)


def test_modules_are_short() -> None:
    lengths = {module.path: module.text.count("\n") for module in modules()}
    none([f"{path}: {lines} lines" for path, lines in lengths.items() if lines > LONGEST_MODULE])
    assert statistics.median(lengths.values()) <= MEDIAN_MODULE


def test_functions_fit_a_screen() -> None:
    none(
        [
            module.at(node, f"{node.name}: {(node.end_lineno or 0) - node.lineno + 1} lines")
            for module in modules()
            for node in ast.walk(module.tree)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
        ]
    )


def test_no_module_is_named_for_nothing() -> None:
    vague = ("util", "helper", "manager", "common", "misc")
    none([module.path for module in modules() if any(word in module.name for word in vague)])


def test_no_number_is_decided_in_python() -> None:
    """Thresholds and day counts stand in sop/, where a team can read and change them."""
    offences = []
    for module in modules():
        if module.room not in DECIDING:
            continue
        for node in ast.walk(module.tree):
            if not isinstance(node, ast.Constant) or isinstance(node.value, bool):
                continue
            if isinstance(node.value, int | float | complex) and node.value not in (0, 1):
                offences.append(module.at(node, f"the number {node.value}"))
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and dotted(node.func).endswith(("Decimal", "Fraction")):
                offences += [
                    module.at(node, f"the number {argument.value!r}")
                    for argument in node.args
                    if isinstance(argument, ast.Constant) and str(argument.value) not in {"0", "1", "-1"}
                ]
    none(offences)


def tier_names() -> set[str]:
    """The key of every tier in every pack of the checkout."""
    names: set[str] = set()
    for path in [ROOT / "sop" / "tiers.md", *(PACKAGE / "packs").glob("*/tiers.md")]:
        if path.exists():
            numbers = yaml.load(path.read_text("utf-8").split("\n---")[0], yaml.BaseLoader) or {}
            names |= {tier["key"] for tier in numbers.get("tiers", [])}
    return names


def test_no_tier_is_named_in_python() -> None:
    names = tier_names()
    none(
        [
            module.at(node, f"the tier {node.value!r}")
            for module in modules()
            if module.room in DECIDING
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Constant) and node.value in names
        ]
    )


def test_who_is_left_alone_is_decided_in_one_place() -> None:
    """Others ask the standing, so that the queue, the site and check give one answer."""
    none(
        [
            module.at(node, "asks for the wish itself")
            for module in modules()
            if module.name not in ("crmkit.view.standing", "crmkit.compute.contacts")
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Attribute) and node.attr == "quiet_on"
        ]
    )
