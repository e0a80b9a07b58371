import signal
import subprocess
import sys

from roadmap_opt.interrupt import ABORTED, StopOnInterrupt


def test_the_first_interrupt_asks_to_stop_and_the_handler_is_put_back() -> None:
    before = signal.getsignal(signal.SIGINT)
    told: list[str] = []
    with StopOnInterrupt(lambda: told.append("stopping")) as stop:
        assert not stop.is_set()
        signal.raise_signal(signal.SIGINT)
        assert stop.is_set()
    assert told == ["stopping"]
    assert signal.getsignal(signal.SIGINT) is before


def test_the_second_interrupt_ends_at_once() -> None:
    code = (
        "import signal\n"
        "from roadmap_opt.interrupt import StopOnInterrupt\n"
        "with StopOnInterrupt(lambda: None):\n"
        "    signal.raise_signal(signal.SIGINT)\n"
        "    signal.raise_signal(signal.SIGINT)\n"
        "    print('still here')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (ABORTED, "")
