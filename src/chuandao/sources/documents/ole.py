"""The streams of an old Office file (OLE2 compound file), as far as its lock is concerned."""

import struct

_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = 512
_ENTRY = 128
_MOST_SECTORS = 4096
_ENCRYPTED, _PLACE = 0x0100, 0x0A
_FILEPASS = 0x002F
_RECORDS = 64
_LAST = 0xFFFFFFFA  # from here on numbers are marks, not sectors


def is_locked(data: bytes) -> bool:
    """Return whether a .doc or .xls (also of WPS) is protected by a password.

    Word says so in the head of its stream (FibBase.fEncrypted), Excel by a FilePass record.
    """
    word, book = _stream(data, "WordDocument"), _stream(data, "Workbook") or _stream(data, "Book")
    if len(word) > _PLACE + 1:
        return bool(struct.unpack_from("<H", word, _PLACE)[0] & _ENCRYPTED)
    return _has_password_record(book)


def _has_password_record(book: bytes) -> bool:
    place = 0
    for _ in range(_RECORDS):
        if place + 4 > len(book):
            return False
        kind, size = struct.unpack_from("<HH", book, place)
        if kind == _FILEPASS:
            return True
        place += 4 + size
    return False


def _stream(data: bytes, name: str) -> bytes:
    """Return the first sector of a stream of the regular table; empty where there is none."""
    try:
        size = 1 << struct.unpack_from("<H", data, 30)[0]
        if not data.startswith(_SIGNATURE) or size not in {512, 4096}:
            return b""
        for sector in _chain(data, struct.unpack_from("<I", data, 48)[0], size):
            held = _sector(data, sector, size)
            for start in range(0, len(held), _ENTRY):
                entry = held[start : start + _ENTRY]
                if entry[:64].decode("utf-16-le", "ignore").rstrip("\0") == name:
                    return _sector(data, struct.unpack_from("<I", entry, 116)[0], size)
    except struct.error:
        return b""
    return b""


def _sector(data: bytes, number: int, size: int) -> bytes:
    start = max(size, _HEADER) + number * size
    return data[start : start + size]


def _chain(data: bytes, first: int, size: int) -> list[int]:
    """Return the sectors of a chain, by the table of sectors that the header lists."""
    tables = struct.unpack_from("<109I", data, 76)
    found: list[int] = []
    while first < _LAST and len(found) < _MOST_SECTORS and first not in found:
        found.append(first)
        block, place = divmod(first, size // 4)
        if block >= len(tables) or tables[block] >= _LAST:
            break
        first = struct.unpack_from("<I", _sector(data, tables[block], size), 4 * place)[0]
    return found
