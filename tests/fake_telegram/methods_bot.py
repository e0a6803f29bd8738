"""The bot itself and what it may ask: getMe, commands and descriptions, chats and members, logOut, close."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from .call import Call
from .delivery import check_condition, find_chat
from .errors import bad_request
from .methods import method
from .world import Chat

if TYPE_CHECKING:
    from .fake import FakeTelegram

ADMIN_RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members", "can_promote_members",
    "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories", "can_delete_stories",
    "can_pin_messages", "can_manage_topics",
)  # fmt: skip
GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
TEXT_LIMITS = {"setMyDescription": ("description", 512), "setMyShortDescription": ("short_description", 120)}


def member_view(user: dict[str, Any], status: str) -> dict[str, Any]:
    """A ChatMember object."""
    view: dict[str, Any] = {"user": user, "status": status}
    if status == "administrator":
        view |= {"can_be_edited": False, "is_anonymous": False} | dict.fromkeys(ADMIN_RIGHTS, True)
    elif status == "creator":
        view["is_anonymous"] = False
    elif status == "kicked":
        view["until_date"] = 0
    return view


@method("getMe")
def get_me(fake: FakeTelegram, call: Call) -> Any:
    return fake.bot | {
        "can_join_groups": True,
        "can_read_all_group_messages": True,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


@method("logOut", "close")
def log_out(fake: FakeTelegram, call: Call) -> Any:
    return True


def _place(call: Call) -> str:
    scope = call.json("scope", "BotCommandScope") or {"type": "default"}
    return json.dumps([scope, call.text("language_code")], sort_keys=True)


@method("setMyCommands")
def set_my_commands(fake: FakeTelegram, call: Call) -> Any:
    commands = call.objects("commands", "commands")
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not re.fullmatch(r"/?[a-z0-9_]{1,32}", str(command.get("command", ""))):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(str(command.get("description", "")).strip()) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    fake.world.commands[_place(call)] = commands
    fake.accept(call, None, None, ())
    return True


@method("deleteMyCommands")
def delete_my_commands(fake: FakeTelegram, call: Call) -> Any:
    fake.world.commands.pop(_place(call), None)
    fake.accept(call, None, None, ())
    return True


@method("getMyCommands")
def get_my_commands(fake: FakeTelegram, call: Call) -> Any:
    return fake.world.commands.get(_place(call), [])


@method("setMyDescription", "setMyShortDescription")
def set_my_description(fake: FakeTelegram, call: Call) -> Any:
    field, longest = TEXT_LIMITS[call.method]
    if len(call.text(field)) > longest:
        raise bad_request(f"bot {field.replace('_', ' ')} is too long")
    fake.world.profile[f"{field}:{call.text('language_code')}"] = call.text(field)
    fake.accept(call, None, None, ())
    return True


def _member_chat(fake: FakeTelegram, call: Call) -> Chat:
    chat = find_chat(fake, call)
    if chat.condition not in ("blocked", "topic_deleted", "forum_off"):
        check_condition(chat)
    return chat


@method("getChat")
def get_chat(fake: FakeTelegram, call: Call) -> Any:
    chat = _member_chat(fake, call)
    return chat.view() | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(GIFTS, False),
    }


@method("getChatMember")
def get_chat_member(fake: FakeTelegram, call: Call) -> Any:
    chat = _member_chat(fake, call)
    user = fake.world.users.get(call.number("user_id"))
    if user is None:
        raise bad_request("invalid user_id specified")
    own = "member" if chat.kind == "private" and user["id"] in (chat.id, fake.bot["id"]) else "left"
    return member_view(user, chat.members.get(user["id"], own))
