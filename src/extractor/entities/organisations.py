"""Organisations: alliances, bodies, ministries, services, armed groups, companies, media, parties and institutions.

Four ways lead to a mention, in this order of trust: the tables of known names; the grammar of names that begin with
a common noun (`ministère grec de la Défense`, `Observatoire syrien des droits de l'homme`) or stand behind one
(`la chaîne X`, `l'ONG Y`); acronyms that the article explains; and the entity recogniser of the model, filtered.
What one of them has found is then found again wherever the article repeats it, whole or short (`le Conseil`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Token

from extractor.analysis.folding import fold
from extractor.annotations import Entity, Mention, MentionKind
from extractor.entities.acronyms import acronyms, full_name_start
from extractor.entities.gazetteer import Form, Hit, hits
from extractor.entities.names import is_first_name
from extractor.knowledge import Row, rows, split

# --- data -------------------------------------------------------------------------------------------------------------

_TABLES = ("organisations", "media")
_INSTITUTIONAL = frozenset({"institution", "ministry", "service", "party", "armed group", "body", "alliance"})


def forms(folder: Path | None = None) -> Iterator[Form]:
    """The known names of organisations, with those of the user's `folder`."""
    for table in _TABLES:
        for row in rows(table, folder):
            entity = _entity(row)
            doubtful = {fold(form) for form in split(row.get("ambiguous", ""))}
            for text in dict.fromkeys([row["name"], *split(row.get("aliases", ""))]):
                yield Form(
                    text=text,
                    type="ORG",
                    entity=entity,
                    kind="acronym" if _is_acronym(text) else "name",
                    needs_context=fold(text) in doubtful,
                    source=row["_file"],
                )


def _entity(row: Row) -> Entity:
    return Entity(
        id=f"org:{row['id']}",
        type="ORG",
        name=row["name"],
        aliases=split(row.get("aliases", "")),
        country=row.get("country") or None,
        wikidata=row.get("wikidata") or None,
        role=row.get("kind") or None,
        number="p" if row.get("number") == "p" else "s",
    )


@dataclass(slots=True, frozen=True)
class Head:
    """A common noun that begins (`part`) or introduces (`label`) a name; `words` are folded."""

    words: tuple[str, ...]
    kind: str
    use: str
    needs_capital: bool
    excluded: frozenset[str]
    """Words that, inside the phrase, make it something else: `Ligue des champions`."""


@lru_cache(maxsize=1)
def _heads() -> dict[str, list[Head]]:
    """The heads by their first word, longer ones first."""
    by_word: dict[str, list[Head]] = {}
    for row in rows("organisation_heads"):
        words = tuple(re.findall(r"[\w-]+", fold(row["head"])))
        by_word.setdefault(words[0], []).append(
            Head(words, row["kind"], row["use"], row["capital"] == "yes", frozenset(split(row["not"])))
        )
    for heads in by_word.values():
        heads.sort(key=lambda head: -len(head.words))
    return by_word


# --- candidates -------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Candidate:
    start: int
    end: int
    method: str
    trust: int
    """Of two candidates that overlap, the longer wins among equals in trust; the model never beats the others."""
    entity: Entity | None = None
    kind: str = ""
    country: str | None = None
    score: float = 1.0


