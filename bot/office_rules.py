"""What the configuration says of an office, as handlers and the clock take it."""

from bot.config import Config
from handlers import Rules
from scheduling.plan import Clockwork


def rules_of(config: Config) -> Rules:
    """What the office decides about work."""
    monthly = {"telegram": config.telegram.monthly} if config.telegram else {}
    if config.zalo:
        monthly["zalo"] = config.zalo[0].monthly  # one for all its bots
    return Rules(config.concluded_by, config.own_check, config.days_off_roll, config.policy, monthly)


def clockwork_of(config: Config) -> Clockwork:
    """What the clock needs to know of the office."""
    return Clockwork(config.zone, config.policy, rules_of(config).terms)
