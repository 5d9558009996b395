"""Everything that may be done to prize lists, tax rules and payees."""

from yuanba.funds.actions.lists import (
    Heading,
    Prize,
    adopt_tax_rules,
    approve_list,
    bounce_line,
    cancel_line,
    check_list,
    draft_correction,
    draft_list,
    pay_line,
    send_back_list,
    set_tax_rule,
    settle_list,
)
from yuanba.funds.actions.payees import Details, SignedPaper, erase_due, erase_payee, give_payee, unmask_payee

__all__ = [
    "Details",
    "Heading",
    "Prize",
    "SignedPaper",
    "adopt_tax_rules",
    "approve_list",
    "bounce_line",
    "cancel_line",
    "check_list",
    "draft_correction",
    "draft_list",
    "erase_due",
    "erase_payee",
    "give_payee",
    "pay_line",
    "send_back_list",
    "set_tax_rule",
    "settle_list",
    "unmask_payee",
]
