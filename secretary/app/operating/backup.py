"""A backup of an installation in one file, and its way back.

Promises: taken while the secretary runs, it is one instant of the record. It holds no password (the
configuration names only where they are) and signs nobody in. Each part is checked by its digest
before anything is written; nothing that exists is written over, and a backup that failed leaves no file.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from secretary import __version__
from secretary.app.settings import load_settings
from secretary.app.wiring import database, records
from secretary.config.models import Config
from secretary.domain.errors import SetupError
from secretary.ledger.dump import dump, load

FORMAT = 1
MANIFEST, RECORD, FILES = "manifest.json", "record.jsonl", "files/"
FOLDERS = ("rules", "templates", "lexicon", "taught")
OWNER_ONLY = 0o600
MAX_FILES = 10_000
CHUNK = 1 << 20
_BROKEN = "Take another backup; this one is damaged or was changed."
TOLD: Mapping[str, str] = {
    "de": "Die Aufzeichnungen wurden aus einer Sicherung vom {day} zurückgeholt. Bitte ansehen, was seither in dieser "
    "Sache geschah; von selbst geschieht in ihr nichts mehr, und vorgemerkte Zeiten stehen noch im Kalender.",
    "en": "The record was restored from a backup of {day}. Please look at what has happened in this matter since; "
    "nothing more happens in it by itself, and times that were held are still in the calendar.",
}


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup holds: when it was taken, by which release, how many rows, which files.

    `left_out` names folders of the configuration that lie elsewhere, and are to be kept by other means.
    """

    taken: datetime
    release: str
    rows: int
    files: tuple[str, ...]
    left_out: tuple[str, ...] = ()


def write_backup(config: Path, target: Path, now: datetime) -> Contents:
    """Write `target`, readable for its owner only. Raises SetupError; a file there stays as it is."""
    settings = load_settings(config)
    records(settings, config.parent).close()  # says so where nothing is on record
    with _new(target) as raw:
        try:
            return _written(raw, settings, config, now)
        except BaseException:
            target.unlink()
            raise


def _written(raw: BinaryIO, settings: Config, config: Path, now: datetime) -> Contents:
    inside, left_out = _folders(settings, config)
    files = dict(_files(config, inside))
    digests: dict[str, str] = {}
    rows = 0
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        digest = hashlib.sha256()
        with archive.open(RECORD, "w", force_zip64=True) as record:
            for rows, line in enumerate(dump(database(settings.database, config.parent))):  # noqa: B007 - the first line is no row
                data = f"{line}\n".encode()
                digest.update(data)
                record.write(data)
        digests[RECORD] = digest.hexdigest()
        for name, content in files.items():
            digests[f"{FILES}{name}"] = hashlib.sha256(content).hexdigest()
            archive.writestr(f"{FILES}{name}", content)
        manifest = {"format": FORMAT, "taken": now.isoformat(), "release": __version__, "rows": rows, "parts": digests}
        archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
    return Contents(now, __version__, rows, tuple(files), left_out)


def read_backup(source: Path) -> Contents:
    """Check every part. Raises SetupError for what is no backup, or no whole one."""
    try:
        with zipfile.ZipFile(source) as archive:
            manifest = _manifest(archive)
            for name, digest in manifest["parts"].items():
                if _digest(archive, name) != digest:
                    raise SetupError(f"{name} is not what was written.", file=str(source), remedy=_BROKEN)
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError) as error:
        raise SetupError("This is no backup.", file=str(source), remedy=_BROKEN) from error
    names = [name.removeprefix(FILES) for name in manifest["parts"] if name.startswith(FILES)]
    if len(names) > MAX_FILES or not all(_is_inside(name) for name in names):
        raise SetupError("The backup names files outside of its folder.", file=str(source), remedy=_BROKEN)
    return Contents(
        datetime.fromisoformat(manifest["taken"]), str(manifest["release"]), int(manifest["rows"]), tuple(names)
    )


def restore(source: Path, config: Path, now: datetime, *, nothing_since: bool) -> tuple[Contents, tuple[str, ...]]:
    """Put files that are missing beside `config`, then the record into the database it names.

    `nothing_since`: no secretary has worked on since the backup was taken, so that nothing is in
    doubt. Returns what the backup holds, and the files that were written. Raises SetupError.
    """
    contents = read_backup(source)
    written = tuple(_unpack(source, contents, config))
    settings = load_settings(config)
    day = f"{contents.taken.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    doubt = None if nothing_since else {n: TOLD[o.language].format(day=day) for n, o in settings.offices.items()}
    with zipfile.ZipFile(source) as archive, archive.open(RECORD) as record:
        load(database(settings.database, config.parent), (line.decode() for line in record), now, doubt)
    return contents, written


def _new(target: Path) -> BinaryIO:
    try:
        return os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "wb")
    except OSError as error:
        raise SetupError(
            f"The backup cannot be written ({error.strerror}).",
            file=str(target),
            remedy="Name a file that does not exist, in a folder that this user may write.",
        ) from error


def _folders(settings: Config, config: Path) -> tuple[list[Path], tuple[str, ...]]:
    """The office's own folders: those below the configuration's, and the names of those elsewhere."""
    base = config.parent.resolve()
    folders = [folder for kind in FOLDERS if (folder := base / getattr(settings, kind)).is_dir()]
    inside = [folder for folder in folders if folder.resolve().is_relative_to(base)]
    return inside, tuple(str(folder) for folder in folders if folder not in inside)


def _files(config: Path, folders: Sequence[Path]) -> Iterator[tuple[str, bytes]]:
    """The configuration, and what its folders hold; a link is kept as what it leads to."""
    yield config.name, config.read_bytes()
    base = config.parent.resolve()
    for path in (path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()):
        yield Path(os.path.normpath(path)).relative_to(base).as_posix(), path.read_bytes()


def _manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
    if manifest["format"] != FORMAT:
        raise SetupError("The backup is of a newer release.", remedy="Restore it with the release that wrote it.")
    return manifest


def _digest(archive: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with archive.open(name) as part:
        while chunk := part.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return bool(name) and not path.is_absolute() and ".." not in path.parts and "\\" not in name


def _unpack(source: Path, contents: Contents, config: Path) -> Iterator[str]:
    """Files that are not there yet; the configuration gets the name that was asked for."""
    first, *others = contents.files
    base = config.parent
    with zipfile.ZipFile(source) as archive:
        for name, target in ((first, config), *((other, base / other) for other in others)):
            if target.exists():
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(archive.read(f"{FILES}{name}"))
            yield str(target.relative_to(base))
