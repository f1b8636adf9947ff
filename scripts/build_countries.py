"""Builds `src/extractor/knowledge/countries.tsv` from CLDR (through Babel), `rigour` and our corrections.

    pip install "Babel==2.18.0" "rigour==2.6.1"
    python scripts/build_countries.py

CLDR gives the short French name of every ISO 3166-1 code, `rigour` the Wikidata id and the alpha-3 code;
`countries_corrections.tsv` says which codes are kept, puts right the names that newspapers do not use
(`Congo-Kinshasa`, `R.A.S. chinoise de Hong Kong`) and adds official forms, variants, old names and acronyms.
"""

from __future__ import annotations

from pathlib import Path

from babel import Locale
from rigour.territories import get_territory

from extractor.knowledge import read_table, split

FOLDER = Path(__file__).parents[1] / "src" / "extractor" / "knowledge"
COLUMNS = ("id", "iso", "iso3", "name", "article", "aliases", "acronyms", "wikidata")


def main() -> None:
    """Writes the table; prints how many countries and names it holds."""
    cldr = Locale("fr").territories
    lines = []
    names = 0
    for row in read_table(FOLDER / "countries_corrections.tsv"):
        iso = row["iso"]
        short = cldr[iso].replace("’", "'")
        name = row["name"] or short
        # A name with a comment in brackets ("Myanmar (Birmanie)") stands so in no newspaper.
        aliases = [short] if short != name and "(" not in short and "R.A.S." not in short else []
        aliases += [alias for alias in split(row["aliases"]) if alias != name]
        # `-Territoires palestiniens`: a name of CLDR's that is not taken over, being read as a phrase with a demonym.
        dropped = {alias.removeprefix("-") for alias in aliases if alias.startswith("-")}
        aliases = [alias for alias in dict.fromkeys(aliases) if alias.removeprefix("-") not in dropped]
        territory = get_territory(iso.lower())
        lines.append(
            (
                f"country:{iso}",
                iso,
                (territory.alpha3 or "").upper() if territory else "",
                name,
                row["article"],
                "|".join(aliases),
                row["acronyms"],
                (territory.qid or "") if territory else "",
            )
        )
        names += 1 + len(aliases) + len(split(row["acronyms"]))
    with (FOLDER / "countries.tsv").open("w", encoding="utf-8") as table:
        table.write("# Built by scripts/build_countries.py; change countries_corrections.tsv and build again.\n")
        table.write("\t".join(COLUMNS) + "\n")
        table.writelines("\t".join(line) + "\n" for line in sorted(lines))
    print(f"{len(lines)} countries, {names} names")


if __name__ == "__main__":
    main()
