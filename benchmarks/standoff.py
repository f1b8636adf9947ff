"""Adds articles to the benchmark: annotations beside their texts become annotations apart from them.

    python benchmarks/standoff.py ANNOTATIONS ORIGINS

ANNOTATIONS holds annotated articles as `extractor evaluate` reads them. ORIGINS is a JSON file that maps the name of an
article to where its text comes from: `{"v001": {"source": "…", "repository": "owner/name", "commit": "…", "path": "…",
"form": "markdown"}}`. One file an article is written to benchmarks/gold, without a word of the text.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from extractor.errors import ExtractorError, InputError
from extractor.evaluation.benchmark import Origin, read_standoff, sha256, to_standoff
from extractor.evaluation.gold import Gold, read_gold

GOLD = Path(__file__).parent / "gold"


def standoff(gold: Gold, given: dict[str, str]) -> dict[str, Any]:
    """The annotation of an article without its text."""
    origin = Origin(
        repository=given["repository"],
        path=given["path"],
        commit=given["commit"],
        sha256=sha256(gold.text),
        form=given["form"],
        characters=len(gold.text),
    )
    return to_standoff(gold, source=given["source"], origin=origin)


def written(content: dict[str, Any]) -> str:
    """JSON with a line for each entity, mention and statement, so that changes can be read."""
    parts = [
        f"{json.dumps(name)}: {json.dumps(content[name], ensure_ascii=False)}" for name in ("doc", "source", "text")
    ]
    entities = [
        f"  {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in content["entities"].items()
    ]
    parts.append('"entities": {\n' + ",\n".join(entities) + "\n }")
    for name in ("mentions", "statements"):
        parts.append(f'"{name}": [\n' + ",\n".join(f"  {json.dumps(one)}" for one in content[name]) + "\n ]")
    return "{\n " + ",\n ".join(parts) + "\n}\n"


def main() -> int:
    """Writes the annotations and checks them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("annotations", metavar="ANNOTATIONS", type=Path, help="folder of annotated articles")
    parser.add_argument("origins", metavar="ORIGINS", type=Path, help="JSON file of where the texts come from")
    parser.add_argument("--benchmark", metavar="FOLDER", type=Path, default=GOLD, help="folder to write")
    arguments = parser.parse_args()
    try:
        origins = json.loads(arguments.origins.read_text(encoding="utf-8"))
        for gold in read_gold([arguments.annotations]):
            if gold.doc_id not in origins:
                raise InputError(f"{arguments.origins} does not say where the text of {gold.doc_id} comes from")
            file = arguments.benchmark / f"{gold.doc_id}.json"
            file.write_text(written(standoff(gold, origins[gold.doc_id])), encoding="utf-8")
        print(f"{len(read_standoff(arguments.benchmark))} articles in {arguments.benchmark}")
    except ExtractorError as error:
        print(error, file=sys.stderr)
        return error.exit_status
    return 0


if __name__ == "__main__":
    sys.exit(main())
