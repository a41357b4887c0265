"""format=flowed text back to paragraphs (RFC 3676 section 4). Total, linear."""

from __future__ import annotations


def unflow(text: str, *, delsp: bool = False) -> str:
    """Soft line breaks joined, space-stuffing removed; quote marks become "> " per level.

    A line that ends in a blank goes on in the next one of the same quote depth; the signature
    line "-- " never does.
    """
    done: list[str] = []
    open_depth = -1
    for raw in text.split("\n"):
        depth, line = _depth(raw.rstrip("\r"))
        line = line.removeprefix(" ")
        is_signature = line == "-- "
        flows = line.endswith(" ") and not is_signature
        body = line[:-1] if flows and delsp else line
        if depth == open_depth and not is_signature:
            done[-1] += body
        else:
            done.append("> " * depth + body if body or not depth else ("> " * depth).rstrip())
        open_depth = depth if flows else -1
    return "\n".join(line if line.endswith("-- ") else line.rstrip(" ") for line in done)


def _depth(line: str) -> tuple[int, str]:
    bare = line.lstrip(">")
    return len(line) - len(bare), bare