@dataclass(slots=True)
class _Article:
    """What the rules ask about the article again and again, computed once."""

    doc: Doc
    token_at: dict[int, int] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    demonyms: dict[int, str] = field(default_factory=dict)
    """Index of the first token of a demonym → ISO code."""
    countries: Counter[str] = field(default_factory=Counter)
    taken: set[int] = field(default_factory=set)
    """Indexes of tokens in names of countries and weapons."""

    @classmethod
    def of(cls, doc: Doc) -> _Article:
        article = cls(doc)
        article.token_at = {token.idx: token.i for token in doc}
        article.words = [fold(token.text) for token in doc]
        for mention in doc._.mentions:
            if mention.type != "COUNTRY":
                continue
            iso = doc._.entities[mention.entity_id].iso or ""
            article.countries[iso] += 1
            if mention.kind == "demonym" and mention.start in article.token_at:
                article.demonyms.setdefault(article.token_at[mention.start], iso)
            else:
                article._take(mention)
        for hit in (*hits(doc, "WEAPON"), *hits(doc, "AGREEMENT")):
            if not hit.form.needs_context:
                article._take(hit)
        return article

    def _take(self, place: Hit | Mention) -> None:
        index = self.token_at.get(place.start)
        while index is not None and index < len(self.doc) and self.doc[index].idx < place.end:
            self.taken.add(index)
            index += 1

    def begins_sentence(self, index: int) -> bool:
        """Whether only punctuation stands between the token and the beginning of its sentence or quotation."""
        while index > 0:
            token = self.doc[index]
            if token.is_sent_start:
                return True
            previous = self.doc[index - 1]
            if previous.text in _OPENING or previous.is_space or previous.text in "-–—•*":
                index -= 1
                continue
            return previous.text in ":.!?…"
        return True

    def capitalised(self, index: int) -> bool:
        return self.doc[index].text[:1].isupper()

    def name_like(self, index: int) -> bool:
        """Whether the token can be a word of a proper name: a capital, and not a known country or weapon."""
        text = self.doc[index].text
        return (
            (text[:1].isupper() or (text[:1].isdigit() and any(c.isupper() for c in text)))
            and index not in self.taken
            and index not in self.demonyms
        )


_OPENING = frozenset("\"«“„‘'([+")
_CLOSING = frozenset("\"»”")
_DETERMINERS = frozenset({"le", "la", "l'", "les", "du", "des", "au", "aux", "un", "une", "cette", "ce", "cet"})
_DEFINITE = frozenset({"le", "la", "l'", "les", "du", "des", "au", "aux"})
_OF = frozenset({"de", "d'", "du", "des"})
_JOINERS = frozenset({"of", "on", "for", "the", "and", "&", "al", "el", "-", "de", "der", "ul", "to", "in", "und", "e"})


# --- names known beforehand -------------------------------------------------------------------------------------------


def _known(article: _Article) -> Iterator[_Candidate]:
    found = hits(article.doc, "ORG")
    certain = {hit.form.entity.id for hit in found if not hit.form.needs_context}
    model = {token.idx for ent in article.doc.ents if ent.label_ == "ORG" for token in ent}
    for hit in found:
        start = _without_article(article.doc.text, hit)
        index = article.token_at.get(start)
        if index is None:
            continue
        if hit.form.needs_context and not _fits_context(article, hit, index, certain, model):
            continue
        yield _Candidate(
            start,
            hit.end,
            "gazetteer",
            trust=3,
            entity=hit.form.entity,
            kind=hit.form.entity.role or "",
            score=0.9 if hit.form.needs_context else 1.0,
        )


def _preference(article: _Article) -> dict[str, tuple[int, int]]:
    """Of two organisations with one name: the one that the article names otherwise too, or whose state it speaks of more."""
    named: dict[str, set[str]] = {}
    countries: dict[str, str | None] = {}
    for hit in hits(article.doc, "ORG"):
        named.setdefault(hit.form.entity.id, set()).add(hit.form.text)
        countries[hit.form.entity.id] = hit.form.entity.country
    return {i: (len(texts), article.countries[countries[i] or ""]) for i, texts in named.items()}


_ARTICLE = re.compile(r"(?:Le|La|Les|L['’])(?=\W|(?<=['’]))")


def _without_article(text: str, hit: Hit) -> int:
    """`le Parisien` names `Le Parisien`, but its article belongs to the sentence."""
    surface = text[hit.start : hit.end]
    match = re.match(r"(?:le|la|les|l['’])\s*(?=[A-ZÀ-Ý])", surface)
    return hit.start + match.end() if match else hit.start


def _fits_context(article: _Article, hit: Hit, index: int, certain: set[str], model: set[int]) -> bool:
    """Whether a form that is also something else names the organisation here."""
    entity = hit.form.entity
    surface = article.doc.text[article.doc[index].idx : hit.end]
    if hit.form.text[:1].isupper() and not surface[:1].isupper():
        return False
    if entity.id in certain:
        return True
    if _label_before(article, index) is not None:
        return True
    if _ARTICLE.match(hit.form.text) and _ARTICLE.match(surface) and not article.begins_sentence(index):
        return True  # a capital article within the sentence: `révèle Le Monde`
    recognised = any(hit.start <= place < hit.end for place in model)
    if article.begins_sentence(index) and not surface.isupper() and " " not in surface:
        return False
    if hit.form.text[:1].islower():
        return article.doc[index].pos_ != "ADJ"
    if (entity.role in _INSTITUTIONAL) and (entity.country is None or entity.country in article.countries):
        return surface.isupper() or entity.country is not None or recognised
    if entity.role in ("media", "agency") and _cited(article, index):
        return True
    return recognised and article.doc[index].pos_ == "PROPN" and entity.role not in ("agency",)


