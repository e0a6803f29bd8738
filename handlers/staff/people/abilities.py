"""The abilities of somebody who serves owners, by which a profile is kept (L01), and the levels of certificates (L04).

The source counts 23 abilities and names none; the list is our own reading of the work that the plan describes: listening and
saying, the complaints procedure, knowing the house, the people in it, and oneself.
"""

from __future__ import annotations

#: In the order of the page.
ABILITIES = (
    "listening", "asking", "plain_speech", "writing", "languages", "empathy", "calm", "apology", "procedure", "judging",
    "finding_out", "deciding", "negotiating", "keeping_word", "emergencies", "building", "warranty", "fees", "privacy",
    "neighbours", "vulnerable", "publicity", "teaching",
)  # fmt: skip

#: 0 not yet, 1 with help, 2 alone, 3 teaches others.
LEVELS = (0, 1, 2, 3)

#: Certificates, the lowest first: the regular officers are at least the second, the squad for hard cases the fourth (L02, L03).
CERTIFICATES = ("trainee", "officer", "senior", "expert")
