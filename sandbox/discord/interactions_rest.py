"""The routes of interactions: the callback, and the web hook that their tokens are for fifteen minutes.

https://docs.discord.com/developers/interactions/receiving-and-responding#endpoints
"""

from sandbox.discord import interactions_answers as answers
from sandbox.discord.interactions import Callback, Interaction
from sandbox.discord.objects import message_object
from sandbox.discord.rest.call import Answer, Call, Route, Run
from sandbox.discord.world import Message
from sandbox.kinds import Json

CALLBACK = "interactions/receiving-and-responding#create-interaction-response"
SHOWN = (Callback.MESSAGE, Callback.UPDATE)


async def callback(call: Call) -> Answer:
    """The first answer: 204, or 200 with a body where `with_response` asks for it."""
    interaction = call.sandbox.interactions.to_answer(call.path["interaction"], call.path["token"])
    message = answers.first_answer(call, interaction)
    call.notes["interaction"] = interaction.id
    if not call.flag("with_response"):
        return Answer(204)
    return Answer(200, _response(call, interaction, message))


def _response(call: Call, interaction: Interaction, message: Message | None) -> Json:
    about: Json = {"id": interaction.id, "type": int(interaction.kind)}
    if interaction.original:
        about |= {"response_message_id": interaction.original, "response_message_loading": interaction.loading,
                  "response_message_ephemeral": interaction.ephemeral}  # fmt: skip
    resource: Json = {"type": int(interaction.callback)}
    if message is not None and interaction.callback in SHOWN:
        resource["message"] = _shown(call, message)
    return {"interaction": about, "resource": resource}


def _shown(call: Call, message: Message) -> Json:
    return message_object(call.world, message, message.author)


def _interaction(call: Call) -> Interaction:
    found = call.sandbox.interactions.to_follow(call.path["webhook"], call.path["token"])
    call.notes["interaction"] = found.id
    return found


async def follow_up(call: Call) -> Json:
    """A follow-up message; the answer always waits for it."""
    return _shown(call, answers.follow_up(call, _interaction(call)))


async def get_message(call: Call) -> Json:
    """The original answer, or a follow-up."""
    return _shown(call, answers.find(call, _interaction(call), call.path["message"]))


async def edit_message(call: Call) -> Json:
    """Edit the original answer, or a follow-up."""
    interaction = _interaction(call)
    return _shown(call, answers.edit(call, interaction, answers.find(call, interaction, call.path["message"]).id))


async def delete_message(call: Call) -> None:
    """Delete the original answer, or a follow-up."""
    interaction = _interaction(call)
    answers.delete(call, interaction, answers.find(call, interaction, call.path["message"]).id)


def or_webhook(ours: Run, webhooks: Run) -> Run:
    """A route of web hooks that serves the tokens of interactions as well."""

    async def run(call: Call) -> object:
        return await (ours if call.sandbox.interactions.knows(call.path["token"]) else webhooks)(call)

    return run


ROUTES = (Route("POST", "/interactions/{interaction}/{token}/callback", callback, CALLBACK, open_to_all=True),)