_CITING = frozenset({"selon", "a", "au", "par", "dans", "sur", "d'apres", "cite", "citant", "rapporte"})


def _cited(article: _Article, index: int) -> bool:
    """`selon X`, `dans X`, `sur X`, `à l'X`: how media are quoted."""
    before = index - 1
    if before >= 0 and article.words[before] in ("le", "la", "l'", "les"):
        before -= 1
    return before >= 0 and article.words[before] in _CITING


# --- names with a common noun -----------------------------------------------------------------------------------------


def _head_at(article: _Article, index: int) -> Iterator[tuple[Head, int]]:
    """The heads whose words stand at `index`, each with the index behind them."""
    for head in _heads().get(article.words[index], ()):
        end = index + 1
        text = article.words[index]
        for word in head.words[1:]:
            if end >= len(article.words):
                break
            text += " " + article.words[end].rstrip("'")
            end += 1
        if text == " ".join(head.words):
            yield head, end


def _label_before(article: _Article, index: int) -> Head | None:
    """The label that introduces the name at `index`, over adjectives and a complement in lower case between them."""
    doc = article.doc
    at = index - 1
    steps = 0
    while at >= 0 and steps < 7:
        token = doc[at]
        if token.text in _OPENING and steps < 2:
            at, steps = at - 1, steps + 1
            continue
        for head, end in _head_at(article, at):
            if head.use == "label" and end <= index:
                return head
        if not _lower_modifier(article, at, before_name=steps == 0):
            return None
        at, steps = at - 1, steps + 1
    return None


def _lower_modifier(article: _Article, index: int, *, before_name: bool) -> bool:
    """Whether the token may stand between a label and its name: `privé russe de mercenaires`, `de presse officielle`."""
    token = article.doc[index]
    if index in article.demonyms or (token.pos_ == "ADJ" and token.text[:1].islower()):
        return True
    if token.pos_ in ("NOUN", "VERB") and token.text[:1].islower():
        return token.pos_ == "NOUN" or token.tag_ == "VERB" and "Part" in token.morph.get("VerbForm", [])
    if article.words[index] in ("de", "d'", "en"):
        return not before_name
    return False


def _labelled(article: _Article) -> Iterator[_Candidate]:
    """`le quotidien turc X`, `l'ONG Y`, `la compagnie privée syrienne Z`: the capitalised name behind the label."""
    doc = article.doc
    for index in range(len(doc)):
        for head, end in _head_at(article, index):
            if head.use != "label":
                continue
            start = end
            while start < len(doc) and start - end < 6 and _lower_modifier(article, start, before_name=False):
                start += 1
            if start > end and article.words[start - 1] in ("de", "d'", "en"):
                continue
            quoted = start < len(doc) and doc[start].text in _OPENING
            start += quoted
            weak = head.words[-1] in _WEAK_LABELS
            stop = _capitalised_run(article, start, persons=not weak)
            if stop is not None and quoted:
                closing = next((i for i in range(stop, min(len(doc), stop + 7)) if doc[i].text in _CLOSING), stop)
                stop = closing
            if stop is None or (stop - start == 1 and article.words[start] in _DETERMINERS) or (weak and start == end and _is_person(doc, start)):
                continue
            country = next((article.demonyms[i] for i in range(end, start) if i in article.demonyms), None)
            if start == end and article.capitalised(index) and not article.begins_sentence(index):
                start = index  # `Radio Classique`: the capital makes the label a part of the name
            yield _Candidate(
                doc[start].idx, _end(doc[stop - 1]), "label", trust=2, kind=head.kind, country=country, score=0.85
            )
            break


_WEAK_LABELS = frozenset({"groupe", "groupes", "force", "mouvement", "mouvements", "parti", "formation"})
"""Labels that also stand before the name of a person (`le groupe Macron`)."""


