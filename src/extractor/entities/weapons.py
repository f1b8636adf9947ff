"""Weapons: named systems, platforms and programmes, known or only recognisable by how they are named.

The gazetteer proposes what is known; a name that is also a word, a place or a person (`Tigre`, `Milan`, `Leclerc`)
counts only with evidence: a head noun that governs it, the same system named in full elsewhere in the article, or
military vocabulary of its family in the sentence. Unknown systems are found by the grammar of designations.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from extractor import knowledge
from extractor.analysis.folding import fold
from extractor.annotations import Entity, Mention, MentionKind, Offsets, set_extensions
from extractor.entities.designations import (
    CHINESE_TYPE,
    CODE,
    NAME,
    Head,
    HeadFinder,
    HeadPlace,
    class_number_end,
    code_key,
    code_keys,
    is_acronym_of,
    name_place,
    sentence_around,
    series,
    variant_end,
)
from extractor.entities.gazetteer import Form, Hit, hits
from extractor.knowledge.word_lists import WordList
from extractor.text.reading import text_of

_AND_OR = WordList("and_or")

_NAVAL = frozenset({"navire", "sous-marin"})
_RELATED = (
    _NAVAL,
    frozenset({"missile", "défense", "bombe", "artillerie", "torpille"}),
    frozenset({"avion", "bombe", "missile"}),
    frozenset({"drone", "missile", "bombe"}),
    frozenset({"blindé", "artillerie", "missile"}),
)
"""Families whose heads go with one another's names: a battery and its missile, a tank and its missile."""

_DETERMINER = re.compile(
    r"(?:\b(?P<plural>les|des|ces|ses|nos|vos|leurs|aux|quelques|plusieurs|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|"
    r"douze|quinze|vingt|trente|quarante|cinquante|soixante|cent|\d+|dizaines? de|douzaines? de|vingtaine de|"
    r"trentaine de|centaines? de|milliers? de)|\b(?P<singular>le|la|un|une|du|au|ce|cet|cette|son|sa|leur|notre)|"
    r"(?P<elided>\b[ld][’']))(?(elided)|[ \u00a0\u202f])"
    r"(?:(?:nouveaux?|nouvelles?|premiers?|premières?|derniers?|dernières?|anciens?|anciennes?|vieux|vieilles?|autres?|"
    r"futurs?|actuels?|fameux|célèbres?|seconde?|deuxième|troisième)[ \u00a0\u202f])?[«\"“]?[ \u00a0\u202f]?$",
    re.IGNORECASE,
)
_JOIN = re.compile(
    r"(?:[ \u00a0\u202f]?(?:,|/)[ \u00a0\u202f]?|[ \u00a0\u202f])(?:(?:et|ou|ainsi que|puis|comme)[ \u00a0\u202f])?"
    r"(?P<determiner>(?:les|des|de|du|le|la|un|une|aux|leurs|ses|\d+|deux|trois|quatre|cinq|six|sept|huit|neuf|dix)"
    r"[ \u00a0\u202f]|(?:l|d)[’'])?[«\"“]?[ \u00a0\u202f]?$"
)
_BEHIND = re.compile(
    r"[ \u00a0\u202f]?[»\"”]?(?:[ \u00a0\u202f]?(?:,|/)[ \u00a0\u202f]?|[ \u00a0\u202f])"
    r"(?:(?P<conjunction>et|ou|ainsi que|puis)[ \u00a0\u202f](?:encore[ \u00a0\u202f])?)?"
    r"(?P<determiner>(?:les|des|de|du|le|la|un|une|aux|leurs|ses|\d+|deux|trois|quatre|cinq|six|sept|huit|neuf|dix)"
    r"[ \u00a0\u202f]|(?:l|d)[’'])?[«\"“]?[ \u00a0\u202f]?(?=[A-ZÀ-ÖØ-Þ0-9])"
)
_APPOSED = re.compile(
    r"(?:[ \u00a0\u202f]?[»\"”])?(?:[ \u00a0\u202f](?:de |du |d[’'])(?:[A-Z][\w&-]*[ \u00a0\u202f]?){1,3})?"
    r"(?:[ \u00a0\u202f]?\((?:ou[ \u00a0\u202f]|dit[ \u00a0\u202f])?|,?[ \u00a0\u202f](?:ou|alias|dit)[ \u00a0\u202f])"
    r"[«\"“]?[ \u00a0\u202f]?(?P<acronym>[A-Z](?=[\w/-]*[A-Z])[A-Za-z0-9/-]{1,11})(?![\w’'])"
)
_SHIP = (
    r"[«\"“]?[ \u00a0\u202f]?(?P<name>[A-ZÀ-ÖØ-Þ][\w’'-]*(?:[ \u00a0\u202f-]"
    r"(?:(?:[A-Z]\.[ \u00a0\u202f-]?)+[A-ZÀ-ÖØ-Þ][\w’'-]*|[A-ZÀ-ÖØ-Þ][\w’'-]*|"
    r"(?:of|de|du|the)[ \u00a0\u202f][A-ZÀ-ÖØ-Þ][\w’'-]*)){0,3})"
)
_REVERSED = re.compile(
    r"\b(?:[Ll]es?|[Uu]ne?|[Dd]es|[Dd]u|[Ll]a|[Cc]es?|[Aa]u|[Dd]’un|[Dd]'un)[ \u00a0\u202f]|\b[LlDd][’']"
)
_AROUND = 300
"""Code points around an ambiguous name in which words of its field, or of another, speak for or against it."""
_ROAD = re.compile(r"[A-Z]\d{1,3}")
_NAME_BEFORE = re.compile(
    r"(?P<name>[A-ZÀ-ÖØ-Þ][\w’'./ \u00a0\u202f-]{1,30}?)[ \u00a0\u202f]?[»\"”]?,[ \u00a0\u202f]"
    r"(?:(?:un|une|le|la|les|des|ce|cet|cette|son|sa|leur|deux|trois|quatre|nouveau|nouvelle|premier|première|dernier|"
    r"dernière)[ \u00a0\u202f]){0,3}$"
)


