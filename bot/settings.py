"""config.yaml and the environment become frozen settings; a bad or unknown key stops the start and is named.

Order of strength: environment, then NAME_FILE (a secret kept in a file), then config.yaml, then the default here.
Units and reasons stand beside each line of config.yaml.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)

from handlers.notices.rules import NoticeRules
from handlers.tickets.rules import Rules
from handlers.voice.rules import VoiceRules

PREFIX = "OWNERLINE_"
Seconds = Annotated[float, Field(ge=0, le=3600)]
Hours = Annotated[float, Field(gt=0, le=24 * 365)]


class ConfigError(Exception):
    """The configuration cannot be used; the text names every bad key and says what is wrong with it."""


class _Group(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class StorageSettings(_Group):
    url: str = "sqlite:///data/ownerline.db"
    media: str = "data/media"
    workers: int = Field(default=4, ge=1, le=64)

    @model_validator(mode="after")
    def _known_engine(self) -> StorageSettings:
        if not re.match(r"(sqlite:///|postgres(ql)?(\+psycopg)?://)", self.url):
            raise ValueError("storage.url must begin with sqlite:/// or postgresql://")
        return self


class WebSettings(_Group):
    host: str = "127.0.0.1"
    port: int = Field(default=8460, ge=0, le=65535)
    base_url: str = Field(default="", pattern=r"^(https?://\S+)?$")
    session_hours: Hours = 12

    @property
    def address(self) -> str:
        """The address people see, without a closing slash."""
        return (self.base_url or f"http://{self.host}:{self.port}").rstrip("/")


class TelegramSettings(_Group):
    token: SecretStr = SecretStr("")
    staff_group: str = Field(default="", pattern=r"^(-\d+)?$")
    mode: Literal["polling", "webhook"] = "polling"
    webhook_secret: SecretStr = SecretStr("")
    base_url: str = Field(default="https://api.telegram.org", pattern=r"^https?://\S+$")
    paid_broadcast: bool = False
    paid_per_second: int = Field(default=1000, ge=31, le=1000)

    @model_validator(mode="after")
    def _secret_for_webhook(self) -> TelegramSettings:
        good = re.fullmatch(r"[A-Za-z0-9_-]{1,256}", self.webhook_secret.get_secret_value())
        if self.mode == "webhook" and not good:
            raise ValueError(
                "telegram.webhook_secret must be 1 to 256 characters of A-Z a-z 0-9 _ - in webhook mode"
            )
        return self


class NluSettings(_Group):
    engine: Literal["own", "rasa"] = "own"
    rasa_url: str = Field(default="", pattern=r"^(https?://\S+)?$")
    rasa_timeout_seconds: float = Field(default=1.0, ge=0.05, le=30)
    rasa_token: SecretStr = SecretStr("")

    @model_validator(mode="after")
    def _somebody_to_ask(self) -> NluSettings:
        if self.engine == "rasa" and not self.rasa_url:
            raise ValueError("nlu.rasa_url must be set when nlu.engine is rasa")
        return self


class RasaSettings(_Group):
    webhook: bool = False
    secret: SecretStr = SecretStr("")

    @model_validator(mode="after")
    def _secret_for_webhook(self) -> RasaSettings:
        if self.webhook and not re.fullmatch(r"[!-~]{1,256}", self.secret.get_secret_value()):
            raise ValueError(
                "rasa.secret must be 1 to 256 letters, digits and signs without a space when rasa.webhook is on"
            )
        return self


class EstateSettings(_Group):
    default: str = ""


_RESPOND_HOURS: dict[str, float] = {
    "phone": 2, "telegram": 8, "webchat": 8, "rasa": 8, "web": 24, "E0": 0.05, "E1": 0.25, "N": 8, "L": 24,
}  # fmt: skip


class ConversationGroup(_Group):
    burst_seconds: Seconds = 2.0
    burst_longest_seconds: Seconds = 8.0
    follow_on_seconds: Seconds = 180
    respond_hours: dict[str, Hours] = _RESPOND_HOURS
    remind_after_hours: Hours = 24
    close_after_hours: Hours = 72

    @field_validator("respond_hours")
    @classmethod
    def _known_hours(cls, given: dict[str, float]) -> dict[str, float]:
        """Hours that are not given keep their default."""
        unknown = sorted(set(given) - set(_RESPOND_HOURS))
        if unknown:
            raise ValueError(f"there is no such setting below it: {', '.join(unknown)}")
        return _RESPOND_HOURS | given

    @model_validator(mode="after")
    def _reminder_before_closing(self) -> ConversationGroup:
        if self.remind_after_hours >= self.close_after_hours:
            raise ValueError(
                "conversation.remind_after_hours must be less than conversation.close_after_hours"
            )
        return self


class PlaceSettings(_Group):
    areas: tuple[str, ...] = ()
    latitude: float | None = Field(default=None, ge=-90, le=90)
    longitude: float | None = Field(default=None, ge=-180, le=180)

    @model_validator(mode="after")
    def _both_or_none(self) -> PlaceSettings:
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError("latitude and longitude stand together")
        return self


class CapSettings(_Group):
    sender: str = Field(default="", pattern=r"^[^\s,<&]*$")
    places: dict[str, PlaceSettings] = Field(default_factory=dict)


class PagingSettings(_Group):
    repeat_minutes: float = Field(default=2, gt=0, le=60)
    webhook: str = Field(default="", pattern=r"^(https?://\S+)?$")


class BindingSettings(_Group):
    code_hours: Hours = 168
    tries: int = Field(default=5, ge=1, le=20)
    lock_minutes: float = Field(default=60, gt=0, le=24 * 60)


class LogSettings(_Group):
    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["console", "json"] = "console"


class Settings(_Group):
    """All settings, grouped as in config.yaml."""

    storage: StorageSettings = StorageSettings()
    web: WebSettings = WebSettings()
    telegram: TelegramSettings = TelegramSettings()
    nlu: NluSettings = NluSettings()
    rasa: RasaSettings = RasaSettings()
    estate: EstateSettings = EstateSettings()
    conversation: ConversationGroup = ConversationGroup()
    tickets: Rules = Rules()
    notices: NoticeRules = NoticeRules()
    voice: VoiceRules = VoiceRules()
    cap: CapSettings = CapSettings()
    paging: PagingSettings = PagingSettings()
    binding: BindingSettings = BindingSettings()
    log: LogSettings = LogSettings()


def load(file: Path | None, environment: dict[str, str] | None = None) -> Settings:
    """The settings in force. `file` None means no file: defaults and the environment alone. Raises ConfigError."""
    environment = dict(os.environ) if environment is None else environment
    try:
        values = _merged(_from_file(file) if file else {}, _from_environment(environment))
        return Settings.model_validate(values)
    except ValidationError as error:
        raise ConfigError("\n".join(_told(fault) for fault in error.errors())) from error


def _from_file(file: Path) -> dict[str, Any]:
    try:
        found = yaml.safe_load(file.read_text("utf-8"))
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read ({error.strerror})") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file}: is not readable YAML ({error})") from error
    if not isinstance(found or {}, dict):
        raise ConfigError(f"{file}: groups of settings are expected, such as 'web:' with lines below it")
    return found or {}


def _from_environment(environment: dict[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, value in sorted(environment.items(), key=lambda item: not item[0].endswith("_FILE")):
        if not name.startswith(PREFIX) or "__" not in name:
            continue
        path = name.removeprefix(PREFIX).removesuffix("_FILE").lower().split("__")
        _put(values, path, _secret(name, value) if name.endswith("_FILE") else value)
    return values


def _secret(name: str, path: str) -> str:
    try:
        return Path(path).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{name}: the file {path} cannot be read") from error


def _put(values: dict[str, Any], path: list[str], value: str) -> None:
    for part in path[:-1]:
        below = values.get(part)
        values[part] = below if isinstance(below, dict) else {}
        values = values[part]
    values[path[-1].upper() if path[-1] in ("e0", "e1", "n", "l") else path[-1]] = value


def _merged(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        both = isinstance(value, dict) and isinstance(merged.get(key), dict)
        merged[key] = _merged(merged[key], value) if both else value
    return merged


def _told(fault: Any) -> str:
    """A fault as one line: the key, then what is wrong; a secret's value is never repeated."""
    key = ".".join(str(part) for part in fault["loc"])
    if fault["type"] in ("extra_forbidden", "unexpected_keyword_argument"):
        return f"{key}: there is no such setting"
    return f"{key}: {fault['msg'].removeprefix('Value error, ')}"