def _capitalised_run(article: _Article, start: int, *, persons: bool) -> int | None:
    """The index behind the capitalised words that begin at `start`, or None when there is no name.

    With `persons` it does not count that it looks like a person's.
    """
    doc = article.doc
    if start >= len(doc) or not article.name_like(start) or _is_place(doc, start):
        return None
    if not persons and _is_person(doc, start):
        return None
    if doc[start].is_sent_start:
        return None
    stop = start + 1
    while stop < len(doc) and stop - start < 7:
        token = doc[stop]
        if token.is_sent_start:
            break
        glued = not doc[stop - 1].whitespace_
        if article.name_like(stop) and not (_is_person(doc, stop) and not _is_person(doc, stop - 1)):
            stop += 1
        elif token.text.isdigit() and len(token.text) < 4:
            stop += 1
        elif (
            (article.words[stop] in _JOINERS and article.words[stop] not in _OF)
            and stop + 1 < len(doc)
            and article.name_like(stop + 1)
            and (glued or token.text != "-")
        ):
            stop += 2
        else:
            break
    return stop


def _is_person(doc: Doc, index: int) -> bool:
    """Whether a person's name stands here, by the model or by a first name before another capital."""
    if index >= len(doc):
        return False
    return doc[index].ent_type_ == "PER" or (doc[index].ent_type_ != "ORG" and _first_name_at(doc, index))


def _first_name_at(doc: Doc, index: int) -> bool:
    return (
        index + 1 < len(doc)
        and doc[index].text[:1].isupper()
        and doc[index + 1].text[:1].isupper()
        and not doc[index].text.isupper()
        and is_first_name(fold(doc[index].text))
    )


def _is_place(doc: Doc, index: int) -> bool:
    return doc[index].ent_type_ == "LOC"


def _parts(article: _Article) -> Iterator[_Candidate]:
    """Names that begin with a common noun: `Observatoire syrien des droits de l'homme`, `université d'Oxford`."""
    doc = article.doc
    known_ends: dict[int, int] = {}
    for hit in hits(doc, "ORG"):
        if not hit.form.needs_context:
            known_ends[hit.start] = max(hit.end, known_ends.get(hit.start, 0))
    for index in range(len(doc)):
        for head, end in _head_at(article, index):
            if head.use in ("label", "cue"):
                continue
            if head.use == "ministry":
                stop, country = _portfolio(article, end)
            elif head.use == "state":
                stop, country = _of_the_state(article, end)
            else:
                stop = _complement(article, index, end)
                country = next((article.demonyms[i] for i in range(end, stop) if i in article.demonyms), None)
            if stop <= end or not _is_name(article, head, index, end, stop):
                continue
            known = known_ends.get(doc[index].idx, 0)
            if known and all(doc[i].pos_ in ("ADJ", "VERB") for i in range(end, stop) if doc[i].idx >= known):
                continue
            start = index
            if start and _ORDINAL.fullmatch(doc[start - 1].text):
                start -= 1
            yield _Candidate(
                doc[start].idx, _end(doc[stop - 1]), "pattern", trust=2, kind=head.kind, country=country, score=0.85
            )
            break


def _is_name(article: _Article, head: Head, index: int, end: int, stop: int) -> bool:
    """Whether the phrase is a proper name, by its capitals."""
    doc = article.doc
    if head.use in ("ministry", "state"):
        return True
    if _is_person(doc, index) or _shouted(doc, index, stop) or any(article.words[i] in head.excluded for i in range(end, stop)):
        return False
    if index and _ORDINAL.fullmatch(doc[index - 1].text):
        return True
    if index and article.words[index - 1] in ("un", "une"):
        return False
    capital_inside = any(article.capitalised(i) and i not in article.demonyms for i in range(end, stop))
    if not article.capitalised(index):
        return not head.needs_capital and capital_inside
    if article.begins_sentence(index):
        return capital_inside
    return True


