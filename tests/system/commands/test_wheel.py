"""What is installed from the wheel works without the checkout."""

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


def call(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    env = {"PATH": os.environ["PATH"], "HOME": str(cwd)}  # no PYTHONPATH: the checkout must not be found
    return subprocess.run(
        [str(a) for a in arguments], capture_output=True, text=True, check=False, timeout=110, cwd=cwd, env=env
    )


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command in a fresh environment: the wheel in it, the libraries borrowed from this one."""
    folder = tmp_path_factory.mktemp("wheel")
    built = call(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    assert built.returncode == 0, built.stderr
    [wheel] = folder.glob("*.whl")
    fresh = folder / "venv"
    venv.create(fresh, with_pip=False)
    pip = (sys.executable, "-m", "pip", "--python", fresh / "bin" / "python", "--disable-pip-version-check")
    done = call(*pip, "install", "--quiet", "--no-deps", "--no-index", wheel, cwd=folder)
    assert done.returncode == 0, done.stderr
    [own] = fresh.glob("lib/python*/site-packages")
    (own / "libraries.pth").write_text(f"{sysconfig.get_paths()['purelib']}\n")
    return fresh / "bin" / "secretary"


def test_an_installed_secretary_writes_an_office_that_passes_its_check(installed: Path, tmp_path: Path) -> None:
    where = call(installed.parent / "python", "-c", "import secretary; print(secretary.__file__)", cwd=tmp_path)
    assert str(installed.parent.parent) in where.stdout, "it is the wheel's and not the checkout's"
    done = call(installed, "init", "--yes", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert sorted(p.name for p in (tmp_path / "rules").iterdir()) == sorted(p.name for p in (ROOT / "rules").iterdir())
    checked = call(installed, "check", "--offline", cwd=tmp_path)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert call(installed, "rules", "test", cwd=tmp_path).returncode == 0
    assert f"ExecStart={installed} run --config {tmp_path}/config.yaml" in call(installed, "unit", cwd=tmp_path).stdout


def test_an_installed_secretary_needs_no_own_rules_and_templates(installed: Path, tmp_path: Path) -> None:
    call(installed, "init", "--yes", cwd=tmp_path)
    for name in ("rules", "templates"):
        (tmp_path / name).rename(tmp_path / f"{name}-away")
    told = call(installed, "check", "--offline", cwd=tmp_path)
    assert told.returncode == 2, "a folder that the configuration names must be there"
    assert "leave the key rules out" in told.stdout
    config = tmp_path / "config.yaml"
    config.write_text(config.read_text().replace('rules: "rules"', "").replace('templates: "templates"', ""))
    checked = call(installed, "check", "--offline", cwd=tmp_path)
    assert checked.returncode == 0, checked.stdout + checked.stderr
