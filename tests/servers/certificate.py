"""A certificate authority of our own for the servers on loopback, so that TLS is tried for real."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.servers import LOOPBACK, program

HERE = ("localhost", LOOPBACK)
CURVE = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")


class Authority:
    """Signs certificates that are valid for two days; `file` is its own (PEM), for those who shall trust it."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "authority.pem"
        self._folder, self._key = folder, folder / "authority.key"
        subject = ("-days", "2", "-subj", "/CN=Test authority", "-addext", "keyUsage=critical,keyCertSign")
        _openssl("req", "-x509", *CURVE, *subject, "-keyout", str(self._key), "-out", str(self.file))

    def issue(self, *names: str, days: int = 2) -> tuple[Path, Path]:
        """Certificate and key (PEM) for host names and IP addresses."""
        certificate, key, request = (self._folder / f"{names[0]}.{end}" for end in ("pem", "key", "csr"))
        alternatives = ",".join(f"IP:{name}" if name[0].isdigit() else f"DNS:{name}" for name in names)
        wishes = ("-subj", f"/CN={names[0]}", "-addext", f"subjectAltName={alternatives}")
        _openssl("req", *CURVE, *wishes, "-keyout", str(key), "-out", str(request))
        signer = ("-CA", str(self.file), "-CAkey", str(self._key), "-copy_extensions", "copyall", "-days", str(days))
        _openssl("x509", "-req", "-in", str(request), *signer, "-out", str(certificate))
        return certificate, key


def self_signed(folder: Path) -> tuple[Path, Path]:
    """Certificate and key (PEM) for 127.0.0.1 and localhost; the certificate is its own authority."""
    certificate, key = folder / "cert.pem", folder / "key.pem"
    names = ("-subj", "/CN=localhost", "-addext", f"subjectAltName=DNS:localhost,IP:{LOOPBACK}")
    _openssl("req", "-x509", *CURVE, "-days", "2", *names, "-keyout", str(key), "-out", str(certificate))
    return certificate, key


def _openssl(*arguments: str) -> None:
    subprocess.run([program("openssl", "openssl"), *arguments], check=True, capture_output=True)
