"""Kills the program at random moments, and looks whether anything was lost.

    python benchmarks/kills.py                    # 200 kills: the program solving, with workers, sweeping, in regret
    python benchmarks/kills.py --kills 20 --only sweep --seed 7

A kill is SIGKILL (TerminateProcess on Windows) while the process still runs; one that comes too late does not count
and is tried again. Moments are spread over the whole time that an undisturbed run takes; every fourth waits until
results are being written, or for the very last file, which a folder's final name follows within milliseconds. After
every kill what stood before has to stand byte for byte, and nothing half-written may look like a result; after every
fourth the command goes on to its end, and has to come to what an undisturbed run comes to. The exit code is 1 when
anything was lost.
"""

from __future__ import annotations

import argparse
import fnmatch
import hashlib
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import pandas as pd  # noqa: E402

from roadmap_opt.errors import RoadmapError  # noqa: E402
from roadmap_opt.runs.history import RunState, newest_runs, past_runs  # noqa: E402
from roadmap_opt.runs.run_folder import find_run, load_run  # noqa: E402
from roadmap_opt.studies.journal import JOURNAL_FILE, Journal  # noqa: E402
from tests.support.batches import write_book  # noqa: E402
from tests.support.regret_matrices import write_worlds  # noqa: E402
from tests.support.sweep_workbook import LINES  # noqa: E402

CHAIN = 4
"""Kills before the command is let run to its end."""

EARLIER = "earlier"
"""Name of the batch that stood before the first kill."""

PATIENCE = 300.0
"""Seconds after which a command that goes on by itself counts as hanging."""

Answer = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Kind:
    """A command to kill: its words, what its answer is, and by which files (``marks``) it shows that it writes results,
    and that it writes the last of them.

    ``resumes`` says whether ``--resume`` goes on with it, ``worker`` whether one of its workers is killed and not
    the program, ``weight`` how large its part of all kills is.
    """

    name: str
    workbook: Path
    words: tuple[str, ...]
    resumes: bool
    marks: tuple[str, str]
    answer: Callable[[Path, Path], Answer]
    worker: bool = False
    weight: int = 2

    def victim(self, process: subprocess.Popen[bytes]) -> psutil.Process | None:
        """The process to kill; ``None`` while there is none."""
        try:
            program = psutil.Process(process.pid)
            if not self.worker:
                return program
            workers = [each for each in program.children() if "spawn_main" in " ".join(each.cmdline())]
            return random.choice(workers) if workers else None
        except psutil.Error:
            return None


@dataclass(slots=True)
class Tally:
    """What came of the kills of one kind."""

    seconds: float = 0.0
    strikes: int = 0
    late: int = 0
    missed: int = 0
    endings: int = 0
    leftovers: int = 0
    losses: list[str] = field(default_factory=list)


def texts(folder: Path) -> Answer:
    """The tables of a run as text."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted((folder / "tables").glob("*.csv"))}


def solved(out: Path, workbook: Path) -> Answer:
    """The tables of the newest run."""
    return texts(newest_runs(out, workbook, "base", 1)[0].folder)


def batch(out: Path, workbook: Path) -> Answer:
    """The tables of every scenario in the newest batch's journal, and the folders of its Parquet files."""
    folder = max(path for path in (out / "tiny" / "batches").glob("[!.]*") if path.name != EARLIER)
    found = {}
    for name, entry in Journal(folder).entries.items():
        run = find_run(out, workbook, name, str(entry.get("run")))
        found |= {f"{name}/{table}": text for table, text in texts(run).items()}
    kpis = pd.read_parquet(folder / "tables" / "kpis").drop(columns="run").sort_values(["scenario", "kpi"])
    return {**found, "kpis.parquet": kpis.to_csv(index=False), "summary": _without(folder / "summary.csv")}


def sweep(out: Path, workbook: Path) -> Answer:
    """Every run of the only sweep that is finished, but for its time."""
    folder = max((out / "tiny" / "sweeps").glob("[!.]*"))
    runs = pd.read_parquet(folder / "runs.parquet").drop(columns="seconds")
    tables = {path.name: pd.read_parquet(path).to_csv() for path in sorted((folder / "tables").glob("*.parquet"))}
    return {"runs": runs.to_csv(), **tables, "files": _files(folder)}


