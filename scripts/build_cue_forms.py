"""Conjugate the verbs of `knowledge/cues.tsv` and write every inflected form to `knowledge/cue_forms.tsv`.

    python scripts/build_cue_forms.py

spaCy's French lemmatiser errs on many of these verbs (`fustige`, `assène`, `exhorte`), so cues are recognised by
their forms. Run it again whenever a verb is added; it stops at a verb whose family `statements/conjugation.py` does not
know.
"""

from __future__ import annotations

from extractor.knowledge import read_table, table_path
from extractor.statements.conjugation import head_verb, packed_forms


def main() -> None:
    """Write `cue_forms.tsv` beside `cues.tsv`."""
    verbs = {
        head_verb(row["lemma"])
        for row in read_table(table_path("cues"))
        if row["kind"] in ("verb", "reflexive", "multiword")
    }
    table = packed_forms(verbs)
    with table_path("cue_forms").open("w", encoding="utf-8") as out:
        out.write("# Written by scripts/build_cue_forms.py from the verbs of cues.tsv; do not edit.\n")
        out.write("form\treadings\n")
        for form, readings in table.items():
            out.write(f"{form}\t{readings}\n")
    print(f"{len(verbs)} verbs, {len(table)} forms")


if __name__ == "__main__":
    main()
