"""A picture of a stuck game, drawn as a PNG without any library: what the demo's reporter attaches."""

import struct
import zlib

Colour = tuple[int, int, int]

WIDTH, HEIGHT = 480, 270
_FELT: Colour = (13, 44, 35)
_FRAME: Colour = (212, 168, 67)
_REEL: Colour = (246, 240, 222)
_SHADE: Colour = (8, 26, 21)
_INK: Colour = (250, 246, 232)
_SYMBOLS: tuple[Colour, ...] = ((176, 38, 47), (40, 92, 168), (212, 168, 67), (46, 130, 84), (120, 60, 140))

# three columns by five rows a letter, row by row, a bit each
_LETTERS = {
    " ": "000000000000000", "-": "000000111000000", ".": "000000000000010", "0": "111101101101111",
    "1": "010110010010111", "2": "111001111100111", "5": "111100111001111", "7": "111001010010010",
    "8": "111101111101111", "9": "111101111001111", "B": "110101110101110", "C": "111100100100111",
    "D": "110101101101110", "E": "111100110100111", "G": "111100101101111", "I": "111010010010111",
    "K": "101101110101101", "N": "110101101101101", "O": "111101101101111", "R": "110101110101101",
    "S": "111100111001111", "T": "111010010010010", "U": "101101101101111", "F": "111100110100100",
}  # fmt: skip


class Canvas:
    """Rectangles and letters on a plane of pixels."""

    def __init__(self, width: int, height: int, ground: Colour) -> None:
        self._width = width
        self._rows = [bytearray(bytes(ground) * width) for _ in range(height)]

    def fill(self, left: int, top: int, width: int, height: int, colour: Colour) -> None:
        """A filled rectangle, which must lie inside."""
        for row in self._rows[top : top + height]:
            row[3 * left : 3 * (left + width)] = bytes(colour) * width

    def write(self, left: int, top: int, text: str, size: int, colour: Colour) -> None:
        """Capital letters of so many pixels a dot."""
        for place, letter in enumerate(text):
            for dot, bit in enumerate(_LETTERS[letter]):
                if bit == "1":
                    across, down = dot % 3, dot // 3
                    self.fill(left + (4 * place + across) * size, top + down * size, size, size, colour)

    def png(self) -> bytes:
        """The picture as a file: https://www.w3.org/TR/png/"""
        raw = b"".join(b"\0" + bytes(row) for row in self._rows)
        header = struct.pack(">IIBBBBB", self._width, len(self._rows), 8, 2, 0, 0, 0)
        chunks = (_chunk(b"IHDR", header), _chunk(b"IDAT", zlib.compress(raw, 9)), _chunk(b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def screenshot() -> bytes:
    """Reels that stand still, the round's number and the bet."""
    canvas = Canvas(WIDTH, HEIGHT, _FELT)
    canvas.fill(28, 40, 424, 168, _FRAME)
    canvas.fill(34, 46, 412, 156, _SHADE)
    for column in range(5):
        canvas.fill(42 + 80 * column, 52, 74, 144, _REEL)
        for row in range(3):
            symbol = _SYMBOLS[(2 * column + 3 * row) % len(_SYMBOLS)]
            canvas.fill(54 + 80 * column, 60 + 47 * row, 50, 34, symbol)
            canvas.fill(72 + 80 * column, 70 + 47 * row, 14, 14, _REEL)
    canvas.fill(120, 100, 240, 48, _SHADE)
    canvas.write(146, 114, "CONNECTING...", 4, _INK)
    canvas.write(28, 14, "BOOK OF SUNS", 3, _FRAME)
    canvas.write(28, 230, "ROUND 99812-77", 3, _INK)
    canvas.write(300, 230, "BET 50.00 EUR", 3, _INK)
    return canvas.png()