def _portfolio(article: _Article, index: int) -> tuple[int, str | None]:
    """The index behind `turc de la Défense`, `de l'Europe et des Affaires étrangères`, `grec`, and the state's code."""
    doc = article.doc
    country: str | None = None
    stop = index
    if index in article.demonyms:
        country = article.demonyms[index]
        stop = index + 1
    while stop < len(doc):
        at = stop
        if at > index and article.words[at] in ("et", ","):
            at += 1
        if at >= len(doc) or article.words[at] not in _OF | {"a", "au", "aux", "charge"}:
            break
        while at < len(doc) and article.words[at] in _OF | {"la", "l'", "a", "au", "aux", "charge"}:
            at += 1
        if at >= len(doc) or doc[at].pos_ not in ("NOUN", "PROPN", "ADJ", "X") or at in article.taken:
            break
        if article.words[stop] == "," and not article.capitalised(at):
            break
        if stop > index + (country is not None) and not article.capitalised(at) and article.words[stop] != "et":
            break
        if _is_person(doc, at) or (_is_place(doc, at) and stop > index + (country is not None)):
            break
        at += 1
        if at + 1 < len(doc) and article.words[at] == "d'" and doc[at + 1].text.islower() and doc[at + 1].pos_ == "NOUN":
            at += 2
        while at < len(doc) and doc[at].pos_ == "ADJ" and at not in article.demonyms and not doc[at].is_sent_start:
            at += 1
        stop = at
        if stop + 1 < len(doc) and article.words[stop] == "et" and doc[stop + 1].pos_ == "ADJ" and doc[at - 1].pos_ == "ADJ":
            stop += 2
        if stop - index > 24:
            break
    if stop < len(doc) and stop > index and country is None and stop in article.demonyms and doc[stop].text.islower():
        country = article.demonyms[stop]
        stop += 1
    has_portfolio = stop > index + (1 if index in article.demonyms else 0)
    return (stop, country) if has_portfolio else (index, None)


def _of_the_state(article: _Article, index: int) -> tuple[int, str | None]:
    """`présidence turque`, unless it is of something: `présidence allemande de l'UE`."""
    behind = index + 1
    if index not in article.demonyms or (behind < len(article.words) and article.words[behind] in _OF | {"-"}):
        return index, None
    return behind, article.demonyms[index]


_ORDINAL = re.compile(r"\d+(?:er|e|ème|ère|re|è)")
_LINKS = frozenset({"pour", "sur", "contre"})
_LONGEST = 16
"""Tokens in the longest name that the grammar reads."""


def _complement(article: _Article, index: int, end: int) -> int:
    """The index behind the adjectives and complements of the head at `index`, of which `end` is the index behind."""
    doc = article.doc
    bracket = _bracket_after(article, index, end)
    if bracket is not None:
        return bracket
    stop = end
    while stop < len(doc) and stop - index < _LONGEST:
        token = doc[stop]
        if token.is_sent_start or token.is_space:
            break
        word = article.words[stop]
        if stop in article.demonyms or (token.text == "-" and stop + 1 in article.demonyms) or (token.pos_ == "ADJ" and token.text[:1].islower()):
            if article.doc[stop - 1].pos_ == "ADP" or (stop not in article.demonyms and not _agrees(doc, stop)):
                break
            stop += 1
        elif token.text[:1].islower() and "Part" in token.morph.get("VerbForm", []) and _agrees(doc, stop):
            stop += 1
        elif article.name_like(stop) and not token.is_punct:
            if _is_person(doc, stop) and stop > end and not (stop == end + 1 and _is_person(doc, end)):
                break
            stop += 1
        elif word in _OF:
            behind = _noun_behind(article, stop + 1)
            if behind is None or (_foreign_place(article, behind) and stop > end and article.words[index] != "universite"):
                break
            stop = behind + 1
        elif word in _LINKS and doc[index].is_ancestor(token):
            behind = _noun_behind(article, stop + 1)
            if behind is None:
                break
            stop = behind + 1
        elif word == "et" and doc[index].is_ancestor(token):
            behind = stop + 1
            if behind >= len(doc):
                break
            with_article = article.words[behind] in ("le", "la", "les", "l'")
            noun = _noun_behind(article, behind + (article.words[behind] in _OF))
            if noun is None or not doc[index].is_ancestor(doc[noun]) or _is_person(doc, noun):
                break
            # `pour le contrôle et la prévention` goes on, `l'Institut d'économie et la Banque` does not.
            before = doc[noun].head.i
            if with_article and (not end <= before < stop or article.capitalised(noun) != article.capitalised(before)):
                break
            stop = noun + 1
        else:
            break
    return stop


