"""Say who reads a site: the language they speak, what they may see, and how a message is said to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from crmkit.language import Label, Lang
from crmkit.schema.fields import Field, Fields

HIDDEN = "personal"
"""The privacy of what no field of the policy describes: it might be anything, so it is not shown freely."""
Layout = dict[str, tuple[int, str, Field]]


@dataclass(frozen=True, slots=True)
class Reader:
    """One language and one audience; of the book it knows only what they may call the customers.

    `sees` are the privacy classes the audience may see, `reads_text` whether it sees free text; `names` are
    all customers' names by number, as far as the audience may see them; `private` tells whether a text names
    a person hidden from it. What every page says again is worked out once.
    """

    language: Lang
    gettext: Callable[[str], str]
    ngettext: Callable[[str, str, int], str]
    sees: frozenset[str]
    reads_text: bool = True
    names: Mapping[str, str] = field(default_factory=dict)
    private: Callable[[str], bool] = lambda _: False
    _said: dict[str, str] = field(default_factory=dict, compare=False, repr=False)
    _layouts: dict[int, tuple[Fields, Layout]] = field(default_factory=dict, compare=False, repr=False)
    _keys: dict[int, frozenset[str]] = field(default_factory=dict, compare=False, repr=False)

    def tr(self, message: str, /, **values: object) -> str:
        """A message in the reader's language, with its `%(name)s` filled in."""
        said = self._said.get(message)
        if said is None:
            said = self._said[message] = self.gettext(message)
        return said % values if values else said

    def count(self, one: str, many: str, num: int) -> str:
        """A message about `%(num)s` things."""
        return self.ngettext(one, many, num) % {"num": f"{num:,}".replace("-", "−")}

    def label(self, label: Label) -> str:
        """A label of the policy in the reader's language."""
        return label.said(self.language)

    def may_see(self, privacy: str) -> bool:
        """Whether the audience may see values of a privacy class."""
        return privacy in self.sees

    def sees_field(self, fields: Fields, *path: str) -> bool:
        """Whether the audience may see a field, named by its keys from the outside in."""
        of = None
        for key in path:
            of = fields.find(key)
            if of is None:
                return self.may_see(HIDDEN) and self.reads_text
            fields = of.fields
        return of is not None and self.may_see(of.privacy)

    def layout(self, fields: Fields) -> Layout:
        """Place, label and field by key; of two fields for one key the first, which fits."""
        known = self._layouts.get(id(fields))
        if known is None:
            places = {one.key: (at, self.label(one.label), one) for at, one in reversed([*enumerate(fields)])}
            known = self._layouts[id(fields)] = (fields, places)
        return known[1]

    def closed(self, fields: Fields) -> frozenset[str]:
        """The keys of the fields whose values are no free text."""
        known = self._keys.get(id(fields))
        if known is None:
            layout = self.layout(fields)  # which holds the fields, so that their identity stays theirs
            known = frozenset(key for key, (_, _, of) in layout.items() if of.text_type.closed)
            self._keys[id(fields)] = known
        return known
