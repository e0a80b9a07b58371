"""Runs uv, the installer of this project, and fetches it first where it is missing: `python3 uv.py run ...`.

Needs nothing but Python and the package index: a system's Python often has neither pip nor venv. What is fetched is
one wheel of the version below; it is unpacked to `.uv/` only if its hash is the one that stands here. A uv that is
installed is used when it is of this version or a later one: an older one may not understand `uv.lock`. With
UV_PY_FETCH=1 it is left aside.

The index is the one of UV_DEFAULT_INDEX (or UV_INDEX_URL, or PIP_INDEX_URL, which uv itself does not read); a user and
a password in it are sent to that host only, and never printed.
"""

from __future__ import annotations

import base64
import hashlib
import html.parser
import http.client
import io
import json
import os
import platform
import re
import shutil
import signal
import subprocess
import sys
import urllib.parse
import urllib.request
import zipfile
from pathlib import Path

VERSION = "0.9.9"
WHEELS = {
    ("Linux", "x86_64"): (
        "manylinux_2_17_x86_64.manylinux2014_x86_64",
        "afdd00ddc25e12ed756e069090011ca55f127753e1192e51f45fa288a024f3df",
    ),
    ("Linux", "aarch64"): (
        "manylinux_2_28_aarch64",
        "4f2e2a818ce64b917aada5a752a92bc5665ed90f3ac1348689c4d92abe4af3f5",
    ),
    ("Linux with musl", "x86_64"): (
        "musllinux_1_1_x86_64",
        "1263f03571f3fda44061862c14b92c992102d03f5e1015f3886d9252f9436d60",
    ),
    ("Linux with musl", "aarch64"): (
        "manylinux_2_17_aarch64.manylinux2014_aarch64.musllinux_1_1_aarch64",
        "036e8d38f87ffbebcd478e6b61a2c4f8733f77fbdf34140b78e0f5ab238810cf",
    ),
    ("Darwin", "arm64"): ("macosx_11_0_arm64", "e8303e17b7d2a2dc65ebc4cc65cc0b2be493566b4f7421279b008ecb10adfc5f"),
    ("Darwin", "x86_64"): ("macosx_10_12_x86_64", "7ea663b3e5e5b20a17efbc6c7f8db602abf72447d7cced0882a0dff71c2de1ef"),
    ("Windows", "AMD64"): ("win_amd64", "1201765ae39643ef66bc6decfc44c5f8540fcaeae8b0914553b32e670f1941da"),
    ("Windows", "ARM64"): ("win_arm64", "2695624ee43a8932c3fb414a98e4aed3b4f60306a24acd68e2b288dd5a58c370"),
}
"""Tag of the wheel and its SHA-256, by system and machine."""

PUBLIC_INDEX = "https://pypi.org/simple"
INDEX_SETTINGS = ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL")
"""Where packages come from, the first one that is set; the first two uv reads itself."""

HOME = Path(__file__).resolve().parent / ".uv"


def main() -> int:
    """Run uv with the arguments given, and return its exit code."""
    if sys.version_info < (3, 11):  # noqa: UP036  an older Python starts this file all the same
        print(f"Python 3.11 or later is needed; this is {platform.python_version()}.", file=sys.stderr)
        return 2
    setting, address = index_setting()
    index = Index(address)
    try:
        program = installed() or str(fetched(index))
    except (OSError, LookupError, ValueError, http.client.HTTPException) as error:
        print(f"uv could not be fetched from {index}: {error}\nInstall it by hand (see README.md).", file=sys.stderr)
        return 2
    # this Python unless another one is asked for; the system's certificates, for networks that have their own
    chosen = {"UV_PYTHON": sys.executable, "UV_NATIVE_TLS": "1", **os.environ}
    if setting == "PIP_INDEX_URL":
        chosen["UV_DEFAULT_INDEX"] = address
    running = subprocess.Popen([program, *sys.argv[1:]], env=chosen)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the program that runs: a solve keeps its best plan
    return running.wait()


def index_setting() -> tuple[str, str]:
    """The setting that names the index, and what it says; the public one where nothing does."""
    for setting in INDEX_SETTINGS:
        address = os.environ.get(setting, "").strip()
        if address:
            return setting, address
    return "", PUBLIC_INDEX