_PARTICIPLE = re.compile(r"(?:é|ée|és|ées|(?<![qg])ue?s?|[a-zé]{3}ants?|antes?)$")


def _agrees(doc: Doc, index: int) -> bool:
    """A participle that closes a name (`Nations unies`, `forces armées`) has no complement: `l'Union dotée de`."""
    if not _PARTICIPLE.search(doc[index].text):
        return True
    behind = doc[index + 1].lower_ if index + 1 < len(doc) else ""
    return behind not in ("de", "d'", "d’", "du", "des", "par", "en", "à", "au", "sur", "depuis", "pour")


def _noun_behind(article: _Article, index: int) -> int | None:
    """The noun behind `index`, over an article and an adjective."""
    doc = article.doc
    while index < len(doc) and article.words[index] in ("la", "l'", "le", "les"):
        index += 1
    if index + 1 < len(doc) and doc[index].pos_ in ("ADJ", "NUM") and doc[index + 1].pos_ in ("NOUN", "PROPN"):
        index += 1
    return _bare_noun(article, index)


def _bare_noun(article: _Article, index: int) -> int | None:
    doc = article.doc
    if index >= len(doc) or doc[index].pos_ not in ("NOUN", "PROPN", "ADJ", "X") or doc[index].is_sent_start:
        return None
    return index


def _foreign_place(article: _Article, index: int) -> bool:
    """A town behind `de` says where the organisation is, a country (`Banque centrale de Russie`) is part of its name."""
    return _is_place(article.doc, index) and index not in article.taken


def _bracket_after(article: _Article, index: int, end: int) -> int | None:
    """The index of the bracket whose acronym the words from the head on spell, where one follows."""
    doc = article.doc
    for at in range(end, min(len(doc) - 1, index + _LONGEST)):
        token = doc[at]
        if token.text == "(":
            letters = [c for c in fold(doc[at + 1].text) if c.isalpha()]
            initials = {article.words[i][:1] for i in range(index, at)}
            if doc[at + 1].text[:1].isupper() and letters and letters[0] == article.words[index][:1]:
                return at if len(set(letters) & initials) * 2 >= len(set(letters)) else None
            return None
        if token.is_punct and token.text not in "-'’," or token.is_sent_start:
            return None
    return None


# --- acronyms the article explains ------------------------------------------------------------------------------------


def _explained(article: _Article, found: list[_Candidate]) -> Iterator[_Candidate]:
    """The acronym in the parenthesis behind a name, and the name before an acronym that spells it."""
    text = article.doc.text
    by_end = {candidate.end: candidate for candidate in found}
    for acronym in acronyms(text):
        index = article.token_at.get(acronym.start)
        if index is None or index in article.taken or index in article.demonyms:
            continue
        end = len(text[: acronym.opening].rstrip(" \u00a0\u202f\"»”"))
        name = by_end.get(end)
        start = full_name_start(text, acronym)
        if name is not None and not (_is_acronym(acronym.text) or start == name.start):
            continue
        if name is None:
            if start is None or start not in article.token_at or not _heads_name(article, article.token_at[start]):
                continue
            name = _Candidate(start, end, "acronym", trust=2, kind="body", score=0.8)
            yield name
        if name.entity is None or fold(acronym.text) not in {fold(a) for a in name.entity.aliases}:
            yield _Candidate(
                acronym.start, acronym.end, "acronym", trust=4, entity=name.entity, kind=name.kind, country=name.country
            )


def _heads_name(article: _Article, index: int) -> bool:
    return article.capitalised(index) and any(head.use != "label" for head, _ in _head_at(article, index))


# --- what the model says ----------------------------------------------------------------------------------------------


