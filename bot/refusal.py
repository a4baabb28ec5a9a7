"""What the command line refuses, already said: one clear line on standard error, exit code 1."""


class Refused(Exception):
    """Refused, with the words for the person."""