def installed() -> str | None:
    """The uv that is on the machine, if it is not older than the version above."""
    program = shutil.which("uv.exe" if os.name == "nt" else "uv")
    if program is None or os.environ.get("UV_PY_FETCH"):
        return None
    try:
        done = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.match(r"uv (\d+)\.(\d+)\.(\d+)", done.stdout)
    if done.returncode or found is None:
        return None
    return program if tuple(map(int, found.groups())) >= tuple(map(int, VERSION.split("."))) else None


def machine() -> tuple[str, str]:
    """System and machine as the table above names them."""
    system = platform.system()
    if system == "Linux" and platform.libc_ver()[0] != "glibc":
        system = "Linux with musl"
    return system, platform.machine()


def fetched(index: Index) -> Path:
    """The program in `.uv/`, after fetching it where it is not there yet."""
    name = "uv.exe" if platform.system() == "Windows" else "uv"
    program = HOME / VERSION / name
    if program.exists():
        return program
    here = machine()
    if here not in WHEELS:
        raise LookupError(f"there is no wheel on record for {' '.join(here)}")
    tag, digest = WHEELS[here]
    print(f"fetching uv {VERSION} ...", file=sys.stderr)
    wheel = index.file("uv", f"uv-{VERSION}-py3-none-{tag}.whl")
    found = hashlib.sha256(wheel).hexdigest()
    if found != digest:
        raise LookupError(f"what was fetched has the SHA-256 {found}, not {digest}")
    with zipfile.ZipFile(io.BytesIO(wheel)) as packed:
        content = packed.read(f"uv-{VERSION}.data/scripts/{name}")
    program.parent.mkdir(parents=True, exist_ok=True)
    whole = program.with_name(f"{name}.{os.getpid()}")
    whole.write_bytes(content)
    whole.chmod(0o755)
    whole.replace(program)
    return program


class Index:
    """A package index, from its address as pip or uv take it: `https://host/simple/`, `name=https://user:word@host`."""

    def __init__(self, address: str) -> None:
        name, equals, rest = address.partition("=")
        if equals and re.fullmatch(r"[\w.-]+", name):
            address = rest
        scheme, _, place = address.strip().rstrip("/").rpartition("://")
        host, slash, path = place.partition("/")
        user, _, self._host = host.rpartition("@")
        self._user = ":".join(map(urllib.parse.unquote, user.partition(":")[::2])) if user else ""
        self._address = f"{scheme}://{self._host}{slash}{path}"

    def __str__(self) -> str:
        """The address without user and password."""
        return self._address

    def file(self, package: str, name: str) -> bytes:
        """The content of a package's file."""
        kinds = "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1"
        with self._opened(f"{self._address}/{package}/", 60, {"Accept": kinds}) as answer:
            base, is_json, content = answer.geturl(), "json" in answer.headers.get("Content-Type", ""), answer.read()
        listed = [each["url"] for each in json.loads(content)["files"]] if is_json else _links(content.decode("utf-8"))
        for link in listed:
            address = urllib.parse.urljoin(base, link)
            if urllib.parse.unquote(urllib.parse.urlsplit(address).path).rpartition("/")[2] == name:
                with self._opened(address, 300, {}) as answer:
                    wheel: bytes = answer.read()
                return wheel
        raise LookupError(f"the index has no {name}")

    def _opened(self, address: str, timeout: float, headers: dict[str, str]) -> http.client.HTTPResponse:
        request = urllib.request.Request(address, headers=headers)
        if self._user and urllib.parse.urlsplit(address).netloc == self._host:
            secret = base64.b64encode(self._user.encode()).decode()
            request.add_unredirected_header("Authorization", f"Basic {secret}")  # another host does not get it
        answer: http.client.HTTPResponse = urllib.request.urlopen(request, timeout=timeout)
        return answer


def _links(page: str) -> list[str]:
    found: list[str] = []

    class Links(html.parser.HTMLParser):
        def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
            found.extend(value for name, value in attributes if tag == "a" and name == "href" and value)

    Links().feed(page)
    return found


if __name__ == "__main__":
    sys.exit(main())
