"""Bare echo bots, the floor of `make bench`: `python -m tests.messenger.bare KIND API MODE PORT`.

`ptb` and `aiogram` are as their documentation shows them. Beside them the fastest way found with each: `ptb-aiohttp`
has httpx-aiohttp beneath and answers 16 side by side, `aiogram-uvloop` runs on uvloop. The webhook of stock ptb
needs tornado, so here uvicorn stands before it.
"""

import asyncio
import sys
from typing import Any

from tests.messenger.account import TOKEN

ECHO = "PAR: 82.5/100"
SECRET = "bare"
KINDS = ("ptb", "ptb-aiohttp", "aiogram", "aiogram-uvloop")


def ptb(kind: str, api: str, mode: str, port: int) -> None:
    """python-telegram-bot."""
    from telegram.ext import Application, MessageHandler
    from telegram.request import HTTPXRequest

    async def echo(update: Any, _: Any) -> None:
        await update.effective_message.reply_text(ECHO)

    builder = Application.builder().token(TOKEN).base_url(f"{api}/bot").job_queue(None)
    if kind == "ptb-aiohttp":
        from httpx_aiohttp import AiohttpTransport

        def request(pool: int) -> HTTPXRequest:
            return HTTPXRequest(connection_pool_size=pool, httpx_kwargs={"transport": AiohttpTransport()})

        builder = builder.concurrent_updates(16).request(request(256)).get_updates_request(request(1))
    application = builder.build()
    application.add_handler(MessageHandler(None, echo))
    if mode == "polling":
        application.run_polling(poll_interval=0, timeout=5)
    else:
        asyncio.run(_ptb_webhook(application, port))


async def _ptb_webhook(application: Any, port: int) -> None:
    import json

    import uvicorn
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route
    from telegram import Update

    async def take(request: Request) -> Response:
        await application.update_queue.put(Update.de_json(json.loads(await request.body()), application.bot))
        return Response()

    app = Starlette(routes=[Route("/telegram", take, methods=["POST"])])
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error", access_log=False, loop="asyncio"))
    async with application:
        await application.start()
        serving = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.01)
        await application.bot.set_webhook(f"http://127.0.0.1:{port}/telegram", secret_token=SECRET)
        await serving


def aiogram(kind: str, api: str, mode: str, port: int) -> None:
    """aiogram."""
    from aiogram import Bot, Dispatcher
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer

    if kind == "aiogram-uvloop":
        import uvloop

        run: Any = uvloop.run
    else:
        run = asyncio.run
    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(api)))
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def echo(message: Any) -> None:
        await message.answer(ECHO)

    if mode == "polling":
        run(dispatcher.start_polling(bot, polling_timeout=5))
    else:
        run(_aiogram_webhook(dispatcher, bot, port))


async def _aiogram_webhook(dispatcher: Any, bot: Any, port: int) -> None:
    from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
    from aiohttp import web

    app = web.Application()
    SimpleRequestHandler(dispatcher, bot, secret_token=SECRET).register(app, path="/telegram")
    setup_application(app, dispatcher, bot=bot)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await bot.set_webhook(f"http://127.0.0.1:{port}/telegram", secret_token=SECRET)
    await asyncio.Event().wait()


if __name__ == "__main__":
    kind_, api_, mode_, port_ = sys.argv[1:]
    (ptb if kind_.startswith("ptb") else aiogram)(kind_, api_, mode_, int(port_))
