"""Turns what a terminal shows (standard input, with colours) into an SVG picture (standard output).

    secretary demo | python docs/images/picture.py "an appointment" "a rescheduling" > docs/images/demo.svg

The two arguments are words in the headings of the first scene shown and of the first no longer shown.
The picture names no font of another server; a browser takes its own monospaced one.
"""

from __future__ import annotations

import io
import sys

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

WIDTH = 100  # columns
HEADING = "── "
INK = TerminalTheme((250, 250, 247), (40, 40, 40), [(40, 40, 40)] * 2 + [(20, 110, 60)] * 4 + [(20, 90, 140)] * 2)
FORMAT = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: {char_height}px; line-height: {line_height}px; }}
{styles}
</style>
<defs>{lines}</defs>
<rect width="100%" height="100%" rx="8" fill="#fafaf7" stroke="#d8d8d0"/>
<g transform="translate({terminal_x}, 20)">{backgrounds}<g class="{unique_id}-matrix">{matrix}</g></g>
</svg>
"""


def excerpt(lines: list[str], first: str, beyond: str) -> list[str]:
    """The lines from the scene headed `first` up to that headed `beyond`."""
    titles = [n for n, line in enumerate(lines) if HEADING in line]
    start = next(n for n in titles if first in lines[n])
    end = next((n for n in titles if n > start and beyond in lines[n]), len(lines))
    return lines[start:end]


def main() -> None:
    """Read, cut, draw."""
    lines = excerpt(sys.stdin.read().splitlines(), *sys.argv[1:3])
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
    for line in lines:
        console.print(Text.from_ansi(line), soft_wrap=False)
    sys.stdout.write(console.export_svg(theme=INK, code_format=FORMAT, title="secretary demo"))


if __name__ == "__main__":
    main()