def _recognised(article: _Article) -> Iterator[_Candidate]:
    """The organisations of the model's entity recogniser that look like names."""
    doc = article.doc
    for ent in doc.ents:
        if ent.label_ != "ORG":
            continue
        start, stop = ent.start, ent.end
        while start < stop and (article.words[start] in _DETERMINERS or not doc[start].text[:1].isalnum()):
            start += 1
        while stop > start and not doc[stop - 1].text[-1:].isalnum():
            stop -= 1
        if start == stop or any(i in article.taken or i in article.demonyms for i in range(start, stop)):
            continue
        if not article.capitalised(start) or doc[start].pos_ not in ("PROPN", "NOUN", "X"):
            continue
        before = start - 1 - (start > 1 and doc[start - 1].text in _OPENING)
        if before >= 0 and article.words[before] in _never()["before"]:
            continue
        if (_first_name_at(doc, start) and article.words[start] not in _heads()) or _shouted(doc, start, stop):
            continue
        if not all(article.capitalised(i) or article.words[i] in _INNER for i in range(start, stop)):
            continue
        if stop - start == 1 and not (doc[start].text.isupper() or doc[start].pos_ in ("PROPN", "X")):
            continue
        if stop - start == 1 and (article.words[start] in _heads() or article.words[start] in _never()["name"]):
            continue
        if _of_a_minister(article, start) or article.begins_sentence(start) or "\n" in doc[start:stop].text or stop - start > 6:
            continue
        yield _Candidate(doc[start].idx, _end(doc[stop - 1]), "model", trust=1, score=0.6)


@lru_cache(maxsize=1)
def _never() -> dict[str, frozenset[str]]:
    """Folded words that tell that no organisation is named: as the name itself (`NDLR`), or before it (`affaire`)."""
    words: dict[str, set[str]] = {"name": set(), "before": set()}
    for row in rows("organisation_lookalikes"):
        words[row["where"]].add(fold(row["word"]))
    return {where: frozenset(group) for where, group in words.items()}


_INNER = _JOINERS | _OF | {"l'", "la", "le", "les", "et", "a", "pour", "sur", "en", "'"}
def _shouted(doc: Doc, start: int, stop: int) -> bool:
    """Whether the words stand in a line of capitals, where a capital tells nothing."""
    neighbours = [doc[i].text for i in (start - 3, start - 2, start - 1, stop, stop + 1, stop + 2) if 0 <= i < len(doc)]
    words = [text for text in neighbours if text.isalpha()]
    if not doc[start].text.isupper():
        return False
    if any(text.isupper() and text.isalpha() and len(text) > 4 for text in neighbours[2:4]):
        return True
    return len(words) > 1 and sum(map(str.isupper, words)) * 2 > len(words)


_OFFICES = frozenset({"ministre", "ministres", "secretaire", "secretaires", "armee"})


def _of_a_minister(article: _Article, index: int) -> bool:
    """`le ministre américain de la Défense`, `l'armée de l'Air`: the capitalised word is a portfolio, not a name."""
    before = index - 1
    if before < 0 or article.words[before] not in {"la", "l'", "des", "du", "a", "aux", "au"}:
        return False
    while before >= 0 and index - before < 5:
        if article.words[before].rpartition("-")[2] in _OFFICES:
            return True
        before -= 1
    return False


# --- memory -----------------------------------------------------------------------------------------------------------


def _repeated(article: _Article, mentions: list[tuple[_Candidate, Entity]]) -> Iterator[tuple[_Candidate, Entity]]:
    """Further places of surfaces that the article has named, and short forms: `l'Observatoire`, `le Conseil`.

    One word that only the model takes for a name is not enough: `Ferrari` is a company here and a car there.
    """
    doc = article.doc
    surfaces: dict[str, Entity] = {}
    shorts: dict[str, list[tuple[int, Entity]]] = {}
    for candidate, entity in mentions:
        surface = doc.text[candidate.start : candidate.end]
        if candidate.trust > 1 or _is_acronym(surface) or " " in surface:
            surfaces.setdefault(surface, entity)
        known = candidate.entity.aliases if candidate.entity else []
        for name in {surface, entity.name, *known}:
            first, _, rest = name.partition(" ")
            if rest and first[:1].isupper() and any(head.use == "part" for head in _heads().get(fold(first), ())):
                shorts.setdefault(first, []).append((candidate.start, entity))
    taken = {i for candidate, _ in mentions for i in range(candidate.start, candidate.end)}
    if surfaces:
        pattern = "|".join(re.escape(s) for s in sorted(surfaces, key=len, reverse=True))
        for match in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", doc.text):
            if match.start() in taken or match.start() not in article.token_at:
                continue
            yield _Candidate(*match.span(), "memory", trust=2), surfaces[match[0]]
    for token in doc:
        if token.text in shorts and token.idx not in taken and _stands_alone(article, token):
            before = [entity for start, entity in shorts[token.text] if start < token.idx]
            if before:
                yield _Candidate(token.idx, _end(token), "memory", trust=2), before[-1]


