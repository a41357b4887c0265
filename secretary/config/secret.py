"""Secrets: where a password comes from, never what it is.

Promises: the value is fetched when a server asks for it, and appears in no log, repr or dump.
Never does: keep it.
"""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from secretary.domain.errors import SetupError

COMMAND_SECONDS = 20  # a password manager that asks a person on a server never answers


class Secret(BaseModel):
    """A password's place: an environment variable, a file, or a command that prints it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    env: str = Field("", description="The environment variable that holds it.")
    file: str = Field("", description="A file that holds it, readable for this user only; ~ is the home folder.")
    command: str = Field("", description="A command that prints it, without a shell; it may take 20 seconds.")

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if sum(map(bool, (self.env, self.file, self.command))) != 1:
            raise ValueError("name exactly one of env, file, command")
        return self

    def fetch(self) -> str:
        """The secret itself, without the newline at its end. Raises SetupError with the remedy."""
        if self.env:
            return self._from_env()
        text = self._from_file() if self.file else self._from_command()
        return text.rstrip("\r\n")

    def _from_env(self) -> str:
        if self.env not in os.environ:
            raise SetupError(f"The environment variable {self.env} is not set.", remedy=f"Set {self.env}.")
        return os.environ[self.env]

    def _from_file(self) -> str:
        try:
            return Path(self.file).expanduser().read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise SetupError(
                f"The password file {self.file} cannot be read ({error}).",
                remedy="Create it, readable for this user only.",
            ) from error

    def _from_command(self) -> str:
        try:
            done = subprocess.run(  # noqa: S603 - the operator's own command, from the operator's own file
                shlex.split(self.command), capture_output=True, timeout=COMMAND_SECONDS, check=True, text=True
            )
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            raise SetupError(
                f"The password command failed ({type(error).__name__}).", remedy=f"Try it by hand: {self.command}"
            ) from error
        return done.stdout
