"""One module a channel: how messages come in and go out."""