def _joins(behind: re.Match[str]) -> bool:
    return bool(behind["conjunction"]) or "," in behind.group() or "/" in behind.group()


def slug(name: str) -> str:
    """The part of an id that a name makes: `S-400 Triumf` → `s-400-triumf`."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")


def forms(folder: Path | None = None) -> Iterator[Form]:
    """All names of known weapons, shipped and the user's; ships also with the hyphens that newspapers put in."""
    families = {row["id"]: row["family"] for row in knowledge.rows("weapon_heads", folder)}
    for row in knowledge.rows("weapons", folder):
        origins = knowledge.split(row.get("origin", ""))
        names = [row["name"], *knowledge.split(row.get("aliases", ""))]
        entity = Entity(
            id=f"weapon:{row['id']}",
            type="WEAPON",
            name=row["name"],
            aliases=names[1:],
            wikidata=row.get("wikidata") or None,
            country=origins[0] if len(origins) == 1 else None,
        )
        ambiguous = set(knowledge.split(row.get("ambiguous", "")))
        for text in names:
            yield Form(text, "WEAPON", entity, _kind(text), text in ambiguous, row["_file"])
            if text.istitle() and text.isalpha() and len(text) >= 4 and text[-1] not in "sxz":
                # Against the rule names of systems take no s, but many a paper gives them one (`les Shaheds`).
                yield Form(f"{text}s", "WEAPON", entity, _kind(text), True, row["_file"])
            ship = re.match(r"L[ea] (?=[A-ZÀ-Ý]\w+$)|L['’](?=[A-ZÀ-Ý]\w+$)", text)
            if ship and families.get(row["class"]) in _NAVAL and text[ship.end() :] not in names:
                # `l'équipage du Terrible`: the article of `Le Terrible` runs into the preposition.
                yield Form(text[ship.end() :], "WEAPON", entity, _kind(text), True, row["_file"])
            spaced = re.sub(r"^([A-Za-z]{1,4})-?(\d)", r"\1 \2", text)
            if spaced not in names and CODE.fullmatch(text):
                yield Form(spaced, "WEAPON", entity, _kind(text), True, row["_file"])
            hyphenated = _hyphenated(text)
            if families.get(row["class"]) in _NAVAL and hyphenated not in names:
                yield Form(hyphenated, "WEAPON", entity, _kind(text), text in ambiguous, row["_file"])


def _hyphenated(ship: str) -> str:
    """`USS Gerald R. Ford` → `USS Gerald-R.-Ford`: the words of the name proper joined."""
    first, _, rest = ship.partition(" ")
    if first.isupper() or first in ("classe", "projet", "Type", "Le", "La"):
        return f"{first} {rest.replace(' ', '-')}" if rest else ship
    return ship.replace(" ", "-")


def _kind(text: str) -> MentionKind:
    return "acronym" if text.isupper() and text.isalpha() and len(text) <= 6 else "name"


@dataclass(slots=True)
class Candidate:
    """A place that may name a weapon."""

    start: int
    end: int
    entity: Entity
    family: str
    ambiguous: bool
    method: str
    score: float
    kind: MentionKind = "name"
    plural_head: bool = False


