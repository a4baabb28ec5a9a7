"""`/stage`: where a piece of work stands: draft, on a desk to be signed, issued, received."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from handlers import Command, Request
from models.doing import take_step
from models.messages import Choice, Message, UserError
from models.permissions import BELOW, OWN
from models.words import clean, fold
from models.work import Item
from scheduling.arguments import chosen
from templates import render

_STAGES = {
    "draft": ("dự thảo", "đang dự thảo", "soạn thảo", "đang soạn", "đang làm", "draft"),
    "signing": ("trình ký", "đang trình ký", "đã trình ký", "trình", "signing"),
    "issued": ("phát hành", "đã phát hành", "ký rồi", "đã ký", "ban hành", "đã ban hành", "issued"),
    "received": ("nơi nhận đã nhận", "received"),
}
_BY_NAME = {fold(name): stage for stage, names in _STAGES.items() for name in names}


def handle(request: Request) -> Message:
    numbers, rest = request.about_one()
    stage = _BY_NAME.get(fold(request.named)) or _BY_NAME.get(fold(rest))
    if stage is None:
        raise UserError("which_stage", number=numbers[0] if numbers else 12, text=clean(rest, 40))
    if not numbers and len(meant := request.meant(COMMAND)) != 1:
        return _which(request, stage, meant)
    numbers = numbers or (meant[0].number,)
    if len(numbers) > 1:
        raise UserError("one_number", example=f"{request.named} {numbers[0]}")
    item, teller = request.work(numbers[0], COMMAND)
    take_step(request.session, item, "stage", teller, stage=stage, reason="")
    return Message(render("stage/said", item=item))


def answer(request: Request, draft: Any) -> Message | None:
    numbers, rest = chosen(request.text, draft["listed"])
    if len(numbers) != 1 or rest:
        return None
    request.answered()
    return handle(replace(request, text=str(numbers[0]), named=draft["stage"]))


def _which(request: Request, stage: str, meant: Sequence[Item]) -> Message:
    items = (meant or request.my_work())[:5]
    if not items:
        raise UserError("no_work_of_mine")
    verb = "xong" if stage == "issued" else request.named
    request.ask("stage", {"stage": _STAGES[stage][0], "listed": [item.number for item in items]})
    choices = tuple(Choice(f"#{item.number}", f"{verb} {item.number}") for item in items[:3])
    return Message(render("stage/which", items=items, verb=verb, issued=stage == "issued"), choices)


COMMAND = Command(
    names=("trình ký", "stage", "giai đoạn", *(n for names in _STAGES.values() for n in names if n != "trình ký")),
    summary="cho biết việc đang ở bước nào: dự thảo, trình ký, phát hành",
    examples=("trình ký 12",),
    handle=handle,
    topic="work",
    answer=answer,
    place=15,
    writes=True,
    for_another=True,
    allows={"head": OWN, "staff": OWN, "officer": BELOW},
)
