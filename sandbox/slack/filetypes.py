"""Slack's names for kinds of files (https://docs.slack.dev/reference/objects/file-object#types)."""

KNOWN = {
    "image/png": ("png", "PNG"),
    "image/jpeg": ("jpg", "JPEG"),
    "image/gif": ("gif", "GIF"),
    "image/webp": ("webp", "WebP"),
    "application/pdf": ("pdf", "PDF"),
    "text/plain": ("text", "Plain Text"),
    "text/csv": ("csv", "CSV"),
    "text/html": ("html", "HTML"),
    "application/json": ("json", "JSON"),
    "application/zip": ("zip", "Zip"),
    "video/mp4": ("mp4", "MPEG 4 Video"),
    "video/quicktime": ("mov", "QuickTime Movie"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ("xlsx", "Excel Spreadsheet"),
}


def filetype(name: str, mimetype: str) -> str:
    """The short type: by MIME type, else by the name's ending, else `binary`."""
    if mimetype in KNOWN:
        return KNOWN[mimetype][0]
    _, dot, ending = name.rpartition(".")
    return ending.lower() if dot and ending else "binary"


def pretty_type(name: str, mimetype: str) -> str:
    """The type as people read it."""
    return KNOWN[mimetype][1] if mimetype in KNOWN else filetype(name, mimetype).capitalize()