def regret(out: Path, workbook: Path) -> Answer:
    """The matrix, but for the places of its runs."""
    folder = max((out / "tiny" / "regret").glob("[!.]*"))
    return {"matrix": _without(folder / "matrix.csv"), "files": _files(folder)}


def _without(table: Path) -> str:
    frame = pd.read_csv(table, dtype="string", encoding="utf-8-sig")
    return frame.drop(columns=["run", "seconds", "attempts"], errors="ignore").sort_values(frame.columns[0]).to_csv()


def _files(folder: Path) -> str:
    """Names of the files of a finished folder: a leftover of a kill would be one more."""
    return "\n".join(sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()))


def kinds(folder: Path) -> tuple[Kind, ...]:
    """The five kinds, with their workbooks in ``folder``."""
    (folder / "worlds").mkdir()
    book = write_book(folder / "tiny.xlsx", Sweeps=LINES[:2])
    worlds = write_worlds(folder / "worlds" / "tiny.xlsx")
    short = ("--rounds", "1", "--threads", "1")
    many = ("solve", "--scenarios", "base,cheap,cheaper", "--workers", "2", "--rounds", "1")
    pairs = ("regret", "--scenarios", "base,bust", "--workers", "2", "--gap", "0", "--name", "Who loses")
    return (
        Kind("solve", book, ("solve", *short), False, ("*.partial", ".report-*"), solved, weight=3),
        Kind("batch: program", book, many, True, ("*.partial", ".summary-*"), batch, weight=3),
        Kind("batch: worker", book, many, True, ("*.partial", "journal.jsonl"), batch, worker=True, weight=1),
        Kind("sweep", book, ("sweep", "--sweep", "main", "--workers", "2"), True, (".runs-*", ".sweep-*.html"), sweep),
        Kind("regret", worlds, pairs, True, (".matrix-*", ".regret-*.html"), regret),
    )


