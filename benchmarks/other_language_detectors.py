# ruff: noqa: PLC0415 - each library is imported only where it is there
"""Other detectors of languages, behind the face that `tests.accuracy.languages` measures."""

from __future__ import annotations

from collections.abc import Iterator

from tests.accuracy.languages import Detector

LINGUA = {"GERMAN": "de", "ENGLISH": "en"}
EUROPEAN = "GERMAN ENGLISH FRENCH DUTCH ITALIAN SPANISH POLISH DANISH SWEDISH PORTUGUESE CZECH TURKISH".split()


def detectors() -> Iterator[tuple[str, Detector | None]]:
    """Every detector by name; None for one that is not there."""
    for name, build in (("lingua, 12 languages", _lingua), ("py3langid", _py3langid)):
        try:
            yield name, build()
        except ImportError:
            yield name, None


def _lingua() -> Detector:
    from lingua import Language, LanguageDetectorBuilder

    languages = [Language.from_str(name) for name in EUROPEAN]
    detector = LanguageDetectorBuilder.from_languages(*languages).build()

    def detect(text: str) -> str:
        found = detector.detect_language_of(text)
        return LINGUA.get(found.name, "other") if found else "other"

    return detect


def _py3langid() -> Detector:
    import py3langid

    return lambda text: code if (code := py3langid.classify(text)[0]) in LINGUA.values() else "other"
