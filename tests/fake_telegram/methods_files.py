"""Sending and fetching files: one, an album of 2–10, getFile, and profile photos (nobody has any)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .call import Call
from .delivery import deliver, find_chat, read_caption
from .errors import bad_request
from .media import describe, reuse
from .methods import method

if TYPE_CHECKING:
    from .fake import FakeTelegram


def _attached(fake: FakeTelegram, call: Call, kind: str, field: str) -> dict[str, Any]:
    """The file of a parameter: uploaded under its name, under attach://, or named by its file_id."""
    value = call.text(field)
    part = value.removeprefix("attach://") if value.startswith("attach://") else field
    if part in call.uploads:
        return describe(fake.files, kind, call.uploads[part].data, call.uploads[part].name)
    if not value:
        raise bad_request(f"there is no {kind} in the request")
    return reuse(fake.files, kind, value)


@method("sendPhoto", "sendDocument", "sendVoice", "sendVideo", "sendAudio")
def send_file(fake: FakeTelegram, call: Call) -> Any:
    find_chat(fake, call)
    kind = call.method.removeprefix("send").lower()
    content = _attached(fake, call, kind, kind) | read_caption(call)
    return deliver(fake, call, [content])[0]


@method("sendMediaGroup")
def send_media_group(fake: FakeTelegram, call: Call) -> Any:
    find_chat(fake, call)
    items = call.objects("media", "media")
    if not 2 <= len(items) <= 10:
        raise bad_request("wrong number of media in the media group; expected 2-10")
    group = f"{139_000_000 + len(fake.ledger.entries):017d}"
    contents = []
    for item in items:
        kind = str(item.get("type"))
        if kind not in ("photo", "video", "document", "audio"):
            raise bad_request("media type is not supported in a media group")
        part = Call(call.method, item | {"chat_id": call.chat_id}, call.uploads)
        contents.append(_attached(fake, part, kind, "media") | read_caption(part) | {"media_group_id": group})
    return deliver(fake, call, contents)


@method("getFile")
def get_file(fake: FakeTelegram, call: Call) -> Any:
    stored = fake.files.link(call.text("file_id"))
    return stored.view() | {"file_path": stored.path}


@method("getUserProfilePhotos")
def get_user_profile_photos(fake: FakeTelegram, call: Call) -> Any:
    if call.number("user_id") not in fake.world.users:
        raise bad_request("user not found")
    return {"total_count": 0, "photos": []}