class Target:
    """One kind, killed again and again in a results folder that holds an earlier result."""

    def __init__(self, kind: Kind, folder: Path, dice: random.Random) -> None:
        self.kind, self.dice, self.tally = kind, dice, Tally()
        self.folder = folder
        self.out = folder / "undisturbed"
        began = time.monotonic()
        self._finish([])
        self.tally.seconds = time.monotonic() - began
        self.expected = kind.answer(self.out, kind.workbook)
        self.out = self.folder / "before"
        self._finish(["solve", "--scenarios", "base", "--rounds", "1", "--batch", EARLIER])
        self._fresh()

    def _fresh(self) -> None:
        """A new results folder with a run and a batch in it that no kill may touch."""
        self.out = self.folder / f"out{self.tally.endings}"
        shutil.copytree(self.folder / "before", self.out)
        self.standing = contents(self.out)

    def strike(self, count: int) -> None:
        """Kill ``count`` times, in chains that each come to their end."""
        moments = self._moments(count)
        chain = 1 if self.kind.worker else CHAIN  # without a worker the program goes on to its end by itself
        while self.tally.strikes < count:
            for _ in range(min(chain, count - self.tally.strikes)):
                if self._is_finished():  # killed after the last rename
                    break
                moment, mark = next(moments)
                if not self._kill(moment, mark):
                    self.tally.missed += 1
                    break
                self.tally.strikes += 1
                print(f"  {self.kind.name}: {self.tally.strikes} of {count}", file=sys.stderr, flush=True)
                self.tally.late += bool(mark)
                self._look()
            self._end()

    def _moments(self, count: int) -> Iterator[tuple[float, str]]:
        """Seconds to wait, and for which file first, if any; spread evenly, each somewhere within its share."""
        while True:
            order = list(range(count))
            self.dice.shuffle(order)
            for place in order:
                if place % 8 == 3:  # results take about a fifth of the time to be written
                    yield 0.2 * self.dice.random() * self.tally.seconds, self.kind.marks[0]
                elif place % 8 == 7:
                    yield 0.03 * self.dice.random(), self.kind.marks[1]
                else:
                    yield (place + self.dice.random()) / count * self.tally.seconds, ""

    def _command(self, words: list[str]) -> list[str]:
        name, *rest = words
        return [sys.executable, "-m", "roadmap_opt", name, str(self.kind.workbook), *rest, "--out", str(self.out)]

    def _call(self, words: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self._command(words), env=environment(), cwd=ROOT, capture_output=True, text=True, encoding="utf-8",
            timeout=PATIENCE, check=False,
        )  # fmt: skip

    def _next(self) -> list[str]:
        """The words that go on with what stands: the same, or with --resume where something was begun."""
        kind, shelf = self.kind, self.out / "tiny"
        if kind.name.startswith("batch"):
            begun = any(path.parent.name != EARLIER for path in shelf.glob("batches/[!.]*/batch.json"))
        else:
            begun = any(shelf.glob(f"{kind.words[0]}*/.*.partial/{kind.words[0]}.json"))
        return [*kind.words, "--resume"] if kind.resumes and begun else list(kind.words)

    def _kill(self, seconds: float, mark: str) -> bool:
        """Start the command and kill it; returns whether it was still running, workers gone with it."""
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        with subprocess.Popen(self._command(self._next()), env=environment(), cwd=ROOT, **quiet) as process:
            if mark:
                known = self._marked(mark)
                while process.poll() is None and self._marked(mark) <= known:
                    time.sleep(0.001)
            deadline = time.monotonic() + seconds
            while process.poll() is None and time.monotonic() < deadline:
                time.sleep(min(0.001, seconds))
            victim = self.kind.victim(process)
            while victim is None and process.poll() is None:  # no worker yet
                time.sleep(0.001)
                victim = self.kind.victim(process)
            if victim is None or process.poll() is not None:
                process.wait()
                return False
            try:
                if victim.status() == psutil.STATUS_ZOMBIE:
                    process.wait(timeout=PATIENCE)
                    return False
                workers = victim.children(recursive=True)
                victim.kill()
            except psutil.Error:
                process.wait()
                return False
            struck = self._died(victim, process)
            if self.kind.worker:
                code = process.wait(timeout=PATIENCE)
                if code:
                    self._lost(f"exit code {code} after a worker was killed")
            _, alive = psutil.wait_procs(workers, timeout=30)
            if alive:
                self._lost(f"{len(alive)} worker(s) outlived the program")
            return struck

    def _died(self, victim: psutil.Process, process: subprocess.Popen[bytes]) -> bool:
        """Whether it was the kill that ended it, and not its own end a moment before."""
        if self.kind.worker:
            return victim.wait(timeout=30) != 0 if os.name == "nt" else True
        return process.wait(timeout=30) != 0

    def _marked(self, mark: str) -> set[str]:
        """Files and folders of that name; those that come and go meanwhile are no error."""
        return {
            os.path.join(folder, name)
            for folder, folders, files in os.walk(self.out)
            for name in fnmatch.filter((*folders, *files), mark)
        }

    def _look(self) -> None:
        """What stood still stands, and whatever looks like a result is whole."""
        now = contents(self.out)
        for path, digest in self.standing.items():
            if now.get(path) != digest:
                self._lost(f"{path} was {'changed' if path in now else 'removed'}")
        for run in past_runs(self.out):
            if run.state not in (RunState.COMPLETE, RunState.HALF_WRITTEN):
                self._lost(f"{run.folder} is {run.state.value}")
        for folder in (path.parent for path in self.out.rglob("run.json")):
            if not any(part.startswith(".") for part in folder.relative_to(self.out).parts):
                self._require_whole(folder)
        for name in ("sweep", "regret"):
            for path in self.out.glob(f"tiny/{name}*/[!.]*"):
                if not (path / f"{name}.html").is_file() or not (path / f"{name}.json").is_file():
                    self._lost(f"{path} is not whole")
        self.standing = {**self.standing, **{path: now[path] for path in now if _settled(path)}}

    def _require_whole(self, folder: Path) -> None:
        try:
            load_run(folder)
        except RoadmapError as error:
            self._lost(str(error))
        for name in ("results.xlsx", "report.html"):
            if not (folder / name).is_file():
                self._lost(f"{folder} has no {name}")

    def _end(self) -> None:
        """Go on to the end: the answer is that of an undisturbed run; then begin in a new folder."""
        if not self._is_finished():
            self._finish(self._next())
        if self.kind.answer(self.out, self.kind.workbook) != self.expected:
            self._lost(f"another answer than undisturbed in {self.out}")
        self._look()
        self.tally.endings += 1
        self.tally.leftovers += sum(1 for path in self.out.rglob("*") if path.name.startswith("."))
        self._fresh()

    def _is_finished(self) -> bool:
        """Whether the matrix, which has a name, stands: the same command would not write it again."""
        return self.kind.name == "regret" and any((self.out / "tiny" / "regret").glob("[!.]*"))

    def _finish(self, words: list[str]) -> None:
        done = self._call(words or list(self.kind.words))
        if done.returncode:
            self._lost(f"exit code {done.returncode}: {done.stdout[-500:]}{done.stderr[-500:]}")

    def _lost(self, what: str) -> None:
        print(f"  {self.kind.name}: {what}", flush=True)
        self.tally.losses.append(what)


