"""Slack's limits, each beside its address, and the one helper that applies them."""

MESSAGE_BLOCKS = 50  # https://docs.slack.dev/reference/block-kit/blocks
VIEW_BLOCKS = 100  # https://docs.slack.dev/reference/block-kit/blocks
MESSAGE_BYTES = 12_000  # about 13 kB of blocks are taken: measured, written nowhere
MESSAGE_TEXT = 4_000  # https://docs.slack.dev/changelog/2018-truncating-really-long-messages
HEADER_TEXT = 150  # https://docs.slack.dev/reference/block-kit/blocks/header-block
CONTEXT_ELEMENTS = 10  # https://docs.slack.dev/reference/block-kit/blocks/context-block
SECTION_TEXT = 3_000  # https://docs.slack.dev/reference/block-kit/blocks/section-block
ACTIONS_ELEMENTS = 25  # https://docs.slack.dev/reference/block-kit/blocks/actions-block
BUTTON_TEXT = 75  # https://docs.slack.dev/reference/block-kit/block-elements/button-element
BUTTON_URL = 3_000  # https://docs.slack.dev/reference/block-kit/block-elements/button-element
CONFIRM_TITLE = 100  # https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object
CONFIRM_TEXT = 300  # https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object
CONFIRM_LABEL = 30  # https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object
VIEW_TITLE = 24  # https://docs.slack.dev/reference/views/modal-views (title, submit, close)
INPUT_LABEL = 2_000  # https://docs.slack.dev/reference/block-kit/blocks/input-block (label, hint)
INPUT_TEXT = 3_000  # https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element
OPTION_TEXT = 75  # https://docs.slack.dev/reference/block-kit/composition-objects/option-object
OPTION_VALUE = 150  # https://docs.slack.dev/reference/block-kit/composition-objects/option-object
OPTIONS = 100  # https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element
RADIO_OPTIONS = 10  # https://docs.slack.dev/reference/block-kit/block-elements/radio-button-group-element
CHECKBOXES = 10  # https://docs.slack.dev/reference/block-kit/block-elements/checkboxes-element
INPUT_FILES = 10  # https://docs.slack.dev/reference/block-kit/block-elements/file-input-element

ELLIPSIS = "…"


def literal(text: str) -> str:
    """The text without what no JSON consumer takes: NUL and lone surrogates."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode()


def clip(text: str, limit: int) -> str:
    """At most `limit` characters (in UTF-16 units, as Slack's clients count), cut at a word where one ends near by."""
    clean = literal(text)
    units = clean.encode("utf-16-le")
    if len(units) <= 2 * limit:
        return clean
    cut = units[: 2 * (limit - 1)].decode("utf-16-le", "ignore")
    head = cut.rpartition(" ")[0]
    return (head if len(head) > 0.7 * len(cut) else cut).rstrip() + ELLIPSIS


def pieces(text: str, limit: int) -> tuple[str, ...]:
    """The text in stretches of at most `limit` characters; none when it is empty."""
    clean = literal(text)
    return tuple(clean[start : start + limit] for start in range(0, len(clean), limit))