@dataclass(slots=True)
class Lexicon:
    """What the tables say, arranged for look-up."""

    heads: HeadFinder
    generics: frozenset[str]
    breaks: frozenset[str]
    function_words: frozenset[str]
    verbs: tuple[str, ...]
    vetoes: frozenset[str]
    other_fields: frozenset[str]
    makers: frozenset[str]
    families: dict[str, str]
    """Family by id of the entity."""
    codes: dict[str, list[Form]]
    series: dict[str, tuple[int, int, int, int]]
    series_rows: dict[str, knowledge.Row]
    prefixes: dict[str, knowledge.Row]
    prefix_pattern: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        names = "|".join(sorted(map(re.escape, self.prefixes), key=len, reverse=True))
        self.prefix_pattern = re.compile(rf"\b(?P<prefix>{names})[ \u00a0\u202f]{_SHIP}")


def read_lexicon(known: Iterable[Form], folder: Path | None = None) -> Lexicon:
    """The lexicon from the tables and the `known` forms (those of the gazetteer, so that the user's count too)."""
    head_rows = knowledge.rows("weapon_heads", folder)
    class_families = {row["id"]: row["family"] for row in head_rows}
    weapon_rows = knowledge.rows("weapons", folder)
    codes: dict[str, list[Form]] = {}
    for form in known:
        if CODE.fullmatch(form.text):
            codes.setdefault(code_key(form.text), []).append(form)
    makers = {fold(maker) for row in weapon_rows for maker in knowledge.split(row.get("maker", ""))}
    heads = [Head(row["id"], row["strength"], row["family"]) for row in head_rows if row["strength"] != "generic"]  # type: ignore[arg-type]
    heads += [
        Head(row["plural"], row["strength"], row["family"], plural=True)  # type: ignore[arg-type]
        for row in head_rows
        if row["strength"] != "generic" and row["plural"] != row["id"]
    ]
    series_rows = {row["id"]: row for row in knowledge.rows("weapon_series", folder)}
    function_rows = knowledge.rows("function_words", folder)
    veto_rows = knowledge.rows("weapon_vetoes", folder)
    return Lexicon(
        heads=HeadFinder(heads),
        generics=frozenset(row["id"] for row in head_rows if row["strength"] == "generic" or row["id"].isupper()),
        breaks=frozenset(row["id"] for row in function_rows if row["breaks"]),
        function_words=frozenset(row["id"] for row in function_rows),
        verbs=tuple(row["id"] for row in knowledge.rows("weapon_verbs", folder)),
        vetoes=frozenset(fold(row["id"]) for row in veto_rows if row["where"] == "before"),
        other_fields=frozenset(fold(row["id"]) for row in veto_rows if row["where"] == "near"),
        makers=frozenset(makers),
        families={f"weapon:{row['id']}": class_families.get(row["class"], "") for row in weapon_rows},
        codes=codes,
        series={name: _digits(row["numbers"]) for name, row in series_rows.items()},
        series_rows=series_rows,
        prefixes={row["id"]: row for row in knowledge.rows("ship_prefixes", folder)},
    )


def _digits(cell: str) -> tuple[int, int, int, int]:
    """Least and greatest number of digits, least and greatest number, from `2-3` or `300-900`."""
    low, _, high = cell.partition("-")
    least, greatest = int(low), int(high or low)
    if least > 9:
        return len(low), len(high or low), least, greatest
    return least, greatest, 0, 10**greatest


