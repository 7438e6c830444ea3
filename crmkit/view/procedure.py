"""Say a playbook in people's words: what starts it, each limit, what fulfils a step, who takes over (F2)."""

from __future__ import annotations

from collections.abc import Iterable

from crmkit.calendar.span import said
from crmkit.language import Label, joined, same
from crmkit.policy import Policy
from crmkit.policy.files.playbooks import Escalation, Playbook
from crmkit.policy.files.segments import Segments
from crmkit.policy.labels import entry_word, role
from crmkit.policy.playbook_steps import (
    BEGINNINGS,
    CONTRACT_END,
    CUSTOMER,
    INBOUND,
    RECEIVED,
    START,
    PlaybookStep,
)
from crmkit.rules import Condition, render
from crmkit.schema.classes.contact import CLASS as CONTACT
from crmkit.schema.classes.ticket import CLASS as TICKET
from crmkit.view.prompts import ends_before

_OR = Label("或", " or ")
_AFTER = {
    START: Label("启动", "the start"),
    RECEIVED: Label("受理", "it came in"),
    CONTRACT_END: Label("合同到期日", "the contract's end"),
    BEGINNINGS[0]: Label("首次合作", "the first cooperation"),
    BEGINNINGS[1]: Label("签约", "the signing"),
}


def starts(playbook: Playbook, policy: Policy) -> Label:
    """What starts it, and whether by itself."""
    trigger, found = playbook.trigger, list[Label]()
    if trigger.statuses:
        found.append(_what("状态变为", "status becomes ", (_status(key, policy) for key in trigger.statuses)))
    if trigger.tiers:
        found.append(_what("降为或定为", "tier becomes ", (_tier(key, policy) for key in trigger.tiers)))
    if trigger.kinds:
        found.append(_what("记下", "an entry of ", (_kind(key, policy) for key in trigger.kinds)))
    if trigger.begins:
        found.append(joined((_AFTER[key] for key in trigger.begins), _OR))
    if trigger.segments:
        labels = {one.key: one.label for one in policy.get(Segments)}
        found.append(
            _what("进入", "in the segment ", (labels.get(key, same(key)) for key in trigger.segments))
        )
    lead = ends_before(playbook, policy)
    if lead is not None:
        zh, en = said(lead)
        found.append(Label(f"合同到期前 {zh}", f"{en} before a contract ends"))
    if trigger.verification:
        found.append(Label("到了核对信息的日子", "the record is due to be verified"))
    if trigger.cleanup:
        found.append(Label("进入清理名单", "on the clean-up list"))
    if trigger.when is not None:
        found.append(condition(trigger.when))
    if not found:
        return Label("手动启动", "by hand")
    zh, en = joined(found, _OR)
    if playbook.automatic:
        return Label(f"{zh}，自动启动", f"{en}, by itself")
    return Label(f"{zh}，提议启动", f"{en}, proposed")


def condition(of: Condition) -> Label:
    """A condition as the procedures write it."""
    return same(render(of))


def limit(step: PlaybookStep, playbook: Playbook, policy: Policy) -> Label | None:
    """By when it is done, as the procedures say it; None where nothing does."""
    term = step.due
    if term is None:
        if not step.done.ticket:
            return None
        zh, en = entry_word(policy, TICKET, "step", step.done.ticket)
        return Label(f"按工单时限：{zh}", f"as tickets say: {en}")
    zh, en = said(term.span)
    other = playbook.step(term.after)
    after = Label(f"“{other.label.zh}”", f"“{other.label.en}”") if other is not None else _AFTER[term.after]
    if not term.within and not term.span.number:
        return Label(f"{after.zh}当天", f"on the day of {after.en}")
    if term.within:
        return Label(f"{after.zh}后 {zh}内", f"within {en} after {after.en}")
    return Label(f"{after.zh}后第 {zh}", f"{en} after {after.en}")


def proof(step: PlaybookStep, policy: Policy) -> Label:
    """What fulfils it besides a tick."""
    done, found = step.done, list[Label]()
    if done.contact:
        ways = joined((_kind(key, policy) for key in done.channels), _OR) if done.channels else _CONTACT
        found.append(_INBOUND if done.contact == INBOUND else ways)
    if done.fields:
        found.append(
            _what("填写", "filled in: ", (entry_word(policy, CONTACT, key, key) for key in done.fields))
        )
    if done.entry:
        found.append(_what("记下", "an entry of ", (_kind(key, policy) for key in done.entry)))
    if done.when is not None:
        found.append(condition(done.when))
    if done.by:
        zh, en = who(done.by, policy)
        found.append(Label(f"由{zh}勾选", f"ticked by the {en}"))
    if done.ticket:
        found.append(Label("工单", "the ticket"))
    return joined(found, _OR) if found else Label("勾选", "a tick")


def taken_over(step: PlaybookStep, policy: Policy) -> Label | None:
    """Who takes it over, within how long; None where nobody does."""
    accept = step.accept
    if accept is None:
        return None
    name = who(accept.by, policy)
    if accept.within is None:
        return Label(f"{name.zh}确认", f"the {name.en} accepts")
    zh, en = said(accept.within)
    return Label(f"{name.zh} {zh}内接收", f"the {name.en} takes it over within {en}")


def rung(one: Escalation, policy: Policy) -> Label:
    """Whom a rung tells, and when."""
    name = who(one.to, policy)
    if one.at is not None:
        return Label(f"用去 {one.at}% 时提醒{name.zh}", f"the {name.en} is told at {one.at}%")
    if one.late is None or not one.late.number:
        return Label(f"超期即报{name.zh}", f"the {name.en} is told once it is late")
    zh, en = said(one.late)
    return Label(f"超期 {zh}报{name.zh}", f"the {name.en} is told {en} after that")


def who(key: str, policy: Policy) -> Label:
    """A role in people's words; the customer is one."""
    if key == CUSTOMER:
        return Label("客户", "customer")
    return role(policy, key) or same(key)


def department(key: str, policy: Policy) -> Label:
    """A department in people's words."""
    return next((one.label for one in policy.people.departments if one.key == key), same(key))


_CONTACT = Label("一次联系", "a contact")
_INBOUND = Label("客户来联系", "a contact of theirs")


def _what(zh: str, en: str, labels: Iterable[Label]) -> Label:
    names = joined(labels, _OR)
    return Label(f"{zh}{names.zh}", f"{en}{names.en}")


def _status(key: str, policy: Policy) -> Label:
    known = policy.statuses.statuses.get(key)
    return known.label if known is not None else same(key)


def _tier(key: str, policy: Policy) -> Label:
    known = policy.tiers.find(key)
    return known.label if known is not None else same(key)


def _kind(key: str, policy: Policy) -> Label:
    known = policy.vocabulary.kinds.get(key)
    return known.label if known is not None else same(key)
