"""The chaos of reminders with Zalo as the channel."""

from functools import partial

from tests.messenger.reminded import Messenger
from tests.zalo.control import TOKEN
from tests.zalo.office import configuration
from tests.zalo.unreliable import UnreliableZalo

ZALO = Messenger(
    "zalo", TOKEN.partition(":")[0], UnreliableZalo,
    partial(configuration, per_second=1_000_000, per_chat_second=1_000_000, monthly=0),
)  # fmt: skip
