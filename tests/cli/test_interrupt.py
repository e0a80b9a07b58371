import signal
import subprocess
import sys

from roadmap_opt.interrupt import ABORTED, ECHO, StopOnInterrupt


def test_the_first_interrupt_asks_to_stop_and_the_handler_is_put_back() -> None:
    before = signal.getsignal(signal.SIGINT)
    told: list[str] = []
    with StopOnInterrupt(lambda: told.append("stopping")) as stop:
        assert not stop.is_set()
        signal.raise_signal(signal.SIGINT)
        assert stop.is_set()
    assert told == ["stopping"]
    assert signal.getsignal(signal.SIGINT) is before


def _end_of(*, pause: float) -> tuple[int, str]:
    code = (
        "import signal, time\n"
        "from roadmap_opt.interrupt import StopOnInterrupt\n"
        "with StopOnInterrupt(lambda: print('stopping', flush=True)):\n"
        "    signal.raise_signal(signal.SIGINT)\n"
        f"    time.sleep({pause})\n"
        "    signal.raise_signal(signal.SIGINT)\n"
        "    print('still here')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_the_second_interrupt_ends_at_once() -> None:
    assert _end_of(pause=2 * ECHO) == (ABORTED, "stopping\n")


def test_one_press_that_arrives_twice_is_one_press() -> None:
    assert _end_of(pause=0.0) == (0, "stopping\nstill here\n")
