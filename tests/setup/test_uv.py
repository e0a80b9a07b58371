"""`uv.py` fetches the installer, whole and with the right hash or not at all: against an index on this machine."""

from __future__ import annotations

import base64
import hashlib
import http.server
import importlib.util
import io
import json
import os
import sys
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
WINDOWS = os.name == "nt"
UV = "uv.exe" if WINDOWS else "uv"
SECRET = "s3cret"


class FakeIndex:
    """A package index with one wheel of uv; ``asked`` is every request: its path, and the user it was sent with."""

    def __init__(self, version: str, tag: str) -> None:
        self.wheel = _wheel(version)
        self.name = f"uv-{version}-py3-none-{tag}.whl"
        self.as_json = True
        self.asked: list[tuple[str, str]] = []
        index = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                index.asked.append((self.path, self.headers.get("Authorization", "")))
                status, kind, content = index.answer(self.path)
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        self.host = f"127.0.0.1:{self.server.server_port}"
        self.address = f"http://{self.host}/simple"

    def answer(self, path: str) -> tuple[int, str, bytes]:
        link = f"../../files/{self.name}"
        if path == "/simple/uv/" and self.as_json:
            files = [{"filename": self.name, "url": link}]
            return 200, "application/vnd.pypi.simple.v1+json", json.dumps({"files": files}).encode()
        if path == "/simple/uv/":
            return 200, "text/html", f'<html><a href="{link}#sha256=0">{self.name}</a></html>'.encode()
        if path == f"/files/{self.name}":
            return 200, "application/octet-stream", self.wheel
        return 404, "text/plain", b""


def _script(version: str) -> str:
    if WINDOWS:
        return "not a program"
    return f'#!/bin/sh\n[ "$1" = --version ] && echo "uv {version} (fake)" || echo "fetched uv ran: $*"\n'