def _stands_alone(article: _Article, token: Token) -> bool:
    """Whether a definite article stands before the word and nothing that makes it another name behind it."""
    index = token.i
    if index == 0 or article.words[index - 1] not in _DEFINITE:
        return False
    if index + 1 < len(article.doc):
        behind = article.doc[index + 1]
        if article.words[index + 1] in _OF or behind.pos_ in ("ADJ", "PROPN") or index + 1 in article.demonyms:
            return False
    return True


# --- the component ----------------------------------------------------------------------------------------------------


def _end(token: Token) -> int:
    return token.idx + len(token.text)


def _is_acronym(surface: str) -> bool:
    return sum(c.isupper() for c in surface) > 1 and surface.upper() == surface and " " not in surface


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


def _resolve(candidates: Iterable[_Candidate]) -> list[_Candidate]:
    """The candidates without overlap: those of the model give way, then the longer wins, then the more trusted."""
    kept: list[_Candidate] = []
    covered: set[int] = set()
    for candidate in sorted(candidates, key=lambda c: (c.trust == 1, c.start - c.end, -c.trust)):
        places = range(candidate.start, candidate.end)
        if not any(i in covered for i in (candidate.start, candidate.end - 1)) and covered.isdisjoint(places):
            kept.append(candidate)
            covered.update(places)
    return sorted(kept, key=lambda c: c.start)


class OrganisationsComponent:
    """Adds the organisations of the article to `doc._.entities` and `doc._.mentions`."""

    def __call__(self, doc: Doc) -> Doc:
        article = _Article.of(doc)
        found = [*_known(article), *_parts(article), *_labelled(article)]
        found += _explained(article, found)
        preference = _preference(article)
        found.sort(key=lambda c: preference.get(c.entity.id, (0, 0)) if c.entity else (0, 0), reverse=True)
        kept = _resolve([*found, *_recognised(article)])
        mentions = self._link(article, kept)
        mentions += _repeated(article, mentions)
        for candidate, entity in sorted(mentions, key=lambda pair: pair[0].start):
            surface = doc.text[candidate.start : candidate.end]
            if surface not in entity.aliases and surface != entity.name:
                entity.aliases.append(surface)
            doc._.entities.setdefault(entity.id, entity)
            kind: MentionKind = "acronym" if _is_acronym(surface) else "name"
            doc._.mentions.append(
                Mention(candidate.start, candidate.end, "ORG", kind, entity.id, candidate.method, candidate.score)
            )
        return doc

    def _link(self, article: _Article, kept: list[_Candidate]) -> list[tuple[_Candidate, Entity]]:
        """Each candidate with its entity: the one of the table, or one of the article's own."""
        doc = article.doc
        entities: dict[str, Entity] = {}
        by_surface: dict[str, Entity] = {}
        linked: list[tuple[_Candidate, Entity]] = []
        for candidate in kept:
            surface = doc.text[candidate.start : candidate.end]
            if candidate.entity is not None:
                known = candidate.entity
                entity = entities.setdefault(known.id, replace(known, aliases=[]))
            else:
                entity = self._explained_entity(article, candidate, linked) or by_surface.get(fold(surface))
                if entity is None:
                    entity = Entity(
                        id=f"org:{_slug(surface)}",
                        type="ORG",
                        name=surface,
                        country=candidate.country,
                        role=candidate.kind or None,
                    )
                entity = entities.setdefault(entity.id, entity)
            by_surface.setdefault(fold(surface), entity)
            linked.append((candidate, entity))
        return linked

    def _explained_entity(
        self, article: _Article, candidate: _Candidate, linked: list[tuple[_Candidate, Entity]]
    ) -> Entity | None:
        """The entity of the name before the parenthesis in which this acronym stands."""
        if not linked:
            return None
        before, entity = linked[-1]
        between = article.doc.text[before.end : candidate.start]
        return entity if re.fullmatch(r"[\"»”]?\s*\(\s*[«\"“]?\s*|,? ou ", between) else None


@Language.factory("extractor_organisations", assigns=["doc._.entities", "doc._.mentions"])
def create_organisations(nlp: Language, name: str) -> OrganisationsComponent:
    """The component `extractor_organisations`."""
    return OrganisationsComponent()
