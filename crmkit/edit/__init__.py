"""Change one thing in a document by a splice, checked by reading again, or refuse."""

from crmkit.edit.append import append_entry, entry_text
from crmkit.edit.fixes import apply_fixes
from crmkit.edit.lists import add_item, add_mapping, remove_item
from crmkit.edit.outcome import Edited
from crmkit.edit.value import remove_value, set_value

__all__ = [
    "Edited", "add_item", "add_mapping", "append_entry", "apply_fixes", "entry_text", "remove_item",
    "remove_value", "set_value",
]  # fmt: skip
