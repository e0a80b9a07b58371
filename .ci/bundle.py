# /// script
# requires-python = ">=3.11"
# dependencies = ["packaging>=24", "pip>=24"]
# ///
"""Packs what a machine without network needs to install the program into one archive, for whoever carries it there.

    python3 uv.py run .ci/bundle.py                                   # for Windows and Python 3.12
    python3 uv.py run .ci/bundle.py --system linux --python 3.11

The archive in `dist/` holds the wheels of the versions in `uv.lock`, without what only tests need, the wheel of this
program, their hashes in `requirements.txt`, the documentation, and `INSTALL.txt`: the commands to type there, in
English and Turkish. It is made on any system for any of those below. Wheels come from the index that pip is configured
with, or from UV_DEFAULT_INDEX, and are packed only if their hash is the one in `uv.lock`.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

try:
    from packaging.requirements import Requirement
    from packaging.tags import mac_platforms
except ModuleNotFoundError:
    sys.exit("This is started by uv, which brings what it needs: python3 uv.py run .ci/bundle.py")

ROOT = Path(__file__).resolve().parents[1]
PYTHONS = ("3.11", "3.12", "3.13")
DOCUMENTATION = ("README.md", "CHANGELOG.md", "LICENSE", "docs")
HASH = " --hash="


@dataclass(frozen=True)
class System:
    """What a bundle is for: how wheels and the conditions of requirements name it, and what is typed there."""

    platforms: tuple[str, ...]
    conditions: dict[str, str]
    python: str
    programs: str


SYSTEMS = {
    "windows": System(
        ("win_amd64",),
        {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"},
        "py -{}",
        ".venv\\Scripts\\",
    ),
    # wheels are named after the oldest C library that they run with: 2.28 is that of Debian 10 and RHEL 8
    "linux": System(
        (*(f"manylinux_2_{minor}_x86_64" for minor in range(28, 4, -1)), "manylinux2014_x86_64"),
        {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": "x86_64"},
        "python{}",
        ".venv/bin/",
    ),
    "macos": System(
        tuple(mac_platforms((14, 0), "arm64")),
        {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix", "platform_machine": "arm64"},
        "python{}",
        ".venv/bin/",
    ),
}

INSTALL = """\
TÜRKÇE

Gereken: {kind} üzerinde 64 bit Python {python}. Ağ bağlantısı gerekmez.
Bu klasörde bir komut penceresi açın ve yazın:

    {venv}
    {programs}python -m pip install --no-index --find-links wheels -r requirements.txt
    {programs}roadmap-opt new roadmap.xlsx
    {programs}roadmap-opt check roadmap.xlsx
    {programs}roadmap-opt solve roadmap.xlsx

Türkçe bir sistemde program Türkçe konuşur; başka bir sistemde komutlara --lang tr ekleyin.
İkinci komut her dosyayı özetiyle denetler: taşırken bozulan bir dosya reddedilir. Betik etkinleştirmek gerekmez.
roadmap-opt programı engelleniyorsa yerine {programs}python -m roadmap_opt yazın. Devamı: docs/quickstart.tr.md.

ENGLISH

Needed: 64-bit Python {python} on {kind}. No network is needed.
Open a command window in this folder and type the five commands above. The second one checks every file by its hash:
what was damaged on the way is refused. No script has to be activated. Where the program roadmap-opt is blocked, type
{programs}python -m roadmap_opt in its place. How to go on: README.md.
"""


def main() -> int:
    """Make the bundle that is asked for; returns the exit code: 2 if uv did not start this, 1 if a step failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--system", choices=SYSTEMS, default="windows", help="where it is installed (windows)")
    parser.add_argument("--python", choices=PYTHONS, default="3.12", help="the Python there (3.12)")
    parser.add_argument("--out", type=Path, default=ROOT / "dist", help="the folder for the archive (dist)")
    wanted = parser.parse_args()
    if "UV" not in os.environ:
        print("This is started by uv, which it needs: python3 uv.py run .ci/bundle.py", file=sys.stderr)
        return 2
    try:
        archive = made(wanted.system, wanted.python, wanted.out)
    except subprocess.CalledProcessError as error:
        print(f"No bundle was made: {error.cmd[0]} ended with {error.returncode}, as said above.", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"No bundle was made: {error}", file=sys.stderr)
        return 1
    print(f"{archive} ({archive.stat().st_size / 1e6:.0f} MB)")
    print("Unpack it where it is needed; INSTALL.txt says how to go on:\n")
    print(install_text(wanted.system, wanted.python))
    return 0


