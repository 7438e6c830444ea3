"""Tell which pages of a site are still as they would be made, from what the build that made them kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from crmkit.cache import fingerprint
from crmkit.cli.rim import Rim

if TYPE_CHECKING:
    from crmkit.policy.files.book import Audience
    from crmkit.resume import Resumed

PAGES = "pages"


class Pages:
    """The pages of customers in one site: for one audience, in some languages, of one commit.

    `asked` is what the site was asked for. A page shows its customer, the names of those whom the record
    refers to, and of those who name it as their guide. Who may not know persons is shown no text that names
    any of the book, so for them all pages rest on all people.
    """

    def __init__(self, rim: Rim, asked: str, place: Path, book: Resumed, reader: Audience) -> None:
        from crmkit.reader import HIDDEN

        hidden = () if HIDDEN in reader.sees else {p for each in book.short for p in each.people}
        people = "\0".join(sorted(hidden))
        digest = sha256(people.encode("utf-8", "surrogatepass")).hexdigest()
        self._told, self._place = f"{asked}\0{rim.procedures()}\0{digest}", place
        self._cache, self._book = rim.cache, book

    def fresh(self) -> Mapping[str, str]:
        """The rows of the search by number of customers whose pages hold; none where the site is another."""
        _, values = self._cache.remembered(PAGES, self._told) if self._cache is not None else (0, [])
        if not values or values[0] != [fingerprint(self._place)]:
            return {}
        looked = {id: self._book.rows[path].looked for id, path in self._book.standing.items()}
        made = {id: row for id, at, row in values[1:] if looked.get(id) == at}
        stale = (looked.keys() | {id for id, _, _ in values[1:]}) - made.keys()
        for id in stale | self._tied(stale):
            made.pop(id, None)
        return made

    def keep(self, rows: Mapping[str, str]) -> None:
        """Keep the rows of a build that has just ended well."""
        if self._cache is not None:
            looked = {id: self._book.rows[path].looked for id, path in self._book.standing.items()}
            values = [[id, looked[id], row] for id, row in rows.items() if id in looked]
            self._cache.keep(PAGES, [[fingerprint(self._place)], *values], self._cache.now(), self._told)

    def _tied(self, ids: set[str]) -> set[str]:
        """Those whom some customers refer to, and who refer to them."""
        naming: dict[str, set[str]] = defaultdict(set)
        for each in self._book.short:
            for number, _ in each.references:
                naming[number].add(each.id)
                if each.id in ids:
                    naming[each.id].add(number)
        return {other for id in ids for other in naming.get(id, ())}
