"""`uv.py` against an index on this machine: what it fetches, what it refuses, what it uses without fetching."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import platform
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).parents[2] / "uv.py"
SETTINGS = ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL")

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the uv of these tests is a shell script")


def load() -> Any:
    spec = spec_from_file_location("uv_script", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


UV = load()
HERE = platform.system(), platform.machine()
TAG, DIGEST = UV.WHEELS.get(HERE, ("", ""))
FILE = f"uv-{UV.VERSION}-py3-none-{TAG}.whl"


def wheel() -> bytes:
    """A wheel whose uv says that it was fetched, and its arguments."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        packed.writestr(f"uv-{UV.VERSION}.data/scripts/uv", '#!/bin/sh\necho fetched "$@"\nexit 5\n')
    return buffer.getvalue()


@dataclass
class Index:
    """An index that holds one wheel, and what it was asked."""

    port: int
    asked: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    elsewhere: str = ""
    content: bytes = field(default_factory=wheel)

    @property
    def address(self) -> str:
        """Without a name, credentials or a slash at the end."""
        return f"http://127.0.0.1:{self.port}/simple"


@pytest.fixture
def index() -> Iterator[Index]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.asked.append(self.path)
            served.told.append(self.headers.get("Authorization", ""))
            listed = {"files": [{"filename": FILE, "url": f"{served.elsewhere}/{FILE}"}]}
            answers = {
                "/simple/uv/": json.dumps(listed).encode(),
                f"/{FILE}": served.content,
            }
            self.send_response(200 if self.path in answers else 404)
            self.end_headers()
            self.wfile.write(answers.get(self.path, b""))

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served = Index(server.server_port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield served
    server.shutdown()
    server.server_close()


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """A copy of the script that expects the wheel of the index of these tests."""
    if not TAG:
        pytest.skip("no wheel on record for this machine")
    source = SCRIPT.read_text(encoding="utf-8")
    assert source.count(DIGEST) == 1
    copy = tmp_path / "project" / "uv.py"
    copy.parent.mkdir()
    copy.write_text(source.replace(DIGEST, hashlib.sha256(wheel()).hexdigest()), encoding="utf-8")
    return copy


def run(script: Path, setting: str, *, path: Path | None = None, name: str = "UV_DEFAULT_INDEX") -> Any:
    environment = {key: value for key, value in os.environ.items() if key not in SETTINGS}
    environment |= {name: setting, "PATH": f"{path or ''}{os.pathsep}/usr/bin{os.pathsep}/bin"}
    if path is None and shutil.which("uv", path=environment["PATH"]):
        pytest.skip("a uv is installed with the system")
    words = [sys.executable, str(script), "run", "--locked", "two words"]
    return subprocess.run(words, env=environment, capture_output=True, text=True, check=False, timeout=60)


def test_uv_is_fetched_once_and_gets_every_word(script: Path, index: Index) -> None:
    first = run(script, index.address)
    assert (first.returncode, first.stdout) == (5, "fetched run --locked two words\n"), first.stderr
    assert index.asked == ["/simple/uv/", f"/{FILE}"]
    second = run(script, index.address)
    assert (second.returncode, second.stdout, second.stderr) == (5, first.stdout, "")
    assert len(index.asked) == 2


def test_a_wheel_of_another_content_is_not_unpacked(script: Path, index: Index) -> None:
    index.content = wheel() + b"\0"
    refused = run(script, index.address)
    assert refused.returncode == 2
    assert f"has the SHA-256 {hashlib.sha256(index.content).hexdigest()}, not " in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not (script.parent / ".uv").exists()


@pytest.mark.parametrize("name", SETTINGS)
@pytest.mark.parametrize("form", ["{}", "{}/", "mirror={}", "our-own.mirror={}//", " {} "])
def test_every_form_of_the_setting_names_the_same_index(name: str, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for other in SETTINGS:
        monkeypatch.delenv(other, raising=False)
    assert UV.index() == "https://pypi.org/simple"
    monkeypatch.setenv(name, form.format("https://packages.example/simple"))
    assert UV.index() == "https://packages.example/simple"


def test_credentials_reach_the_index_and_are_never_printed(script: Path, index: Index) -> None:
    secret = f"gov=http://planner:p%40ss@127.0.0.1:{index.port}/simple/"
    fetched = run(script, secret)
    assert fetched.returncode == 5, fetched.stderr
    assert index.told == [f"Basic {base64.b64encode(b'planner:p@ss').decode()}"] * 2
    index.content = b"other"
    shutil.rmtree(script.parent / ".uv")
    refused = run(script, secret)
    assert refused.returncode == 2
    assert f"http://***@127.0.0.1:{index.port}/simple" in refused.stderr
    assert "planner" not in refused.stderr
    assert "p%40ss" not in refused.stderr


def test_another_host_is_not_told_the_credentials(script: Path, index: Index) -> None:
    index.elsewhere = f"http://localhost:{index.port}"
    assert run(script, f"http://planner:pass@127.0.0.1:{index.port}/simple").returncode == 5
    assert [bool(told) for told in index.told] == [True, False]


@pytest.mark.parametrize(
    "setting", ["planner:pass@127.0.0.1/simple", "http://planner:pass@127.0.0.1:1/simple", "ftp://x"]
)
def test_an_index_that_does_not_answer_is_said_in_words(script: Path, setting: str) -> None:
    refused = run(script, setting)
    assert refused.returncode == 2
    assert "uv could not be fetched from" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert ":pass@" not in refused.stderr


@pytest.mark.parametrize(
    ("said", "used"),
    [("uv 0.9.0", True), ("uv 0.10.2 (abc 2027-01-01)", True), ("uv 1.0.0", True), ("uv 0.8.24", False),
     ("uvicorn 0.30.1", False), ("", False)],
)  # fmt: skip
def test_an_installed_uv_is_used_when_it_is_new_enough(
    said: str, used: bool, script: Path, index: Index, tmp_path: Path
) -> None:
    program = tmp_path / "bin" / "uv"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\n[ "$1" = --version ] && echo "{said}" || echo installed "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    done = run(script, index.address, path=program.parent)
    assert done.stdout == ("installed" if used else "fetched") + " run --locked two words\n"
    assert bool(index.asked) is not used


def test_an_installed_uv_that_does_not_run_is_left_alone(script: Path, index: Index, tmp_path: Path) -> None:
    program = tmp_path / "uv"
    program.write_text("#!/no/such/shell\n", encoding="utf-8")
    program.chmod(0o755)
    assert run(script, index.address, path=tmp_path).stdout.startswith("fetched")
