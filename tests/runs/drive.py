"""A run with the tiny pipeline as a process of its own: `drive.py '{"inputs": …, "out": …, "workers": 0}'`.

With `pause` it stops (SIGSTOP) at the point of `extractor.runs.faults` that the environment names, where it would die.
"""

from __future__ import annotations

import json
import signal
import sys
from types import SimpleNamespace


def main():
    from extractor.errors import ExtractorError
    from extractor.runs import faults, run
    from extractor.settings import Settings

    options = json.loads(sys.argv[1])
    inputs, out = options.pop("inputs"), options.pop("out")
    if options.pop("pause", False):
        faults.signal = SimpleNamespace(SIGKILL=signal.SIGSTOP)
    settings = {name: options.pop(name) for name in list(options) if name in Settings.model_fields}
    try:
        report = run(inputs, out, Settings(**{"workers": 0, **settings}), pipeline="tiny_pipeline:load", **options)
    except ExtractorError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(error.exit_status)
    sys.stdout.write(report.summary() + "\n")
    sys.exit(report.exit_status)


if __name__ == "__main__":
    main()
