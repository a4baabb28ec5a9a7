"""At a terminal: a banner, a prompt, completion, and ways out. A real pseudo-terminal, a real process."""

import os
import pty
import re
import select
import subprocess
import time

from tests.processes import CCHC, clean_environment


class Terminal:
    """A pseudo-terminal with `cchc chat` in it."""

    def __init__(self, *arguments: str) -> None:
        self.side, other = pty.openpty()
        environment = clean_environment() | {"TERM": "xterm", "COLUMNS": "100", "LINES": "40"}
        self.process = subprocess.Popen(
            [*CCHC, "chat", *arguments], stdin=other, stdout=other, stderr=other, env=environment, close_fds=True
        )
        os.close(other)
        self.screen = ""

    def until(self, text: str) -> str:
        """What was shown since the last call, once `text` is among it."""
        deadline = time.monotonic() + 20
        while text not in self.screen:
            assert time.monotonic() < deadline, self.screen
            if not select.select([self.side], [], [], 1)[0]:
                continue
            try:
                self.screen += os.read(self.side, 65536).decode(errors="replace")
            except OSError:  # the other side is closed
                assert text in self.screen, self.screen
            if "\x1b[6n" in self.screen:  # the prompt asks where its cursor is
                self.screen = self.screen.replace("\x1b[6n", "")
                os.write(self.side, b"\x1b[1;1R")
            self.screen = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", self.screen)
        shown, self.screen = self.screen, ""
        return shown

    def type(self, keys: str) -> None:
        os.write(self.side, keys.encode())

    def ends(self) -> int:
        status = self.process.wait(timeout=30)
        os.close(self.side)
        return status


def test_the_banner_says_what_this_is_when_its_clock_stands_and_what_to_try() -> None:
    terminal = Terminal("--demo")
    shown = terminal.until("›")
    assert "huyện Vân Canh: dữ liệu trình diễn, không gửi đi đâu" in shown
    assert "Hôm nay là 18/7/2022 (đồng hồ trình diễn)" in shown
    assert 'Thử: "điểm 2021", "điểm 2021 7.4.3", "mất điểm 2021"' in shown
    terminal.type("điểm 2021\r")
    assert "75,62 % · nhóm 3" in terminal.until("báo cáo phân tích")
    terminal.until("›")
    terminal.type("\x1b[A\r")  # the line before, from the history
    assert "75,62 % · nhóm 3" in terminal.until("báo cáo phân tích")
    terminal.until("›")
    terminal.type("/quit\r")
    assert terminal.ends() == 0


def test_tab_completes_a_command_and_the_end_of_input_leaves() -> None:
    terminal = Terminal("--demo", "mau")
    terminal.until("›")
    terminal.type("/lo\t")
    terminal.until("/lost")
    terminal.type("\r")
    terminal.until("ĐÃ MẤT 6,2 điểm")
    terminal.until("›")
    terminal.type("\x03")  # an interrupt takes the line back, not the conversation
    terminal.until("›")
    terminal.type("tôi\r")
    terminal.until("máy lẻ 102")
    terminal.until("›")
    terminal.type("\x04")
    assert terminal.ends() == 0
