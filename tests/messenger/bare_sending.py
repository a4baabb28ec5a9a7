"""A bare aiogram send loop, the floor of `tests/bench_delivery.py`: `python -m … API FILE SIDE_BY_SIDE`."""

import asyncio
import json
import sys
from pathlib import Path

import uvloop
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from tests.messenger.account import TOKEN


async def send(api: str, texts: Path, side_by_side: int) -> None:
    """Send every text of a file to its chat, so many at once."""
    waiting = iter(json.loads(texts.read_text()))
    async with Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(api))) as bot:

        async def one_after_another() -> None:
            for chat, text in waiting:
                await bot.send_message(chat, text, parse_mode="HTML")

        await asyncio.gather(*(one_after_another() for _ in range(side_by_side)))


if __name__ == "__main__":
    uvloop.run(send(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])))
