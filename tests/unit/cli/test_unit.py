"""The service file is one that systemd takes, shuts in what runs, and names this installation's paths."""

import shutil
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from secretary.app.operating.unit import service_file
from secretary.cli import app
from secretary.domain.errors import SetupError

EXPOSURE = "30"  # of a hundred, as systemd counts; a service that nothing was done for has 96
systemd = pytest.mark.usefixtures("systemd_analyze")


@pytest.fixture
def written(tmp_path):
    """A service file on disk, for a program and a folder that are there."""
    path = tmp_path / "secretary.service"
    path.write_text(service_file(shutil.which("true"), tmp_path / "config.yaml"))
    return path


def analyzed(*words):
    return subprocess.run(["systemd-analyze", *words], capture_output=True, text=True, check=False, timeout=60)


@systemd
def test_systemd_finds_no_fault_in_it(written):
    done = analyzed("verify", "--man=no", str(written))
    assert (done.returncode, done.stderr) == (0, "")


@systemd
def test_a_fault_would_be_found(written):
    written.write_text(written.read_text().replace("UMask=0077", "UMask=never"))
    assert "Failed to parse mode value" in analyzed("verify", "--man=no", str(written)).stderr


@systemd
def test_little_of_the_machine_is_within_its_reach(written):
    done = analyzed("security", "--offline=true", f"--threshold={EXPOSURE}", str(written))
    assert done.returncode == 0, done.stdout


def test_only_the_paths_differ_from_what_is_shipped():
    shipped = (Path(__file__).parents[3] / "contrib" / "secretary.service").read_text()
    assert service_file("/opt/secretary/bin/secretary", Path("/etc/secretary/config.yaml")) == shipped
    other = service_file("/srv/venv/bin/secretary", Path("/srv/office/muster.yaml"))
    assert "ExecStart=/srv/venv/bin/secretary run --config /srv/office/muster.yaml\n" in other
    assert "ReadWritePaths=/srv/office\n" in other
    assert "EnvironmentFile=-/srv/office/environment\n" in other


@pytest.mark.parametrize("place", ["/etc/my office/config.yaml", "/etc/50%/config.yaml", '/etc/"x"/config.yaml'])
def test_a_path_that_systemd_would_misread_is_told(place):
    with pytest.raises(SetupError, match="cannot stand in a service file"):
        service_file("/opt/secretary/bin/secretary", Path(place))


def test_the_command_prints_it_for_a_configuration_anywhere(tmp_path):
    done = CliRunner().invoke(app, ["unit", "--config", str(tmp_path / "config.yaml")])
    assert done.exit_code == 0
    assert f"--config {tmp_path}/config.yaml" in done.output
    assert " -m secretary run" in done.output
