"""Who holds a lease: a process by its machine and number, so that whoever begins after it need not wait it out."""

import os
import secrets
import socket


def this_process() -> str:
    """A name of this process that no other has."""
    return f"{socket.gethostname()} {os.getpid()} {secrets.token_hex(4)}"


def is_gone(holder: str) -> bool:
    """Whether a process other than this one is known to have ended: one of this machine whose number is free, or is
    this one's now (in a container it is 1 after every start)."""
    machine, _, rest = holder.partition(" ")
    number = rest.partition(" ")[0]
    if machine != socket.gethostname() or not number.isdigit():
        return False
    if int(number) == os.getpid():
        return True
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        pass
    return False