def environment() -> dict[str, str]:
    """The copy of the package beside this file is the one that is killed."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}


def contents(out: Path) -> dict[str, str]:
    """Hash of every file below ``out``; of a journal that only grows, its first line."""
    found = {}
    for path in sorted(out.rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            if path.name == JOURNAL_FILE:
                content = content.split(b"\n")[0]
            found[path.relative_to(out).as_posix()] = hashlib.sha256(content).hexdigest()
    return found


def _settled(path: str) -> bool:
    """Whether a file belongs to something finished: a run, a sweep, a matrix; a batch goes on being written."""
    parts = path.split("/")
    return len(parts) > 3 and parts[1] != "batches" and not any(part.startswith(".") for part in parts)


def kill_all(kills: int, only: str, seed: int) -> int:
    """Kill each kind its share of times and print what came of it; returns the exit code."""
    print(f"seed {seed}")
    with tempfile.TemporaryDirectory() as temporary:
        chosen = [kind for kind in kinds(Path(temporary)) if only in kind.name]
        if not chosen:
            raise SystemExit(f"--only {only}: no such kind")
        weights = [kind.weight for kind in chosen]
        ends = [round(kills * sum(weights[:place]) / sum(weights)) for place in range(len(chosen) + 1)]
        shares = [end - begin for begin, end in pairwise(ends)]
        tallies = {}
        for kind, share in zip(chosen, shares, strict=True):
            target = Target(kind, Path(temporary) / kind.name.replace(": ", "-"), random.Random(f"{seed} {kind.name}"))
            target.strike(share)
            tallies[kind.name] = target.tally
    heads = ("killed", "undisturbed, s", "kills", "late", "too late", "ends", "leftovers", "losses")
    print("| " + " | ".join(heads) + " |\n|" + "---|" * len(heads))
    for name, tally in tallies.items():
        counts = (tally.strikes, tally.late, tally.missed, tally.endings, tally.leftovers, len(tally.losses))
        print(f"| {name} | {tally.seconds:.1f} | " + " | ".join(map(str, counts)) + " |")
    print(f"{sum(tally.strikes for tally in tallies.values())} kills")
    return 1 if any(tally.losses for tally in tallies.values()) else 0


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200, help="kills in all (200)")
    parser.add_argument("--only", default="", help="only kinds with this in their name")
    parser.add_argument(
        "--seed", type=int, default=0, help="of the moments; the same seed gives about the same moments"
    )
    chosen = parser.parse_args()
    sys.exit(kill_all(chosen.kills, chosen.only, chosen.seed))


if __name__ == "__main__":
    main()
