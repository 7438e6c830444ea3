"""Tell which new entries speak of a field that both sides set, so that they conflict with it as one."""

from __future__ import annotations

from crmkit.document import Entry

KINDS = {
    "status": ("status", "状态", "状态变更", "状态调整"),
    "owner": ("owner", "handover", "交接", "负责人变更", "客户经理变更", "转移"),
    "tier": ("tier", "定级", "等级变更", "级别调整", "客户定级"),
    "potential": ("potential", "潜力", "潜力评估", "潜力变更"),
}
"""Closed, of the format: the kinds of entries that change one field, in every shipped spelling."""
FIELDS = {
    "status": ("status", "状态", "客户状态"),
    "owner": ("owner", "客户经理", "负责人", "专属客户经理", "account_manager"),
    "tier": ("tier", "tier set by hand", "人工定级", "定级", "等级", "客户等级"),
    "potential": ("potential", "growth potential", "增长潜力", "潜力", "未来一年增长潜力", "增长空间"),
}
"""The same fields as keys of the profile."""
FIELD = ("field", "变更字段", "字段")
TO = ("to", "新值", "变更后")
"""The fields of such an entry: what changed, and into what."""

_BY_KIND = {word: key for key, words in KINDS.items() for word in words}
_BY_NAME = {word: key for key, words in FIELDS.items() for word in words}


def changes(entry: Entry, path: str) -> bool:
    """Whether an entry says that the field at a path of the profile became something else."""
    said = {field.key.casefold(): field.value for field in entry.fields}
    if not any(key in said for key in TO):
        return False
    named = next((said[key] for key in FIELD if key in said), "")
    top = path.partition(".")[0].casefold()
    meant = _BY_NAME.get(top, top)
    if named:
        first = named.partition(".")[0].casefold()
        return path == named or path.startswith(f"{named}.") or _BY_NAME.get(first, first) == meant
    return _BY_KIND.get(entry.kind.casefold()) == meant
