from tests.bot.web.staff.conftest import _built, desk, house, signed_in

__all__ = ["_built", "desk", "house", "signed_in"]
