"""Runs uv, the installer of this project, and fetches it first where it is missing: `python3 uv.py run ...`.

Needs nothing but Python and the package index: a system's Python often has neither pip nor venv. What is fetched is one
wheel of the version below; it is unpacked to `.uv/` only if its hash is the one that stands here. A uv that is
installed already is used when it is new enough for `uv.lock`.
"""

from __future__ import annotations

import base64
import hashlib
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

OLDEST = (0, 9)
"""Oldest uv for `uv.lock`, which has revision 3: older ones take it for outdated or write it anew in their own form."""

WHEELS = {
    ("Linux", "x86_64"): (
        "manylinux_2_17_x86_64.manylinux2014_x86_64",
        "afdd00ddc25e12ed756e069090011ca55f127753e1192e51f45fa288a024f3df",
    ),
    ("Linux", "aarch64"): (
        "manylinux_2_28_aarch64",
        "4f2e2a818ce64b917aada5a752a92bc5665ed90f3ac1348689c4d92abe4af3f5",
    ),
    ("Darwin", "arm64"): ("macosx_11_0_arm64", "e8303e17b7d2a2dc65ebc4cc65cc0b2be493566b4f7421279b008ecb10adfc5f"),
    ("Darwin", "x86_64"): ("macosx_10_12_x86_64", "7ea663b3e5e5b20a17efbc6c7f8db602abf72447d7cced0882a0dff71c2de1ef"),
    ("Windows", "AMD64"): ("win_amd64", "1201765ae39643ef66bc6decfc44c5f8540fcaeae8b0914553b32e670f1941da"),
    ("Windows", "ARM64"): ("win_arm64", "2695624ee43a8932c3fb414a98e4aed3b4f60306a24acd68e2b288dd5a58c370"),
}
"""Tag of the wheel and its SHA-256, by system and machine."""

SETTINGS = ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL")
"""Variables of uv and pip that name the index from which uv is fetched, the first that is set; else it is PyPI."""

HOME = Path(__file__).resolve().parent / ".uv"


def main() -> int:
    """Run uv with the arguments given, and return its exit code."""
    if sys.version_info < (3, 11):  # noqa: UP036  an older Python starts this file all the same
        print(f"Python 3.11 or later is needed; this is {platform.python_version()}.", file=sys.stderr)
        return 2
    try:
        program = installed() or str(fetched())
    except (OSError, LookupError, TypeError, ValueError, http.client.HTTPException) as error:
        reason = masked(f"uv could not be fetched from {index()}: {error}")
        print(f"{reason}\nInstall uv {VERSION} by hand, or use pip (see README.md).", file=sys.stderr)
        return 2
    # this Python unless another one is asked for; the system's certificates, for networks that have their own
    chosen = {"UV_PYTHON": sys.executable, "UV_NATIVE_TLS": "1", **os.environ}
    running = subprocess.Popen([program, *sys.argv[1:]], env=chosen)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the program that runs: a solve keeps its best plan
    return running.wait()


def installed() -> str | None:
    """The uv on the PATH; nothing when there is none, or one that is too old or does not run."""
    program = shutil.which("uv.exe" if os.name == "nt" else "uv")
    if program is None:
        return None
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=60, check=True).stdout
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    version = re.match(r"uv (\d+)\.(\d+)\.", said)
    return program if version and (int(version[1]), int(version[2])) >= OLDEST else None


def index() -> str:
    """Address of the index, without the name that uv allows before it (`name=https://...`) and without a slash at the
    end, which both uv and pip allow.
    """
    named = next(filter(None, (os.environ.get(setting, "").strip() for setting in SETTINGS)), "https://pypi.org/simple")
    return re.sub(r"^[\w.-]+=(?=[a-z]+://)", "", named).rstrip("/")


def masked(words: str) -> str:
    """The words with credentials in addresses made unreadable."""
    return re.sub(r"(?:(?<=//)\S*|[^/\s]*)@", "***@", words)


def fetched() -> Path:
    """The program in `.uv/`, after fetching it where it is not there yet."""
    name = "uv.exe" if platform.system() == "Windows" else "uv"
    program = HOME / VERSION / name
    if program.exists():
        return program
    here = platform.system(), platform.machine()
    if here not in WHEELS:
        raise LookupError(f"there is no wheel on record for {' '.join(here)}")
    tag, digest = WHEELS[here]
    print(f"fetching uv {VERSION} ...", file=sys.stderr)
    wheel = _get(_address(f"uv-{VERSION}-py3-none-{tag}.whl"))
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


def _address(file: str) -> str:
    request = _request(f"{index()}/uv/", Accept="application/vnd.pypi.simple.v1+json")
    with urllib.request.urlopen(request, timeout=60) as answer:
        base, listed = answer.geturl(), json.load(answer)["files"]
    for each in listed:
        if each["filename"] == file:
            return urllib.parse.urljoin(base, each["url"])
    raise LookupError(f"the index has no {file}")


def _get(address: str) -> bytes:
    with urllib.request.urlopen(_request(address), timeout=300) as answer:
        content: bytes = answer.read()
    return content


def _request(address: str, **headers: str) -> urllib.request.Request:
    """A request with the credentials of the index, if its address has any; no other host is told them."""
    known, asked = urllib.parse.urlsplit(index()), urllib.parse.urlsplit(address)
    if asked.scheme not in ("http", "https"):
        raise ValueError("the address does not begin with https://")
    secret, _, host = known.netloc.rpartition("@")
    plain = asked._replace(netloc=asked.netloc.rpartition("@")[2])
    request = urllib.request.Request(urllib.parse.urlunsplit(plain), headers=headers)
    if secret and (plain.scheme, plain.netloc) == (known.scheme, host):
        token = base64.b64encode(urllib.parse.unquote(secret).encode()).decode()
        request.add_unredirected_header("Authorization", f"Basic {token}")
    return request


if __name__ == "__main__":
    sys.exit(main())
