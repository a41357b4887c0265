"""A self-signed certificate for the servers on loopback, so that TLS is tried for real."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.servers import LOOPBACK, program


def self_signed(folder: Path) -> tuple[Path, Path]:
    """Certificate and key (PEM) for 127.0.0.1 and localhost; the certificate is its own authority."""
    certificate, key = folder / "cert.pem", folder / "key.pem"
    command = [program("openssl", "openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    command += ["-nodes", "-days", "2", "-subj", "/CN=localhost", "-keyout", str(key), "-out", str(certificate)]
    command += ["-addext", f"subjectAltName=DNS:localhost,IP:{LOOPBACK}"]
    subprocess.run(command, check=True, capture_output=True)
    return certificate, key
