"""Discord's limits, each beside its address, and the helpers that apply them."""

MESSAGE_COMPONENTS = 40  # https://docs.discord.com/developers/components/reference
MESSAGE_TEXT = 4_000  # over all text displays: https://docs.discord.com/developers/components/reference#text-display
MESSAGE_MENTIONS = 100  # https://docs.discord.com/developers/resources/message#allowed-mentions-object
ROW_BUTTONS = 5  # https://docs.discord.com/developers/components/reference#action-row
BUTTON_TEXT = 80  # https://docs.discord.com/developers/components/reference#button
BUTTON_URL = 512  # https://docs.discord.com/developers/components/reference#button
CUSTOM_ID = 100  # https://docs.discord.com/developers/components/reference#anatomy-of-a-component
OPTIONS = 25  # https://docs.discord.com/developers/components/reference#string-select
OPTION_TEXT = 100  # https://docs.discord.com/developers/components/reference#string-select (label, value, description)
MENU_PLACEHOLDER = 150  # https://docs.discord.com/developers/components/reference#string-select
MODAL_TITLE = 45  # https://docs.discord.com/developers/interactions/receiving-and-responding (modal)
MODAL_PARTS = 5  # https://docs.discord.com/developers/interactions/receiving-and-responding (modal)
LABEL_TEXT = 45  # https://docs.discord.com/developers/components/reference#label
LABEL_DESCRIPTION = 100  # https://docs.discord.com/developers/components/reference#label
INPUT_TEXT = 4_000  # https://docs.discord.com/developers/components/reference#text-input
INPUT_PLACEHOLDER = 100  # https://docs.discord.com/developers/components/reference#text-input
RADIO_OPTIONS = (2, 10)  # https://docs.discord.com/developers/components/reference#radio-group
CHECKBOXES = 10  # https://docs.discord.com/developers/components/reference#checkbox-group
INPUT_FILES = 10  # https://docs.discord.com/developers/components/reference#file-upload
THREAD_NAME = 100  # https://docs.discord.com/developers/resources/channel#start-thread-from-message
COMMAND_NAME = 32  # https://docs.discord.com/developers/interactions/application-commands (naming)
COMMAND_DESCRIPTION = 100  # https://docs.discord.com/developers/interactions/application-commands
COMMAND_OPTIONS = 25  # https://docs.discord.com/developers/interactions/application-commands (options, choices)
COMMAND_CHARACTERS = 8_000  # https://docs.discord.com/developers/interactions/application-commands#slash-commands
CHOICE_NAME = 100  # https://docs.discord.com/developers/interactions/application-commands (name, value)

ELLIPSIS = "…"


def literal(text: str) -> str:
    """The text without what no JSON consumer takes: NUL and lone surrogates."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode()


def size(text: str) -> int:
    """How long a text is in UTF-16 units, which is never less than what Discord counts."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def clip(text: str, limit: int) -> str:
    """At most `limit` characters (in UTF-16 units), cut at a word where one ends near by."""
    clean = literal(text)
    if size(clean) <= limit:
        return clean
    cut = clean.encode("utf-16-le")[: 2 * (limit - 1)].decode("utf-16-le", "ignore")
    head = cut.rpartition(" ")[0]
    return (head if len(head) > 0.7 * len(cut) else cut).rstrip() + ELLIPSIS


def line(text: str, limit: int) -> str:
    """A text that has to stand in one line and may not be empty."""
    return clip(" ".join(text.split()), limit) or "–"
