"""Tests reach this machine and nothing else: a connection to anywhere else fails as if the cable were out."""

from __future__ import annotations

import errno
import ipaddress
import socket
from typing import Any

import pytest

_connect, _connect_ex = socket.socket.connect, socket.socket.connect_ex


def _outside(address: Any) -> bool:
    if not isinstance(address, tuple):
        return False
    try:
        return not ipaddress.ip_address(address[0]).is_loopback
    except ValueError:
        return address[0] not in ("localhost", "")


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Any:
    def connect(self: socket.socket, address: Any) -> None:
        if _outside(address):
            raise OSError(errno.ENETUNREACH, f"tests do not go out to {address[0]}")
        _connect(self, address)

    def connect_ex(self: socket.socket, address: Any) -> int:
        return errno.ENETUNREACH if _outside(address) else _connect_ex(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        patch.setattr(socket.socket, "connect_ex", connect_ex)
        yield
