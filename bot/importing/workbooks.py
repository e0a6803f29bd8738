"""The sheets of an .xlsx workbook, read row by row. A formula is its own text: what it would come to is never worked out."""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from xml.etree.ElementTree import ParseError

#: What a workbook may unpack to; a small file that unpacks to more is made to exhaust the machine.
LARGEST_UNPACKED = 400 * 1024 * 1024

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    EOFError,
    OSError,
)


def sheets(data: bytes) -> list[tuple[str, list[tuple[int, list[str]]]]]:
    """Name and rows of every sheet. Raises ValueError for a workbook that is broken or too large."""
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST_UNPACKED:
                raise _TooLargeError
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions, which are nothing to us
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
            return [(sheet.title, list(_rows(sheet))) for sheet in book.worksheets]
    except _TooLargeError as error:
        raise ValueError(f"unpacks to more than {LARGEST_UNPACKED // 1024 // 1024} MB") from error
    except (*_BROKEN, InvalidFileException) as error:
        raise ValueError("is not a workbook that can be read; save it as .xlsx or CSV again") from error


class _TooLargeError(Exception):
    pass


def _rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    from bot.importing.tables import MOST_COLUMNS

    for number, row in enumerate(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1), start=1):
        cells = [_text(value) for value in row]
        if any(cells):
            yield number, cells


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
