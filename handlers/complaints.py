"""How to complain, by what policy, and who else hears a complaint: always answerable, in one message (C01, C03, C22, C50).

Nothing stands between somebody and their complaint: words that complain of a person while they read like the question open it.
"""

from __future__ import annotations

import re

from handlers.base import Button, Capability, Mistake, Outcome, Reply, Request
from handlers.tickets import choice, reporting
from handlers.tickets.complaints import complaining
from handlers.tickets.fairness.guide import guide
from handlers.tickets.fairness.subjects import is_about_staff
from handlers.wording import say
from nlu.meaning import Matter
from storage.owner_store import OwnerStore

_ASKS = re.compile(
    r"怎么|怎样|如何|哪里|哪儿|谁|吗|么|点样|點樣|點投訴|边度|邊度|邊個|咩|\bhow\b|\bwhere\b|\bwho\b|\bwhat\b|\bcan i\b|[?？]",
    re.IGNORECASE,
)
_OUTSIDE = re.compile(
    r"还能|还可以|還可以|仲可以|除了|除咗|其他|第二度|外面|外部|上级|上級|12345|12315|1823|消委会|消委會|监管局|監管局|法院|街道|住建"
    r"|\b(?:who|where|anyone|anybody|somewhere) else\b|\boutside\b|\bombudsman\b|\bcourt\b|\bconsumer council\b|\bauthorit(?:y|ies)\b|\bexternal\b|\bhigher up\b",
    re.IGNORECASE,
)
_POLICY = re.compile(
    r"政策|方针|方針|承诺|承諾|制度|原则|原則|\bpolicy\b|\bpolicies\b|\bprinciples?\b", re.IGNORECASE
)

#: What may be asked for, by the last word of a button.
_SHOWN = ("guide", "policy", "outside")


def said(request: Request, store: OwnerStore, matter: Matter) -> Outcome:
    """The guide, the policy or the bodies outside, whichever was asked for; a complaint where somebody is complained of."""
    spoken_of = complaining.meant(request, store)
    if spoken_of and complaining.says_this(request.text):
        return complaining.make(request, store, spoken_of)
    if not _ASKS.search(request.text) and is_about_staff("handoff", None, request.text, store.staff_here()):
        complaint = Matter("complaint", "service.staff_attitude", "N", matter.confidence, matter.text)
        return reporting.opened(request, store, [complaint])
    if _OUTSIDE.search(request.text):
        return shown(request, store, "outside")
    return shown(request, store, "policy" if _POLICY.search(request.text) else "guide")


def pressed(request: Request, store: OwnerStore) -> Outcome:
    """A request becomes a complaint; or one of the three is shown."""
    if request.button[0] == "complain":
        return complaining.make(request, store, choice.of_button(request, store))
    what = request.button[1] if len(request.button) > 1 else ""
    if what not in _SHOWN:
        raise Mistake("common.no_such_button")
    return shown(request, store, what)


def shown(request: Request, store: OwnerStore, what: str) -> Outcome:
    """One of the three, with the way to the other two."""
    recalled = choice.recalled(request, store)
    code = recalled.code if recalled and recalled.complaint else None
    told = guide(request.language, request.estate, request.settings, request.household.contact.channel, code)
    text = {
        "guide": f"{told.title}\n{told.short}",
        "policy": told.policy_text,
        "outside": f"{told.outside_title}\n{told.outside}",
    }[what]
    others = tuple(
        (Button(say(request.language, f"complaints.show.{one}"), f"complaints:{one}"),)
        for one in _SHOWN
        if one != what
    )
    spoken_of = complaining.meant(request, store)
    made = complaining.button(request.language, spoken_of) if spoken_of else ()
    return Outcome(replies=(Reply(text=text, buttons=(*made, *others)),), awaiting=request.awaiting)


CAPABILITY = Capability(
    name="complaints",
    codes=("enquiry.how_to_complain",),
    said=said,
    buttons=("complaints", "complain"),
    pressed=pressed,
)
