"""Events: invitations with a head-count, places and a waiting list, check-in, and what an event did.

For a notice that invites: `words` says when, where and how many places are left, `asks` are the buttons under it.
"""

from handlers.notices.events.inviting import asks, words

__all__ = ["asks", "words"]
