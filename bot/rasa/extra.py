"""Whether rasa-sdk is installed: it is an extra, since it brings a web server, gRPC and OpenTelemetry that nothing else needs."""

from __future__ import annotations

from importlib.util import find_spec

WITHOUT_RASA_SDK = (
    "rasa.webhook: needs rasa-sdk, which is not installed; run pip install 'ownerline[rasa]' or make rasa"
)


def rasa_sdk_is_there() -> bool:
    """Looks without importing, which would cost thirty megabytes of memory."""
    try:
        return find_spec("rasa_sdk") is not None
    except (ImportError, ValueError):  # something else stands in its place
        return False