class Weapons:
    """The component `extractor_weapons`: writes WEAPON entities and mentions.

    >>> import extractor
    >>> doc = extractor.load()("Kiev a reçu des F-16 et des missiles SCALP-EG.")
    >>> [doc.text[m.start : m.end] for m in doc._.mentions if m.type == "WEAPON"]
    ['F-16', 'SCALP-EG']
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def __call__(self, doc: Doc) -> Doc:
        article = _Article(doc, self.lexicon)
        entities, mentions = doc._.entities, doc._.mentions
        for candidate in article.accepted():
            entity = entities.get(candidate.entity.id)
            if entity is None:
                entity = replace(candidate.entity, aliases=list(candidate.entity.aliases))
                entities[entity.id] = entity
            surface = article.text[candidate.start : candidate.end]
            if surface != entity.name and surface not in entity.aliases:
                entity.aliases.append(surface)
            method, score = candidate.method, candidate.score
            mentions.append(Mention(candidate.start, candidate.end, "WEAPON", candidate.kind, entity.id, method, score))
        return doc


class _Article:
    """One article on its way through the rules."""

    def __init__(self, doc: Doc, lexicon: Lexicon) -> None:
        self.doc = doc
        self.text = text_of(doc)
        self.lexicon = lexicon
        self.places = lexicon.heads.find(self.text)
        self._place_starts = [place.start for place in self.places]
        self.proposals = [self._known(hit) for hit in hits(doc, "WEAPON")]
        self.proposals += self._codes()
        self.by_start: dict[int, list[Candidate]] = {}
        for proposal in self.proposals:
            self.by_start.setdefault(proposal.start, []).append(proposal)
        self.other_hits: dict[int, int] = {
            hit.start: hit.end
            for hit in doc._.extractor_hits
            if hit.form.type in ("ORG", "COUNTRY", "AGREEMENT") and not hit.form.needs_context
        }
        self.demonyms: dict[int, str | None] = {
            hit.start: hit.form.entity.iso
            for hit in doc._.extractor_hits
            if hit.form.type == "COUNTRY" and hit.form.kind == "demonym"
        }
        self.found: list[Candidate] = []
        self._accepted: list[tuple[int, str]] = []
        """Start and family of what is found, by place, for the rules that look at the neighbourhood."""
        self._families: Counter[str] = Counter()
        self._ends = set(self.other_hits.values()) | {proposal.end for proposal in self.proposals}

    def _accept(self, candidate: Candidate) -> None:
        self.found.append(candidate)
        insort(self._accepted, (candidate.start, candidate.family))
        self._families[candidate.family] += 1

    # What may be a name

    def _known(self, hit: Hit) -> Candidate:
        form = hit.form
        family = self.lexicon.families.get(form.entity.id, "")
        return Candidate(hit.start, hit.end, form.entity, family, form.needs_context, "gazetteer", 0.9, form.kind)

    def _codes(self) -> Iterator[Candidate]:
        """Designations of known systems in other spellings and variants, and of known series."""
        for match in CODE.finditer(self.text):
            code = match.group()
            entry = next((self.lexicon.codes[key] for key in code_keys(code) if key in self.lexicon.codes), None)
            if entry:
                letters = re.match(r"[A-Za-z/]*", code).group()  # type: ignore[union-attr]
                bare = not re.search(r"[-‐‑]", code) and len(letters) == 1 and len(code) <= 4
                unlisted = all(form.text != code for form in entry)
                ambiguous = all(form.needs_context for form in entry) or (bare and unlisted)
                for form in entry:
                    family = self.lexicon.families.get(form.entity.id, "")
                    yield Candidate(*match.span(), form.entity, family, ambiguous, "designation", 0.9)
                continue
            letters_of = series(code, self.lexicon.series)
            if letters_of:
                row = self.lexicon.series_rows[letters_of]
                entity = _new_entity(code, row["origin"] or None)
                yield Candidate(*match.span(), entity, "", False, "designation", 0.8)

    # The rules, strongest evidence first

    def accepted(self) -> list[Candidate]:
        """The names of weapons in the article, by place, without overlaps."""
        for place in self.places:
            self.found += self._governed(place)
        self.found += [p for p in self.proposals if not p.ambiguous and not self._vetoed(p)]
        self.found += self._ships()
        self.found += self._apposed_heads()
        self._accepted = sorted((c.start, c.family) for c in self.found)
        self._families.update(family for _, family in self._accepted)
        self._evidence()
        self._memory()
        self._coordinated()
        self._acronyms()
        return self._resolved()

    def _governed(self, place: HeadPlace) -> Iterator[Candidate]:
        """The name behind a head noun, if any."""
        head = place.head
        where = name_place(
            self.text,
            place.end,
            breaks=self.lexicon.breaks,
            function_words=self.lexicon.function_words,
            generics=self.lexicon.generics,
        )
        if where is None:
            return
        start = self._past_maker(where.start)
        if where.class_start is not None:
            named = self._best(where.class_start, head)
            if named:
                yield replace(named, method="head", score=0.99)
                return
        known = self._best(start, head)
        if known:
            if head.strength == "support" and known.ambiguous and head.family != known.family:
                return
            yield replace(known, method="head", score=0.99, plural_head=head.plural)
            return
        if start != where.start and not CODE.match(self.text, start):
            return
        if self._finite_verb(where.gap):
            return
        unknown_allowed = head.strength == "strong" or (
            head.strength == "weak" and where.marker and head.family in ("bombe", "agent", "fusil")
        )
        if where.class_start is not None or CHINESE_TYPE.match(self.text, start):
            unknown_allowed = head.family in _NAVAL
        if not unknown_allowed or self._part_of_a_title(place):
            return
        end = class_number_end(self.text, start) if where.class_start is not None else None
        end = end or self._unknown_end(start, head, where.closing)
        if end is None:
            return
        begin = where.class_start if where.class_start is not None else start
        origin = next((self.demonyms[s] for s, _ in where.gap if s in self.demonyms), None)
        entity = _new_entity(self.text[begin:end], origin)
        yield Candidate(begin, end, entity, head.family, False, "designation", 0.985, plural_head=head.plural)

    def _part_of_a_title(self, place: HeadPlace) -> bool:
        """A capital within the sentence or a quotation mark before it: `la Corvette C7`, `« Tank Man »`."""
        if not self.text[place.start].isupper():
            return False
        before = self.text[max(0, place.start - 3) : place.start].rstrip(" \u00a0\u202f")
        return before.endswith(("«", '"', "“")) or not self._opens_sentence(place.start)

    def _past_maker(self, start: int) -> int:
        """Behind the maker's name where one stands at `start` (`Boeing KC-46`), else `start`."""
        if start in self.by_start:
            return start
        end: int | None = self.other_hits.get(start)
        words = re.compile(r"[\w&.’'-]+(?:[ \u00a0\u202f][\w&.’'-]+){0,2}").match(self.text, start)
        if words:
            pieces = words.group().split()
            for count in range(len(pieces), 0, -1):
                if fold(" ".join(pieces[:count])) in self.lexicon.makers:
                    end = max(end or 0, start + len(" ".join(pieces[:count])))
                    break
        if end is None or end + 1 >= len(self.text) or self.text[end] not in " \u00a0\u202f":
            return start
        return end + 1

    def _best(self, start: int, head: Head) -> Candidate | None:
        """The known name at `start` that suits the head best: longest, then of its family."""
        there = self.by_start.get(start, ())
        suited = [c for c in there if not c.ambiguous or suits(head.family, c.family)]
        if not suited:
            return None
        return max(suited, key=lambda c: (c.end, c.family == head.family, not c.ambiguous))

    def _unknown_end(self, start: int, head: Head, closing: str | None) -> int | None:
        """Where the unknown name at `start` ends, or None when it is not one."""
        match = NAME.match(self.text, start)
        if not match:
            return None
        end = match.end()
        if closing:
            quote = self.text.find(closing, start, start + 60)
            if quote < 0:
                return None
            end = len(self.text[:quote].rstrip(" \u00a0\u202f")) if quote > end else end
            if not re.fullmatch(r"[\w’'./ \u00a0\u202f-]+", self.text[start:end]):
                return None
        # A known name of another kind, or a place or person for the model, cuts the name or forbids it.
        for other in sorted(s for s in self.other_hits if start <= s < end):
            if other == start:
                return None
            end = len(self.text[:other].rstrip(" \u00a0\u202f-"))
        surface = self.text[start:end]
        words = surface.split()
        if not words or surface in self.lexicon.generics or fold(surface) in self.lexicon.makers:
            return None
        if len(surface) < 2 or re.fullmatch(r"[IVX]+|\d+", surface):
            return None
        articled = words[0] in ("Le", "La", "Les", "L") or surface.startswith(("L’", "L'", "D’", "D'"))
        if articled and (head.family not in _NAVAL or words == words[:1] and words[0].isalpha()):
            return None
        label = self._model_label(start, end)
        if label == "LOC" and head.family not in _NAVAL and not any(c.isdigit() for c in surface) and not closing:
            return None
        if label == "PER" and head.family not in _NAVAL and len(words) > 1 and not closing:
            return None
        return end

    def _model_label(self, start: int, end: int) -> str:
        """The label of the statistical model for exactly this place, `""` for none."""
        span = self.doc.char_span(start, end)
        if span is None or not len(span):
            return ""
        labels = {token.ent_type_ for token in span}
        return labels.pop() if len(labels) == 1 else ""

    def _finite_verb(self, gap: Sequence[Offsets]) -> bool:
        for start, end in gap:
            tokens = self.doc.char_span(start, end, alignment_mode="expand") or ()
            if any(t.pos_ in ("VERB", "AUX") and "Fin" in t.morph.get("VerbForm", []) for t in tokens):
                return True
        return False

    def _vetoed(self, candidate: Candidate) -> bool:
        """Whether the words around a known name show that it is part of, or something, else."""
        text, start, end = self.text, candidate.start, candidate.end
        before = re.search(r"([\w.’'-]+)[ \u00a0\u202f]$", text[max(0, start - 30) : start])
        if before and fold(before.group(1).rpartition("’")[2].rpartition("'")[2]).rstrip(".") in self.lexicon.vetoes:
            return True
        surface = text[start:end]
        if any(c.isdigit() for c in surface) or " " in surface or "-" in surface:
            return False
        after = re.match(r"[ \u00a0\u202f]([A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]+|al-|el-|ben )", text[end : end + 20])
        if after and end + 1 not in self.by_start and end + 1 not in self.other_hits:
            version = variant_end(text, end)
            if version == end:
                return True
        if text[end : end + 1] in ("-", "‑") and text[end + 1 : end + 2].isalpha():
            return True
        if not before or not before.group(1)[0].isupper() or surface.isupper():
            return False
        return not self._opens_sentence(start - len(before.group())) and not self._ends_known(start - 1)

    def _opens_sentence(self, at: int) -> bool:
        before = self.text[max(0, at - 6) : at].rstrip(' \u00a0\u202f«"“')
        return not before or before[-1] in ".!?…\n:;("

    def _ends_known(self, end: int) -> bool:
        """Whether a maker, country, organisation or weapon is named right before `end`."""
        words = re.search(r"[\w&.’'-]+(?:[ \u00a0\u202f][\w&.’'-]+)?$", self.text[max(0, end - 40) : end])
        if words:
            parts = words.group().split()
            if any(fold(" ".join(parts[i:])) in self.lexicon.makers for i in range(len(parts))):
                return True
        return end in self._ends

    def _ships(self) -> Iterator[Candidate]:
        """`USS`, `HMS` and the like with the name behind."""
        for match in self.lexicon.prefix_pattern.finditer(self.text):
            row = self.lexicon.prefixes[match["prefix"]]
            if any(c.end >= match.end() for c in self.by_start.get(match.start(), ())):
                continue
            if row["ambiguous"] and not self._vocabulary(match.start(), match.end(), "navire", whole=True):
                continue
            name = re.sub(r"[«\"“ \u00a0\u202f]+", " ", match.group())
            entity = _new_entity(name, row["origin"], aliases=[match["name"]])
            yield Candidate(*match.span(), entity, "navire", False, "designation", 0.9)

    def _apposed_heads(self) -> Iterator[Candidate]:
        """Names that a head noun explains behind a comma, unknown ones too: `le Bourane, un missile de croisière`."""
        for place in self.places:
            if place.head.strength != "strong":
                continue
            base = max(0, place.start - 60)
            before = _NAME_BEFORE.search(self.text[base : place.start])
            if not before:
                continue
            # The last article before the comma opens the noun phrase whose only content is the name.
            opening = list(_REVERSED.finditer(self.text, base, base + before.end("name")))
            if not opening:
                continue
            start = opening[-1].end()
            while start < len(self.text) and self.text[start] in '«"“ \u00a0\u202f':
                start += 1
            end = base + before.end("name")
            known = [c for c in self.by_start.get(start, ()) if c.end == end and suits(place.head.family, c.family)]
            if known:
                yield replace(known[0], method="apposition", score=0.9)
                continue
            name = NAME.fullmatch(self.text, start, end) if start < end else None
            if not name or start in self.by_start or start in self.other_hits:
                continue
            if self._model_label(start, end) == "LOC" and not re.search(r"[\d-]", name.group()):
                continue
            if not CODE.fullmatch(self.text, start, end) and place.head.family in ("", "fusil"):
                continue
            yield Candidate(start, end, _new_entity(name.group(), None), place.head.family, False, "apposition", 0.7)

    def _evidence(self) -> None:
        """Ambiguous known names: accept those that the article or the sentence speaks for."""
        waiting = sorted((p for p in self.proposals if p.ambiguous and not self._vetoed(p)), key=lambda p: p.start)
        anchored = {c.entity.id for c in self.found}
        for index, proposal in enumerate(waiting):
            if proposal.entity.id in anchored and self._names_something(proposal):
                self._accept(replace(proposal, method="memory", score=0.85))
            elif self._speaks_for(proposal):
                self._accept(replace(proposal, method="context", score=0.7))
            elif proposal.family not in _NAVAL and self._listed(proposal, waiting[max(0, index - 4) : index + 5]):
                self._accept(replace(proposal, method="coordination", score=0.7))

    def _listed(self, proposal: Candidate, near: Sequence[Candidate]) -> bool:
        """Whether another ambiguous name of the same family stands right before or behind (`Griffon et Jaguar`)."""
        if not self.found:
            return False
        for other in near:
            if other.entity.id == proposal.entity.id or other.family != proposal.family:
                continue
            first, second = sorted((other, proposal), key=lambda c: c.start)
            if 0 < second.start - first.end < 24 and _JOIN.fullmatch(self.text, first.end, second.start):
                return True
        return False

    def _names_something(self, proposal: Candidate) -> bool:
        """Whether a word that is also an ordinary one is a name here, not just the first of a sentence."""
        return (
            not self._opens_sentence(proposal.start)
            or self.text[proposal.end : proposal.end + 1] in (",", ":", "\u00a0", "")
            or bool(_DETERMINER.search(self.text[max(0, proposal.start - 40) : proposal.start]))
        )

    def _speaks_for(self, proposal: Candidate) -> bool:
        """A determiner or number before the name, and words of its kind in the sentence."""
        determiner = _DETERMINER.search(self.text[max(0, proposal.start - 40) : proposal.start])
        if not determiner:
            return False
        if proposal.family in _NAVAL and self._model_label(proposal.start, proposal.end) == "LOC":
            return False
        if self._elsewhere(proposal):
            return False
        if proposal.family not in _NAVAL and self._families[proposal.family] >= 3:
            return True
        surface = self.text[proposal.start : proposal.end]
        # A letter and a number without a hyphen are a road as well (`sur l'A10`).
        numbered = any(map(str.isdigit, surface)) and not _ROAD.fullmatch(surface)
        many = (numbered or bool(determiner["plural"])) and proposal.family not in _NAVAL
        return self._vocabulary(proposal.start, proposal.end, proposal.family, verbs=many, whole=many)

    def _elsewhere(self, proposal: Candidate) -> bool:
        """Whether the words around speak of roads, cars or matches: what ambiguous names are too."""
        around = self.text[max(0, proposal.start - _AROUND) : proposal.end + _AROUND]
        return any(word in self.lexicon.other_fields for word in re.findall(r"\w+", fold(around)))

    def _vocabulary(self, start: int, end: int, family: str, *, verbs: bool = False, whole: bool = False) -> bool:
        """Whether the sentence has a head or an accepted weapon of the family, or (with `verbs`) a fitting verb."""
        low, high = wide = sentence_around(self.text, start, end)
        if whole:
            wide = max(0, start - _AROUND), min(len(self.text), end + _AROUND)
        near = range(bisect_left(self._place_starts, wide[0]), bisect_left(self._place_starts, wide[1]))
        if any(self.places[i].head.family and suits(self.places[i].head.family, family) for i in near):
            return True
        first, last = (bisect_left(self._accepted, (bound, "")) for bound in wide)
        if any(suits(other, family) for _, other in self._accepted[first:last]):
            return True
        if verbs:
            words = re.findall(r"\w+", fold(self.text[low:high]))
            return any(word.startswith(self.lexicon.verbs) for word in words)
        return False

    def _memory(self) -> None:
        """Later bare mentions of names that a head noun or a navy's prefix introduced."""
        places = {(c.start, c.end) for c in self.found}
        introduced: dict[str, Candidate] = {}
        for candidate in self.found:
            surface = self.text[candidate.start : candidate.end]
            prefix, _, ship = surface.partition(" ")
            if candidate.method in ("designation", "apposition") and candidate.entity.id not in self.lexicon.families:
                for name in (surface, *candidate.entity.aliases):
                    introduced.setdefault(name, candidate)
            elif prefix in self.lexicon.prefixes and ship:
                introduced.setdefault(ship, candidate)
        if not introduced:
            return
        names = "|".join(map(re.escape, sorted(introduced, key=len, reverse=True)))
        for match in re.finditer(rf"(?<![\w-])(?:{names})(?![\w-])", self.text):
            if match.span() in places:
                continue
            first = introduced[match.group()]
            again = replace(first, start=match.start(), end=match.end(), method="memory", score=0.7)
            shortened = again.end - again.start < first.end - first.start
            stands = self._names_something(again) and (not shortened or self._stands_as_ship(again))
            if stands and not self._vetoed(again):
                places.add(match.span())
                self.found.append(again)

    def _stands_as_ship(self, again: Candidate) -> bool:
        """Whether a ship's name without its prefix has the article that a person's or a town's would not have."""
        return again.family not in _NAVAL or bool(_DETERMINER.search(self.text[max(0, again.start - 40) : again.start]))

    def _coordinated(self) -> None:
        """Names joined to an accepted one: known ones always, unknown ones behind a plural head (`missiles A et B`)."""
        queue = deque(sorted(self.found, key=lambda c: c.start))
        seen = {(c.start, c.end) for c in queue}
        while queue:
            candidate = queue.popleft()
            for proposal in self._next_to(candidate):
                if (proposal.start, proposal.end) not in seen:
                    seen.add((proposal.start, proposal.end))
                    self.found.append(proposal)
                    queue.append(proposal)

        starts = {c.start: c for c in self.found}
        for proposal in reversed(self.proposals):
            if proposal.ambiguous and (proposal.start, proposal.end) not in seen:
                behind = _BEHIND.match(self.text, variant_end(self.text, proposal.end))
                if not behind or not _joins(behind):
                    continue
                partner = starts.get(behind.end())
                if partner and partner.family == proposal.family and not self._vetoed(proposal):
                    starts[proposal.start] = proposal
                    self.found.append(replace(proposal, method="coordination", score=0.8))

    def _next_to(self, candidate: Candidate) -> Iterator[Candidate]:
        end = variant_end(self.text, candidate.end)
        behind = _BEHIND.match(self.text, end)
        if not behind or not _joins(behind):
            return
        start = behind.end()
        for proposal in self.by_start.get(start, ()):
            if suits(proposal.family, candidate.family) and not self._vetoed(proposal):
                yield replace(proposal, method="coordination", score=0.8)
        bare = behind["conjunction"] in _AND_OR and not behind["determiner"]
        if candidate.plural_head and bare and start not in self.by_start:
            stop = self._unknown_end(start, Head("", "strong", candidate.family), None)
            if stop is not None and not self._model_label(start, stop):
                entity = _new_entity(self.text[start:stop], candidate.entity.country)
                yield Candidate(start, stop, entity, candidate.family, False, "coordination", 0.6)

    def _acronyms(self) -> None:
        """`PAC-3 Missile Segment Enhancement, ou MSE`: another name of the same weapon in apposition."""
        for candidate in list(self.found):
            match = _APPOSED.match(self.text, candidate.end)
            if not match:
                continue
            acronym = match["acronym"]
            entity = candidate.entity
            same = {fold(name) for name in (entity.name, *entity.aliases)}
            if fold(acronym) in same or is_acronym_of(acronym, self.text[candidate.start : candidate.end]):
                start, end = match.span("acronym")
                found = replace(candidate, start=start, end=end, method="apposition", score=0.9, kind="acronym")
                self.found.append(found)

    def _resolved(self) -> list[Candidate]:
        """Without overlaps (longer, then surer first), with versions, neighbours of one entity as one mention."""
        for candidate in self.found:
            candidate.end = variant_end(self.text, candidate.end)
        kept: list[Candidate] = []
        taken: list[Offsets] = []
        for candidate in sorted(self.found, key=lambda c: (c.start - c.end, -c.score)):
            at = bisect_left(taken, (candidate.start, candidate.end))
            if at and taken[at - 1][1] > candidate.start or at < len(taken) and taken[at][0] < candidate.end:
                continue
            taken.insert(at, (candidate.start, candidate.end))
            kept.append(candidate)
        kept.sort(key=lambda c: c.start)
        merged: list[Candidate] = []
        for candidate in kept:
            last = merged[-1] if merged else None
            between = self.text[last.end : candidate.start] if last else ""
            if last and last.entity.id == candidate.entity.id and between in (" ", "\u00a0", "\u202f", "-"):
                last.end = candidate.end
                continue
            merged.append(candidate)
        return merged


