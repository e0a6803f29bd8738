"""How to complain, and by what policy: short enough for a chat, whole enough for a printed page (C01-C03, C08, C22, C36-C38, C44).

Times are the installation's own; nothing here promises what the settings do not.
"""

from __future__ import annotations

from dataclasses import dataclass

from handlers.base import ConversationSettings
from handlers.tickets.fairness import bodies
from handlers.wording import say
from storage.estates import Estate

#: The promises of the policy, in the order in which they are told.
POLICY = ("free", "unchanged", "every_matter", "kept_away", "reasons", "private", "improve")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """The guide in one language: where and how, the steps with their times, the policy, the bodies outside."""

    title: str
    where: str
    how: str
    steps: tuple[str, ...]
    policy_title: str
    policy: tuple[str, ...]
    outside_title: str
    outside: str

    @property
    def short(self) -> str:
        """For a chat: where, how and the steps."""
        return "\n".join([self.where, self.how, *(f"{at}. {step}" for at, step in enumerate(self.steps, 1))])

    @property
    def policy_text(self) -> str:
        return "\n".join([self.policy_title, *(f"· {line}" for line in self.policy)])


def guide(
    language: str, estate: Estate, settings: ConversationSettings, channel: str, code: str | None = None
) -> Guide:
    """The guide for whoever writes on a channel, about a matter of a code where one is known."""

    def words(key: str, **values: object) -> str:
        return say(language, f"complaints.{key}", phone=estate.phone, estate=estate.name, **values)

    answer = duration(language, settings.respond_hours.get(channel, settings.respond_hours.get("N", 8)))
    limits = settings.tickets.limits
    decided = duration(language, limits.fix_hours.get("complaint", 240))
    contact = duration(language, limits.next_contact_hours.get("complaint", 72))
    return Guide(
        title=words("title"),
        where=words("where"),
        how=words("how"),
        steps=(
            words("step.number"), words("step.answer", within=answer), words("step.contact", within=contact),
            words("step.decision", within=decided), words("step.appeal"), words("step.outside"),
        ),
        policy_title=words("policy_title"),
        policy=tuple(words(f"policy.{one}") for one in POLICY),
        outside_title=words("outside_title"),
        outside=bodies.told(language, estate, settings.tickets.bodies, code),
    )  # fmt: skip


def duration(language: str, hours: float) -> str:
    """Hours as people say them: minutes below one, days from two on where they are whole."""
    if hours < 1:
        return say(language, "complaints.minutes", count=round(hours * 60))
    if hours >= 48 and hours % 24 == 0:
        return say(language, "complaints.days", count=int(hours // 24))
    return say(language, "complaints.hours", count=int(hours) if hours == int(hours) else hours)
