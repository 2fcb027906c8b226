"""What Discord answers when it does not work: `{code, message, errors}`.

Codes: https://docs.discord.com/developers/topics/opcodes-and-status-codes#json
"""

from sandbox.kinds import Json

MESSAGES = {
    0: "404: Not Found",
    10003: "Unknown Channel",
    10004: "Unknown Guild",
    10007: "Unknown Member",
    10008: "Unknown Message",
    10009: "Unknown Overwrite",
    10011: "Unknown Role",
    10012: "Unknown Token",
    10013: "Unknown User",
    10014: "Unknown Emoji",
    10015: "Unknown Webhook",
    10002: "Unknown Application",
    10062: "Unknown interaction",
    10063: "Unknown application command",
    10066: "Unknown application command permissions",
    10087: "Unknown Tag",
    20001: "Bots cannot use this endpoint",
    20012: "You are not authorized to perform this action on this application",
    20016: "This action cannot be performed due to slowmode rate limit",
    30003: "Maximum number of pins reached for the channel (250)",
    30007: "Maximum number of webhooks reached (15)",
    30010: "Maximum number of reactions reached (20)",
    30013: "Maximum number of guild channels reached (500)",
    30032: "Maximum number of application commands reached (100)",
    30034: "Maximum number of daily application command creates has been reached (200)",
    30046: "Maximum number of edits to messages older than 1 hour reached. Try again later",
    40001: "Unauthorized. Provide a valid token and try again",
    40005: "Request entity too large",
    40060: "Interaction has already been acknowledged",
    40062: "Service resource is being rate limited.",
    40067: "A tag is required to create a forum post in this channel",
    50001: "Missing Access",
    50003: "Cannot execute action on a DM channel",
    50005: "Cannot edit a message authored by another user",
    50006: "Cannot send an empty message",
    50007: "Cannot send messages to this user",
    50008: "Cannot send messages in a non-text channel",
    50013: "Missing Permissions",
    50016: "You can only bulk delete messages between 2 and 100 at a time.",
    50019: "A message can only be pinned to the channel it was sent in",
    50021: "Cannot execute action on a system message",
    50024: "Cannot execute action on this channel type",
    50027: "Invalid webhook token provided",
    50033: "Invalid Recipient(s)",
    50034: "A message provided was too old to bulk delete",
    50035: "Invalid Form Body",
    50068: "Invalid message type",
    50083: "Thread is archived",
    50109: "The request body contains invalid JSON.",
    50146: "File uploaded exceeds the maximum size",
    90001: "Reaction was blocked",
    160002: "Cannot reply without permission to read message history",
    160004: "A thread has already been created for this message",
    160005: "Thread is locked",
    160006: "Maximum number of active threads reached",
    220001: "Webhooks posted to forum channels must have a thread_name or thread_id",
    220003: "Webhooks can only create threads in forum channels",
}
STATUS = {
    0: 404, 10014: 400, 20001: 403, 20012: 403, 20016: 429, 40001: 401, 40005: 413, 50001: 403, 50003: 403, 50005: 403,
    50007: 403, 50013: 403, 50021: 403, 50027: 401, 90001: 403,
}  # fmt: skip


class DiscordError(Exception):
    """An answer with a code; `errors` names fields as `{"field": {"_errors": [{"code", "message"}]}}`."""

    def __init__(self, code: int, *, status: int = 0, message: str = "", errors: Json | None = None) -> None:
        self.code = code
        self.message = message or MESSAGES[code]
        self.status = status or STATUS.get(code, 404 if 10000 <= code < 20000 else 400)
        self.errors = errors
        super().__init__(f"{self.code} {self.message} {self.errors or ''}".strip())

    @property
    def body(self) -> Json:
        """The JSON that the caller reads."""
        body: Json = {"message": self.message, "code": self.code}
        if self.errors:
            body["errors"] = self.errors
        return body


def invalid(errors: Json) -> DiscordError:
    """50035 with nested errors, as the kit's checks give them."""
    return DiscordError(50035, errors=errors)


def invalid_field(path: str, code: str, message: str) -> DiscordError:
    """50035 for one field; `path` has dots."""
    errors: Json = {"_errors": [{"code": code, "message": message}]}
    for key in reversed(path.split(".")):
        errors = {key: errors}
    return invalid(errors)
