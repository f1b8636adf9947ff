"""A signal ends a run also while it waits for an input."""

from __future__ import annotations

import os
import signal
import threading

import pytest

from extractor.runs.signals import Stop


@pytest.mark.parametrize("number", Stop.SIGNALS)
def test_a_signal_ends_the_wait_for_what_never_comes(number):
    reader, writer = os.pipe()
    waits = threading.Event()

    def items():
        yield "first"
        waits.set()
        os.read(reader, 1)  # nobody writes
        yield "never"

    def send():
        waits.wait()
        os.kill(os.getpid(), number)

    sender = threading.Thread(target=send)
    sender.start()
    with Stop() as stop:
        assert list(stop.while_waiting(items())) == ["first"]
        assert stop.signal == number
    sender.join()
    os.close(reader)
    os.close(writer)


def test_what_is_done_with_an_item_is_not_broken_off():
    done = []
    with Stop() as stop:
        for item in stop.while_waiting(["first", "second"]):
            os.kill(os.getpid(), signal.SIGTERM)
            done.append(item)
    assert done == ["first"]
    assert stop.signal == signal.SIGTERM


def test_without_a_signal_everything_comes():
    with Stop() as stop:
        assert list(stop.while_waiting(iter(range(3)))) == [0, 1, 2]
    assert not stop.requested()


def test_errors_of_the_items_are_theirs():
    def items():
        yield 1
        raise OSError("gone")

    with Stop() as stop, pytest.raises(OSError, match="gone"):
        list(stop.while_waiting(items()))