def suits(head: str, family: str) -> bool:
    """Whether a head noun of one family can go with a name of the other; `""` goes with all."""
    return not head or not family or head == family or any(head in group and family in group for group in _RELATED)


def _new_entity(name: str, origin: str | None, *, aliases: Sequence[str] = ()) -> Entity:
    """An entity for a system that the tables do not know."""
    return Entity(id=f"weapon:{slug(name)}", type="WEAPON", name=name, aliases=list(aliases), country=origin or None)


@Language.factory(
    "extractor_weapons",
    default_config={"knowledge": None},
    requires=["doc._.extractor_hits"],
    assigns=["doc._.entities", "doc._.mentions"],
)
def create_weapons(nlp: Language, name: str, knowledge: str | None) -> Weapons:
    """The component `extractor_weapons`; reads the names that `extractor_gazetteer` knows, the user's among them.

    `knowledge` is a folder of the user's own tables, whose weapons have their families and makers from there too.
    """
    set_extensions()
    if "extractor_gazetteer" in nlp.pipe_names:
        gazetteer = nlp.get_pipe("extractor_gazetteer").gazetteer  # type: ignore[attr-defined]
        known = [form for found in gazetteer.forms.values() for form in found if form.type == "WEAPON"]
    else:
        known = list(forms())
    return Weapons(read_lexicon(known, Path(knowledge) if knowledge else None))
