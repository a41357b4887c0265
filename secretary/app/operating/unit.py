"""The service file for systemd, with the paths of this installation.

Promises: what is printed is `contrib/secretary.service` as shipped, with other paths and nothing else changed.
"""

from __future__ import annotations

import re
from pathlib import Path

from secretary.app.rules.files import read_file, shipped
from secretary.domain.errors import SetupError

PROGRAM, FOLDER, CONFIG = "/opt/secretary/bin/secretary", "/etc/secretary", "/etc/secretary/config.yaml"
PLAIN = re.compile(r"/[\w./+@-]*")  # systemd reads blanks, quotes, "%" and "$" in paths each in a way of its own


def service_file(program: str, config: Path) -> str:
    """The file for a program ("/path/secretary", or "/path/python -m secretary") and a configuration.

    Raises SetupError for a path that systemd would read otherwise than it is meant.
    """
    place = config.absolute()
    for path in (program.partition(" ")[0], str(place)):
        if not PLAIN.fullmatch(path):
            raise SetupError(
                f"{path!r} cannot stand in a service file as it is.",
                remedy="Use a path of letters, digits, and / . _ - + @ only.",
            )
    text = read_file(shipped("contrib") / "secretary.service")
    head, unit = text.split("[Unit]", 1)
    unit = unit.replace(PROGRAM, program).replace(CONFIG, str(place)).replace(FOLDER, str(place.parent))
    return f"{head}[Unit]{unit}"
