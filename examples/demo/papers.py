"""Draw the papers that lie beside a record, a visiting card and a signed form, the same bytes each time."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

SIGNATURE = (
    "0.8 w 0.1 0.15 0.4 RG 330 {y} m 338 {a} 344 {b} 352 {y} c 358 {c} 362 {a} 372 {d} c "
    "380 {b} 388 {c} 396 {y} c 404 {d} 420 {a} 446 {c} c S"
)
"""A pen stroke; the heights are filled in, so that no two people sign alike."""


def card() -> bytes:
    """A blank visiting card as PNG; not packed, since packers differ in their bytes."""
    width, height = 96, 56
    bars = {14: 40, 15: 40, 16: 40, 24: 26, 25: 26, 40: 60, 44: 60}
    rows = b""
    for y in range(height):
        edge = y in (0, height - 1)
        row = [1 if edge or x in (0, width - 1) or (8 <= x < 8 + bars.get(y, 0)) else 0 for x in range(width)]
        packed = (
            sum(bit << (7 - place) for place, bit in enumerate(row[x : x + 8])) for x in range(0, width, 8)
        )
        rows += b"\0" + bytes(packed)
    stored = b"\x78\x01\x01" + struct.pack("<HH", len(rows), 0xFFFF - len(rows)) + rows
    stored += struct.pack(">I", zlib.adler32(rows))
    header = struct.pack(">IIBBBBB", width, height, 1, 3, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"PLTE", b"\xff\xff\xff\x33\x55\x77"), (b"IDAT", stored), (b"IEND", b""))
    body = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


def form(title: str, rows: Sequence[tuple[str, str]], signed: str, pen: int) -> bytes:
    """A form of one page as PDF: a title, a ruled table of what was asked and answered, and a signature.

    The Chinese font is named and not embedded, which keeps the file small. `pen` bends the stroke.
    """
    drawn = [_text(64, 770, 18, title)]
    y = 720
    for asked, answered in rows:
        drawn += [_text(70, y, 10, asked), _text(190, y, 10, answered[: 68 if answered.isascii() else 34])]
        drawn.append(f"0.4 w 0.6 G 64 {y - 8} m 531 {y - 8} l S 0 G")
        y -= 26
    bends = {name: y - 30 + (pen >> shift) % 24 for name, shift in zip("abcd", (0, 3, 6, 9), strict=True)}
    drawn += [_text(64, y - 30, 10, signed), SIGNATURE.format(y=y - 30, **bends)]
    return _pdf("\n".join(drawn).encode("ascii"))


def _text(x: int, y: int, size: int, said: str) -> str:
    return f"BT /F {size} Tf {x} {y} Td <{said.encode('utf-16-be').hex()}> Tj ET"


def _pdf(page: bytes) -> bytes:
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(page), page),
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UTF16-H/DescendantFonts[6 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)"
        b"/Supplement 2>>/DW 1000/W[1 95 500]/FontDescriptor 7 0 R>>",
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0"
        b"/Ascent 880/Descent -120/CapHeight 880/StemV 93>>",
    )
    data, places = b"%PDF-1.4\n", list[int]()
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, len(data))
    return data + b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(places) + 1, table) + trailer
