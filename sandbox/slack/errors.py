"""What a method answers when it does not work."""

from sandbox.kinds import Json


class ApiError(Exception):
    """An answer with `ok: false`; `extra` goes beside the error."""

    def __init__(self, error: str, **extra: object) -> None:
        super().__init__(error)
        self.error = error
        self.extra: Json = extra


def invalid_arguments(*messages: str) -> ApiError:
    """`invalid_arguments` with Slack's explanation in response_metadata."""
    return ApiError("invalid_arguments", response_metadata={"messages": [f"[ERROR] {text}" for text in messages]})
