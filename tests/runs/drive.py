"""A run with the tiny pipeline as a process of its own: `drive.py '{"inputs": …, "out": …, "workers": 0}'`."""

from __future__ import annotations

import json
import sys


def main():
    from extractor.errors import ExtractorError
    from extractor.runs import run
    from extractor.settings import Settings

    options = json.loads(sys.argv[1])
    inputs, out = options.pop("inputs"), options.pop("out")
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