def _wheel(version: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        packed.writestr(f"uv-{version}.data/scripts/{UV}", _script(version))
    return content.getvalue()


@pytest.fixture
def uv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, with a place of its own for what it fetches, on a machine without settings and without uv."""
    spec = importlib.util.spec_from_file_location("uv_script", ROOT / "uv.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    monkeypatch.setattr(script, "HOME", tmp_path / ".uv")
    monkeypatch.setattr(script.signal, "signal", lambda *_: None)
    for setting in (*script.INDEX_SETTINGS, "UV_PY_FETCH", "http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.delenv(setting, raising=False)
    monkeypatch.setenv("no_proxy", "*")
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    return script


@pytest.fixture
def index(uv: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeIndex]:
    """An index whose wheel is the one on record."""
    fake = FakeIndex(uv.VERSION, "any")
    recorded = "any", hashlib.sha256(fake.wheel).hexdigest()
    monkeypatch.setattr(uv, "WHEELS", {uv.machine(): recorded})
    yield fake
    fake.server.shutdown()
    fake.server.server_close()


def install(folder: Path, version: str) -> Path:
    program = folder / "bin" / UV
    program.write_text(_script(version).replace("fetched", "installed"), encoding="utf-8")
    program.chmod(0o755)
    return program


@pytest.mark.parametrize("as_json", [True, False], ids=["json", "html"])
def test_it_is_fetched_once(uv: ModuleType, index: FakeIndex, as_json: bool) -> None:
    index.as_json = as_json
    program = uv.fetched(uv.Index(index.address))
    assert program.read_text(encoding="utf-8") == _script(uv.VERSION)
    assert os.access(program, os.X_OK)
    assert [path for path, _ in index.asked] == ["/simple/uv/", f"/files/{index.name}"]
    assert uv.fetched(uv.Index(index.address)) == program
    assert len(index.asked) == 2
    assert list(program.parent.iterdir()) == [program]


def test_another_content_is_refused(uv: ModuleType, index: FakeIndex) -> None:
    index.wheel = _wheel("0.0.1")
    with pytest.raises(LookupError, match="SHA-256"):
        uv.fetched(uv.Index(index.address))
    assert not uv.HOME.exists()


def test_a_wheel_that_is_not_there_is_named(uv: ModuleType, index: FakeIndex) -> None:
    missing, index.name = index.name, "uv-0.0.1-py3-none-any.whl"
    with pytest.raises(LookupError, match=missing):
        uv.fetched(uv.Index(index.address))


@pytest.mark.parametrize("form", ["{}", "{}/", "{}//", "ministry={}", "ministry-2={}/", " {} "])
def test_the_index_may_be_written_as_pip_and_uv_take_it(uv: ModuleType, index: FakeIndex, form: str) -> None:
    uv.fetched(uv.Index(form.format(index.address)))
    assert index.asked[0][0] == "/simple/uv/"


@pytest.mark.parametrize("form", ["http://{user}@{host}/simple", "ministry=http://{user}@{host}/simple/"])
def test_user_and_password_are_sent_and_never_shown(
    uv: ModuleType, index: FakeIndex, form: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    user = f"ay%C5%9Fe:{SECRET}%40"
    monkeypatch.setenv("UV_DEFAULT_INDEX", form.format(user=user, host=index.host))
    index.wheel += b"changed"
    assert uv.main() == 2
    expected = "Basic " + base64.b64encode(f"ayşe:{SECRET}@".encode()).decode()
    assert [sent for _, sent in index.asked] == [expected, expected]
    shown = "".join(capfd.readouterr())
    assert index.address in shown
    assert SECRET not in shown
    assert user[:4] not in shown


@pytest.mark.parametrize("address", ["http://u:{}@127.0.0.1:9/simple", "u:{}@host/simple", "u:{}@host:x/simple", "="])
def test_an_index_that_cannot_be_reached_is_said_without_the_password(
    uv: ModuleType, address: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("UV_DEFAULT_INDEX", address.format(SECRET))
    monkeypatch.setattr(uv, "WHEELS", {uv.machine(): ("any", "0")})
    assert uv.main() == 2
    shown = "".join(capfd.readouterr())
    assert "Install it by hand" in shown
    assert SECRET not in shown


def test_another_host_does_not_get_the_password(uv: ModuleType, index: FakeIndex) -> None:
    other = FakeIndex(uv.VERSION, "any")
    index.answer = lambda path: (200, "text/html", f'<a href="http://{other.host}/files/{other.name}">'.encode())  # type: ignore[method-assign]
    uv.fetched(uv.Index(f"http://u:{SECRET}@{index.host}/simple"))
    other.server.shutdown()
    other.server.server_close()
    assert index.asked[0][1].startswith("Basic ")
    assert other.asked == [(f"/files/{other.name}", "")]


def test_which_setting_names_the_index(uv: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    assert uv.index_setting() == ("", "https://pypi.org/simple")
    for setting in reversed(uv.INDEX_SETTINGS):
        monkeypatch.setenv(setting, f"https://{setting}/simple")
        assert uv.index_setting() == (setting, f"https://{setting}/simple")


def test_a_machine_without_a_wheel_is_named(uv: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uv.platform, "machine", lambda: "riscv64")
    with pytest.raises(LookupError, match=r"no wheel on record for .* riscv64"):
        uv.fetched(uv.Index("https://pypi.org/simple"))


@pytest.mark.parametrize(("libc", "system"), [(("glibc", "2.36"), "Linux"), (("", ""), "Linux with musl")])
def test_another_c_library_gets_another_wheel(
    uv: ModuleType, libc: tuple[str, str], system: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uv.platform, "system", lambda: "Linux")
    monkeypatch.setattr(uv.platform, "machine", lambda: "x86_64")
    monkeypatch.setattr(uv.platform, "libc_ver", lambda: libc)
    tag, digest = uv.WHEELS[uv.machine()]
    assert uv.machine() == (system, "x86_64")
    assert ("musl" in tag) == ("musl" in system)
    assert len(digest) == 64


def test_every_wheel_is_on_record_once(uv: ModuleType) -> None:
    assert len({digest for _, digest in uv.WHEELS.values()}) == len({tag for tag, _ in uv.WHEELS.values()})


@pytest.mark.skipif(WINDOWS, reason="the fake uv is a shell script")
@pytest.mark.parametrize(
    ("version", "used"), [("0.9.9", True), ("0.10.0", True), ("1.0.0", True), ("0.9.8", False), ("0.4.30", False)]
)
def test_an_installed_uv_is_used_unless_it_is_too_old(
    uv: ModuleType, index: FakeIndex, tmp_path: Path, version: str, used: bool, monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    assert uv.VERSION == "0.9.9"  # else the versions above ask nothing
    install(tmp_path, version)
    monkeypatch.setenv("UV_DEFAULT_INDEX", index.address)
    monkeypatch.setattr(sys, "argv", ["uv.py", "run", "--locked", "x"])
    assert uv.main() == 0
    assert f"{'installed' if used else 'fetched'} uv ran: run --locked x" in capfd.readouterr().out
    assert bool(index.asked) is not used


@pytest.mark.skipif(WINDOWS, reason="the fake uv is a shell script")
def test_an_installed_uv_that_cannot_say_its_version_is_not_used(uv: ModuleType, tmp_path: Path) -> None:
    program = install(tmp_path, "9.9.9")
    assert uv.installed() == str(program)
    for content in ("#!/bin/sh\nexit 1\n", "#!/bin/sh\necho something else\n", "no program"):
        program.write_text(content, encoding="utf-8")
        assert uv.installed() is None


@pytest.mark.skipif(WINDOWS, reason="the fake uv is a shell script")
def test_it_is_fetched_in_any_case_when_that_is_asked_for(
    uv: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, "9.9.9")
    monkeypatch.setenv("UV_PY_FETCH", "1")
    assert uv.installed() is None


def test_the_mirror_of_pip_is_handed_on(uv: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, str] = {}

    class Process:
        def __init__(self, _: list[str], env: dict[str, str]) -> None:
            given.update(env)

        def wait(self) -> int:
            return 7

    monkeypatch.setattr(uv, "installed", lambda: "uv")
    monkeypatch.setattr(uv.subprocess, "Popen", Process)
    for name in ("UV_PYTHON", "UV_DEFAULT_INDEX", "UV_INDEX_URL"):  # set when the tests run through the script itself
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_INDEX_URL", "https://mirror/simple")
    assert uv.main() == 7
    assert given["UV_DEFAULT_INDEX"] == "https://mirror/simple"
    assert given["UV_PYTHON"] == sys.executable
