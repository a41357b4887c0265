"""Octets to text, whatever charset a mail claims (RFC 2045 section 5.1, WHATWG Encoding).

Promises: total; the result is encodable as UTF-8 (no lone surrogates).
Never does: trust a label over octets that plainly say otherwise.
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache
from unicodedata import is_normalized, normalize

# Labels as mails carry them, where Python's own name differs or is narrower than what is sent.
ALIASES = {
    "us-ascii": "ascii",
    "ansi_x3.4-1968": "ascii",
    "ascii": "ascii",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "iso_8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "l1": "cp1252",
    "ansi": "cp1252",
    "cp1252": "cp1252",
    "windows-1252": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "windows-874": "cp874",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "iso-8859-6-i": "iso-8859-6",
    "iso-8859-6-e": "iso-8859-6",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "chinese": "gb18030",
    "big5": "cp950",
    "x-big5": "cp950",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "ksc5601": "cp949",
    "korean": "cp949",
    "euc-kr": "cp949",
    "windows-949": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "ms_kanji": "cp932",
    "iso-2022-jp": "iso2022_jp_ext",
    "x-euc-jp": "euc_jp",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
    "unicode-1-1-utf-7": "utf-7",
    "utf-16": "utf-16",
    "unicode-1-1-utf-8": "utf-8",
    "utf8mb4": "utf-8",
    "utf-8": "utf-8",
    "utf8": "utf-8",
}

# What is safe to call: Python also registers codecs that are no charsets of mail, such as
# unicode_escape, idna (quadratic) and punycode.
_ALLOWED = re.compile(
    r"ascii|utf-(8|7|16|32)(-[lb]e|-sig)?|iso8859-\d+|cp\d+|koi8-[rut]|mac-[a-z]+|gb18030|gbk|gb2312|hz"
    r"|big5(hkscs)?|euc[_-][a-z0-9_]+|iso2022_[a-z0-9_]+|shift_jis(x0213|_2004)?|johab|ptcp154|tis-620|hp-roman8"
)
_LABEL = re.compile(r"[a-z0-9][a-z0-9_.:+-]{0,39}")
# A label with an attribute of some web page glued on: "windows-1252http-equivcontent-type".
_GLUED = re.compile(r"windows-125\d|iso-8859-1[0-6]|iso-8859-[1-9]|utf-8|us-ascii")
# In these, seven-bit octets are not ASCII.
_SHIFTING = frozenset({"utf-7", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "hz"})
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# Octets in these are often UTF-8 with a wrong label, while UTF-8 is hardly ever valid by chance in them.
_LATIN = frozenset({"ascii", "cp1252", "iso8859-15", "cp1254", "iso8859-2", "cp1250", "cp850", "mac-roman", ""})
# A character cut at the end of a truncated part is no reason to doubt the charset.
_CUT_TAIL = 3


@lru_cache(maxsize=256)
def codec_for(label: str) -> str:
    """Python's name for a charset label; "" for one that is unknown or no charset."""
    found = _LABEL.match(label.strip().strip("\"'").casefold())
    if not found:
        return ""
    name = ALIASES.get(found.group(), found.group())
    try:
        known = codecs.lookup(name).name
    except (LookupError, ValueError):
        glued = _GLUED.match(name)
        return codec_for(glued.group()) if glued and glued.group() != name else ""
    return known if _ALLOWED.fullmatch(known) else ""


def decode(octets: bytes, label: str = "") -> tuple[str, str]:
    """The text, and a defect ("" for none): "charset-unknown", "charset-wrong" or "charset-broken".

    Order: a byte order mark, then UTF-8 where the label is a Latin one or missing and the octets
    are valid, then the label, then Windows-1252 as what the Western world really sends.
    """
    codec = codec_for(label) if label else "ascii"
    if codec not in _SHIFTING and octets.isascii() and b"\x1b" not in octets:
        return octets.decode("ascii"), "" if codec else "charset-unknown"
    for mark, marked in _BOMS:
        if octets.startswith(mark):
            return _lenient(octets[len(mark) :], marked), ""
    if codec in _LATIN:
        return _latin(octets, codec, label)
    if codec == "utf-8":
        return _utf8(octets)
    return _as_labelled(octets, codec)


def _latin(octets: bytes, codec: str, label: str) -> tuple[str, str]:
    try:
        text = octets.decode("utf-8")
    except UnicodeDecodeError:
        if not label or not codec or codec == "ascii":
            return _utf8(octets)[0], "charset-wrong" if codec else "charset-unknown"
        return _lenient(octets, codec), ""
    return text, "charset-wrong" if codec else "charset-unknown"


def _utf8(octets: bytes) -> tuple[str, str]:
    try:
        return octets.decode("utf-8"), ""
    except UnicodeDecodeError as error:
        if b"\xed" in octets and (paired := _with_surrogates(octets)):
            return paired, "charset-broken"
        if error.start >= len(octets) - _CUT_TAIL and error.reason == "unexpected end of data":
            return octets[: error.start].decode("utf-8"), "charset-broken"
    return octets.decode("utf-8", _MIXED), "charset-wrong"


def _with_surrogates(octets: bytes) -> str:
    """Text whose characters beyond the first plane were coded as two (CESU-8); "" for other octets."""
    try:
        return _whole(octets.decode("utf-8", "surrogatepass"))
    except UnicodeDecodeError:
        return ""


def mended(text: str) -> str:
    """Text that was UTF-8, read as Windows-1252 and coded again on its way ("GrÃ¼ÃŸe"), as it was meant.

    Line by line: an answer quotes spoilt lines above sound ones. A line in which anything else would
    be no UTF-8 stays as it is. Characters that letters were taken apart into are put together.
    """
    if text.isascii():
        return text
    if _SPOILT.search(text):
        text = "\n".join(_mended_line(line) if _SPOILT.search(line) else line for line in text.split("\n"))
    return text if is_normalized("NFC", text) else normalize("NFC", text)


def _mended_line(line: str) -> str:
    try:
        return bytes(_OCTETS[sign] for sign in line).decode("utf-8")
    except (KeyError, UnicodeDecodeError):
        return line


def _as_labelled(octets: bytes, codec: str) -> tuple[str, str]:
    try:
        return _whole(octets.decode(codec)), ""
    except (UnicodeError, ValueError):
        pass
    try:
        return octets.decode("utf-8"), "charset-wrong"
    except UnicodeDecodeError:
        return _lenient(octets, codec), "charset-broken"


def _lenient(octets: bytes, codec: str) -> str:
    try:
        return _whole(octets.decode(codec))
    except (UnicodeError, ValueError):
        # The five octets that Windows-1252 leaves open keep their Latin-1 meaning.
        if codec == "cp1252":
            return "".join(_CP1252[octet] for octet in octets)
        return _whole(octets.decode(codec, "replace"))


def _whole(text: str) -> str:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """What is no UTF-8 inside UTF-8 is Windows-1252: footers are glued on without asking."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(_CP1252[octet] for octet in error.object[error.start : error.end]), error.end


_MIXED = "secretary.utf8-or-cp1252"
codecs.register_error(_MIXED, _as_cp1252)
_CP1252 = tuple(bytes([octet]).decode("cp1252", "ignore") or chr(octet) for octet in range(256))
_OCTETS = {sign: octet for octet, sign in enumerate(_CP1252)} | {chr(octet): octet for octet in range(0x80, 0xA0)}
# A first and a second octet of UTF-8, each shown as a character of its own.
_SPOILT = re.compile("[ÂÃÄÅ][" + re.escape("".join(_CP1252[0x80:0xC0])) + "\x80-\x9f]|â[€‚„\x80]")
