"""The rules that an installation may set for the owner's voice: `voice:` in config.yaml."""

from __future__ import annotations

from dataclasses import dataclass, field

from handlers.reports.rules import ReportRules
from handlers.voice.officers.rules import OfficerRules
from handlers.voice.points.rules import PointRules
from handlers.voice.silence_rules import SilenceRules
from handlers.voice.standard_rules import StandardRules
from handlers.voice.surveys.survey_rules import SurveyRules
from handlers.voice.touch_points import RatingRules


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceRules:
    """`calm_days`: how long after an emergency a household is asked for nothing (I07). Each part has rules of its own."""

    calm_days: float = 7
    officers: OfficerRules = field(default_factory=OfficerRules)
    surveys: SurveyRules = field(default_factory=SurveyRules)
    points: PointRules = field(default_factory=PointRules)
    silence: SilenceRules = field(default_factory=SilenceRules)
    ratings: RatingRules = field(default_factory=RatingRules)
    standards: StandardRules = field(default_factory=StandardRules)
    reports: ReportRules = field(default_factory=ReportRules)

    def __post_init__(self) -> None:
        if not 0 <= self.calm_days <= 90:
            raise ValueError("calm_days is 0 to 90")