def made(system: str, python: str, out: Path) -> Path:
    """Collect everything in a folder of its own and pack it; the archive appears whole or not at all."""
    uv = os.environ["UV"]
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        built, folder = Path(place, "built"), Path(place, "bundle")
        # by way of a source archive: what an earlier version left in `build/` stays out
        _run(uv, "build", "--quiet", "--out-dir", str(built), str(ROOT))
        (own,) = built.glob("*.whl")
        _, version, *_ = own.name.split("-")
        exported = _run(
            uv,
            "export",
            "--quiet",
            "--locked",
            "--no-emit-project",
            "--no-annotate",
            "--no-header",
            "--project",
            str(ROOT),
        )
        (folder / "wheels").mkdir(parents=True)
        listed = folder / "requirements.txt"
        listed.write_text("\n".join(needed(exported, system, python)) + "\n", encoding="utf-8", newline="\n")
        download(listed, folder / "wheels", system, python)
        shutil.copy(own, folder / "wheels")
        with listed.open("a", encoding="utf-8", newline="\n") as more:
            more.write(f"roadmap-opt=={version}{HASH}sha256:{hashlib.sha256(own.read_bytes()).hexdigest()}\n")
        # with a mark at its beginning: older versions of Notepad take it for UTF-8 only then
        (folder / "INSTALL.txt").write_text(install_text(system, python), encoding="utf-8-sig", newline="\r\n")
        for name in DOCUMENTATION:
            source = ROOT / name
            (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)
        name = f"roadmap-opt-{version}-{system}-python{python}"
        packed = Path(shutil.make_archive(str(Path(place, name)), "zip", folder))
        arriving = shutil.copy(packed, out / f".{packed.name}.partial")
        return Path(arriving).replace(out / packed.name)


def needed(exported: str, system: str, python: str) -> list[str]:
    """The requirements that apply there, each with its hashes, from what `uv export` says for all systems at once.

    pip itself would judge their conditions by the machine on which the bundle is made.
    """
    there = {
        **SYSTEMS[system].conditions,
        "python_version": python,
        "python_full_version": f"{python}.0",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "extra": "",
    }
    found = []
    for line in exported.replace("\\\n", "").splitlines():
        requirement, *hashes = (part.strip() for part in line.split("--hash="))
        asked = Requirement(requirement)
        if asked.marker is None or asked.marker.evaluate(there):
            found.append(f"{asked.name}{asked.specifier}" + "".join(HASH + digest for digest in hashes))
    return found


def download(requirements: Path, wheels: Path, system: str, python: str) -> None:
    """Fetch the wheel of each requirement for that system, by its hash."""
    for_there = [f"--platform={tag}" for tag in SYSTEMS[system].platforms]
    index = os.environ.get("UV_DEFAULT_INDEX", "").strip()
    name, equals, address = index.partition("=")
    if equals and "/" not in name:  # `name=https://...`, as uv takes it
        index = address
    where = {"PIP_INDEX_URL": index} if index else {}
    command = [
        *(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes", "--only-binary=:all:"),
        *("--python-version", python, "--implementation", "cp", *for_there),
        *("--dest", str(wheels), "--requirement", str(requirements)),
    ]
    subprocess.run(command, env={**where, **os.environ}, check=True)


def install_text(system: str, python: str) -> str:
    """What to type on the machine without network."""
    there = SYSTEMS[system]
    kind = {"windows": "Windows", "linux": "Linux", "macos": "macOS"}[system]
    venv = f"{there.python.format(python)} -m venv .venv"
    return INSTALL.format(kind=kind, python=python, venv=venv, programs=there.programs)


def _run(*command: str) -> str:
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", check=True).stdout


if __name__ == "__main__":
    # a window of Windows may write in a code page that lacks Turkish letters
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    sys.exit(main())
