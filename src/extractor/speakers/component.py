"""The source of every statement as entities: names, pronouns, groups, documents, and those that nobody names.

The head of the phrase decides (`extractor.coreference.heads`). Where it is nobody named, what the head is a part of may
speak through it: an official through an organisation (`un porte-parole de l'Otan`), an organ through its state
(`l'armée turque`). What remains is anonymous (`un haut responsable`) or unknown (no source in the text).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from spacy.language import Language
from spacy.tokens import Doc

from extractor.analysis.folding import fold
from extractor.annotations import NAMED_KINDS, Mention, SpeakerKind, Statement, set_extensions
from extractor.coreference.appositions import Appositions
from extractor.coreference.groups import find_coordinations
from extractor.coreference.heads import Heads, antecedent_phrase
from extractor.coreference.last_resort import LAST_RESORT
from extractor.coreference.last_resort import SCORE as LAST_RESORT_SCORE
from extractor.entities.functions import function_forms, singular
from extractor.knowledge import rows
from extractor.knowledge.own import Stage, kept, with_own_tables
from extractor.knowledge.word_lists import WordList
from extractor.speakers.unnamed import Descriptions
from extractor.statements.media import is_medium
from extractor.text.reading import text_of

_KIND: dict[str, SpeakerKind] = {"PERSON": "person", "COUNTRY": "country", "ORG": "organisation"}
_OF = re.compile(
    r"(?:de la|de l['’]|du|des|de|d['’])[\s\u00a0]*(?:ONG|groupe|agence|association)?[\s\u00a0]*", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@kept(32_768)
def _source_class(noun: str) -> str | None:
    """`document`, `official`, `organ`, `medium` or `people` for a folded noun, singular or plural."""
    table = _table()
    return table.get(noun) or (table.get(noun[:-1]) if noun.endswith(("s", "x")) else None)


@kept()
def _table() -> dict[str, str]:
    return {fold(row["noun"]): row["class"] for row in rows("source_nouns")}


_OPENING = 12
"""Characters in which the noun of a function begins, determiner and adjectives before it."""

_CERTAINTY = {"name": 1.0, "nominal": 0.97, "pronoun": 0.95, "continues": 0.88, "unnamed": 0.75, "none": 0.4}
_PLURAL = re.compile(r"(?:les|des|leurs|ses|nos)\s+(?:deux|trois|quatre|cinq)?\s*", re.IGNORECASE)
_LISTED = re.compile(
    r"\s*(?:,\s*et|,|et|ainsi que)\s*(?:(?:de la|du|des|de|la|le|les)\s+)?(?:[ld]['’])?", re.IGNORECASE
)
_GOVERNED = re.compile(r"(?:\b(?:de la|de l['’]|du|des|de|d['’])\s*)$", re.IGNORECASE)
_DEFINITE = WordList("definite_articles_split")
_TAKEN_UP = re.compile(
    r"(?:cet?t?e?|l[ea]|l['’]|du|au)[\s\u00a0]*(?:m[êe]me[\s\u00a0]+)?(?:haut[\s\u00a0]+)?(?P<noun>[\w-]+)",
    re.IGNORECASE,
)
"""A noun by itself, which takes up somebody unnamed."""
_REACH = 160
"""Code points behind a cue in which an addressee or a medium may stand."""
_TO = re.compile(
    r"(?:^|\s)(?:à|au|aux|auprès d[eu’']s?)\s+(?:l['’]|la\s|le\s|les\s|M\.\s|Mme\s)?(?:[a-zéèê\-]+\s){0,3}$"
)
_BEFORE_TO = re.compile(r"(?:([^\W\d_]+)\s)?([^\W\d_]+)\s([^\W\d_]+)\s+(?:l['’]|l[ae]s?\s)?$")
"""The two words before `à`, of which one is the function in `ambassadeur américain à l'ONU`."""
_TO_WHOM = WordList("a")
_THROUGH = re.compile(
    r"(?:^|[\s,])(?:à|au|aux|auprès d[eu’']s?|par|sur|dans|avec|de|pour)\s*"
    r"(?:l['’]|la\s|le\s|les\s)?(?:[a-zéèê\-]+\s){0,3}$"
)


class Speakers:
    """Fills `speaker_ids` and `speaker_kind` of `doc._.statements`, and whom they are about, addressed to and via."""

    def __call__(self, doc: Doc) -> Doc:
        statements: list[Statement] = doc._.statements
        if not statements:
            return doc
        resolver = _Sources(doc)
        descriptions = Descriptions(doc, resolver.mentions)
        for statement in statements:
            if statement.continues is not None:
                continue
            if statement.speaker is not None:
                resolver.resolve(statement)
                descriptions.tell(statement)
            resolver.destination(statement)
        for statement in statements:
            self._continue(statement, statements)
            self._first_person(doc, statement, statements)
            statement.score = round(statement.score * resolver.certainty(statement), 3)
            statement.about_ids = resolver.inside(statement)
        return doc

    def _first_person(self, doc: Doc, statement: Statement, statements: list[Statement]) -> None:
        """`Je` inside a quotation is who speaks the quotation."""
        if statement.speaker is None or statement.speaker_ids or statement.parent is None:
            return
        if fold(text_of(doc)[slice(*statement.speaker)]).strip("' ") in ("je", "j", "moi"):
            around = statements[statement.parent]
            statement.speaker_ids, statement.speaker_kind = list(around.speaker_ids), around.speaker_kind

    def _continue(self, statement: Statement, statements: list[Statement]) -> None:
        seen = 0
        source = statement
        while source.continues is not None and seen < len(statements):
            source = statements[source.continues]
            seen += 1
        if source is not statement:
            statement.speaker_ids = list(source.speaker_ids)
            statement.speaker_kind = source.speaker_kind
            statement.description, statement.function, statement.state = (
                source.description,
                source.function,
                source.state,
            )


class _Sources:
    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text = text_of(doc)
        self.heads = Heads(doc)
        self.mentions: list[Mention] = sorted(doc._.mentions, key=lambda m: m.start)
        self.starts = [m.start for m in self.mentions]
        named = [m for m in self.mentions if m.kind in NAMED_KINDS and m.type in _KIND]
        self.joined = find_coordinations(self.text, named, [])
        self.joined_starts = [one.start for one in self.joined]
        self.functions = [(phrase.start, phrase.end) for phrase in doc._.extractor_functions]
        self.left = [(phrase.start, phrase.end) for phrase in doc._.extractor_functions if phrase.former]
        """Functions that somebody has left: `l'ancien vice-président de l'Otan`."""
        self.services = [
            (phrase.start, phrase.end, phrase.organisation)
            for phrase in doc._.extractor_functions
            # An ambassador to an organisation speaks for a state, who has left it for nobody, a candidate for himself.
            if phrase.organisation is not None and phrase.noun.kind != "diplomat" and not phrase.former
            if phrase.noun.group != "elected"
        ]
        self.beside = Appositions(doc)
        self.issued, self.served = self._memory()
        self.officials: dict[str, tuple[SpeakerKind, list[str]]] = {}
        """By noun, for whom the last unnamed one spoke: `cette source` is the source before it."""

    def _memory(self) -> tuple[list[tuple[int, list[str]]], dict[str, list[tuple[int, list[str]]]]]:
        """Whose the texts and the organs of the article are, by place: `un rapport de l'ONU`, `le régime syrien`."""
        issued: list[tuple[int, list[str]]] = []
        served: dict[str, list[tuple[int, list[str]]]] = {}
        for match in _WORD.finditer(self.text):
            noun = fold(match.group())
            kind = _source_class(noun)
            if kind == "document":
                ids = self._complement(match.end(), match.end() + 80, {"ORG"})
                if ids:
                    issued.append((match.start(), ids))
            elif kind == "organ":
                ids = self._complement(match.end(), match.end() + 80, {"COUNTRY"}) or self._adjective(
                    match.end(), match.end() + 40
                )
                if ids:
                    served.setdefault(noun, []).append((match.start(), ids))
        return issued, served

    def _last(self, places: list[tuple[int, list[str]]], start: int) -> list[str]:
        i = bisect_left(places, (start, []))
        return list(places[i - 1][1]) if i else []

    def entities(self, start: int, end: int) -> list[str]:
        """The entities that head the phrase, every member of a coordination."""
        known = self.doc._.entities
        return list(dict.fromkeys(i for head in self.heads.of(start, end) for i in head.entity_ids if i in known))

    def resolve(self, statement: Statement) -> None:
        if statement.speaker is None or statement.speaker_kind == "anonymous":
            return
        self._widen(statement)
        start, end = antecedent_phrase(self.doc, *statement.speaker)
        named = self.beside.explaining.get(start)
        if named is not None and named.start >= end:
            statement.speaker = (statement.speaker[0], named.end)
            statement.speaker_ids, statement.speaker_kind = [named.entity_id], "person"
            return
        ids = self._offices(start, end) or self.entities(start, end)
        if len(ids) > 1 and self._verb_is_singular(statement):
            ids = [i for i in self.heads.of(start, end)[0].entity_ids if i in self.doc._.entities]
        if not any(self.doc._.entities[i].type == "PERSON" for i in ids):
            named = self.beside.within(start, end)
            ids = [named.entity_id] if named is not None else ids
        ids = ids or self._abbreviated(start, end)
        if ids:
            statement.speaker_ids = ids
            statement.speaker_kind = "group" if len(ids) > 1 else _KIND.get(self.doc._.entities[ids[0]].type, "unknown")
            return
        kind, ids = self._again(start, end) or self._unnamed(start, end)
        if kind == "anonymous":
            self._keep(start, end, kind, ids)
        statement.speaker_ids = ids
        statement.speaker_kind = kind

    def _widen(self, statement: Statement) -> None:
        """Take in the names before that the source is joined to, where the verb is a plural: `X, Y et Z accusent`."""
        if statement.speaker is None or self._verb_is_singular(statement) is not False:
            return
        start, end = statement.speaker
        i = bisect_right(self.joined_starts, start) - 1
        if i >= 0 and self.joined[i].start < start < self.joined[i].end <= end:
            statement.speaker = (self.joined[i].start, end)

    def _verb_is_singular(self, statement: Statement) -> bool | None:
        """Whether the verb has one subject: `X, conseiller du ministre et ami de Y, a dit`.

        Told by the form, every plural of the third person ending in `nt`, which the model may misread.
        """
        verb = self.doc.char_span(*statement.cue, alignment_mode="expand") if statement.cue is not None else None
        finite = [t.lower_ for t in verb or () if "Fin" in t.morph.get("VerbForm", [])]
        return not finite[0].endswith("nt") if finite else None

    def _abbreviated(self, start: int, end: int) -> list[str]:
        """The organisation in the parenthesis that ends the phrase: `les services de sécurité russes (FSB)`.

        Behind a function it is whom or where somebody serves, which is for `_unnamed` to say.
        """
        if any(a <= start + _OPENING < b or start <= a < start + _OPENING for a, b in self.functions):
            return []
        if any(_source_class(fold(m.group())) == "people" for m in _WORD.finditer(self.text, start, end)):
            return []
        i = bisect_left(self.starts, end + 2) - 1
        mention = self.mentions[i] if i >= 0 else None
        if mention is None or mention.type != "ORG" or mention.start < start + 2:
            return []
        enclosed = self.text[mention.start - 1] == "(" and self.text[mention.end : mention.end + 1] == ")"
        return [mention.entity_id] if enclosed and mention.end + 1 >= end else []

    def _again(self, start: int, end: int) -> tuple[SpeakerKind, list[str]] | None:
        """For whom an unnamed source speaks that was there before: `cette source`, `le porte-parole`."""
        match = _TAKEN_UP.fullmatch(self.text, start, end)
        return self.officials.get(fold(match.group("noun"))) if match else None

    def _keep(self, start: int, end: int, kind: SpeakerKind, ids: list[str]) -> None:
        for match in _WORD.finditer(self.text, start, min(end, start + 40)):
            noun = fold(match.group())
            if _source_class(noun) == "official":
                self.officials[noun] = (kind, ids)
                return

    def certainty(self, statement: Statement) -> float:
        """How often a source read this way is right: by name, by description, by pronoun, or not at all.

        Read off annotated articles (`benchmarks/quality`); multiplies the certainty of the construction.
        """
        if statement.continues is not None:
            return _CERTAINTY["continues"]
        if statement.speaker is None:
            return _CERTAINTY["none"]
        if not statement.speaker_ids:
            return _CERTAINTY["unnamed"]
        start, end = statement.speaker
        phrase = self.mentions[bisect_left(self.starts, start) : bisect_left(self.starts, end)]
        meant = [mention for mention in phrase if mention.entity_id in statement.speaker_ids]
        kinds = {mention.kind for mention in meant}
        if kinds & {"name", "acronym", "metonym"}:
            return _CERTAINTY["name"]
        if any(mention.method == LAST_RESORT for mention in meant):
            return LAST_RESORT_SCORE
        return _CERTAINTY["nominal"] if "nominal" in kinds else _CERTAINTY["pronoun"]

    def destination(self, statement: Statement) -> None:
        """To whom it is said, and through which medium: `a déclaré X à l'AFP`, `a dit à M. Y que`, `cité par Tass`."""
        if statement.addressee is not None:
            statement.addressee_ids = self.entities(*statement.addressee)
        if statement.cue is None:
            return
        start = statement.cue[1]
        behind = self.text.find("\n", start)
        stop = min(behind if behind >= 0 else len(self.text), start + _REACH)
        ids = set(statement.speaker_ids)
        for i in range(bisect_left(self.starts, start), len(self.mentions)):
            mention = self.mentions[i]
            if mention.start >= stop:
                break
            if any(a <= mention.start < b for a, b in statement.spans):
                if statement.spans[0][0] > start:
                    break
                continue
            if mention.kind == "demonym" or mention.entity_id in ids:
                continue
            between = self.text[start : mention.start]
            if any(mark in between for mark in '.;:!?«"'):
                break
            medium = self.doc._.entities[mention.entity_id].type == "ORG" and is_medium(mention.entity_id)
            if medium and _THROUGH.search(between):
                statement.via = statement.via or (mention.start, mention.end)
                statement.via_ids = [*dict.fromkeys([*statement.via_ids, mention.entity_id])]
            elif (
                not statement.addressee_ids
                and mention.type in ("PERSON", "ORG", "COUNTRY")
                and _TO.search(between)
                and not medium
                and not self._of_function(statement, mention)
            ):
                if mention.kind != "metonym":
                    statement.addressee = (mention.start, mention.end)
                    statement.addressee_ids = [mention.entity_id]

    def _of_function(self, statement: Statement, mention: Mention) -> bool:
        """Whether an organisation is where the source works, and not spoken to: `a dit X, conseiller à l'Otan`."""
        if mention.type != "ORG":
            return False
        if statement.speaker is not None and statement.speaker[0] <= mention.start < statement.speaker[1]:
            return True
        before = _BEFORE_TO.search(self.text[max(0, mention.start - _REACH) : mention.start])
        if before is None or before[3].lower() not in _TO_WHOM:
            return False
        return any(singular(fold(word)) in function_forms() for word in before.groups()[:2] if word)

    def _unnamed(self, start: int, end: int) -> tuple[SpeakerKind, list[str]]:
        """The kind of a source that is nobody named, and for whom it speaks."""
        organisation = next((o for a, b, o in self.services if start <= a and b <= end and a - start < 12), None)
        if organisation is not None and organisation in self.doc._.entities:
            return "anonymous", [organisation]  # an official nobody names speaks for the organisation
        words = [(m.start() + start, m.end() + start, fold(m.group())) for m in _WORD.finditer(self.text[start:end])]
        noun = next(((s, e, c) for s, e, w in words[:6] if (c := _source_class(w)) is not None), None)
        if any(start <= a < start + _OPENING and b <= end for a, b in self.left):
            return "anonymous", []
        if noun is None:
            function = next((b for a, b in self.functions if start <= a < start + 12 and b <= end), None)
            if function is not None:
                return "anonymous", self._complement(function, end, {"ORG"})
            return ("unknown" if len(words) == 1 else "anonymous"), []
        _, behind, kind = noun
        definite = fold(words[0][2]) in _DEFINITE
        if kind == "document":
            said_by = self.entities(behind, end)  # `les propos du ministre`
            ids = self._complement(behind, end, {"ORG"}) or said_by
            return "document", ids or (self._last(self.issued, start) if definite else [])
        if kind == "medium":
            return "document", self._apposed(behind, end)
        if kind == "official":
            return "anonymous", self._complement(behind, end, {"ORG"})
        if kind == "organ":
            served = self._complement(behind, end, {"ORG", "COUNTRY"}) or self._adjective(behind, end)
            if not served and definite and behind >= end - 1:
                served = self._last(self.served.get(fold(self.text[_:behind]), []), start)
            if served:
                kind_of_one = _KIND[self.doc._.entities[served[0]].type]
                return "group" if len(served) > 1 else kind_of_one, served
        return "anonymous", []

    def _complement(self, place: int, end: int, types: set[str]) -> list[str]:
        """The entity behind `de`, adjectives between let through: `un responsable militaire de l'Otan`."""
        i = bisect_left(self.starts, place)
        while i < len(self.mentions) and self.mentions[i].start < end:
            mention = self.mentions[i]
            if mention.type in types and mention.kind != "demonym":
                between = self.text[place : mention.start]
                of = list(_OF.finditer(between))
                if of and of[-1].end() == len(between) and len(between) < 60 and "," not in between:
                    return [mention.entity_id]
                return []
            i += 1
        return []

    def _apposed(self, place: int, end: int) -> list[str]:
        """The paper or agency whose name ends the phrase: `l'agence de presse officielle KCNA`."""
        i = bisect_left(self.starts, place)
        while i < len(self.mentions) and self.mentions[i].start < end:
            mention = self.mentions[i]
            if mention.type == "ORG" and not _GOVERNED.search(self.text[place : mention.start]):
                return [mention.entity_id]
            i += 1
        return []

    def _offices(self, start: int, end: int) -> list[str]:
        """The holders of one office in several states: `les chefs de la défense des États-Unis et du Japon`.

        The persons, where they are named behind, else the states for which they speak.
        """
        opening = _PLURAL.match(self.text, start, end)
        if opening is None or not any(a <= opening.end() < b for a, b in self.functions):
            return []
        members: dict[str, dict[str, None]] = {"PERSON": {}, "COUNTRY": {}}
        last = start
        for i in range(bisect_left(self.starts, start), len(self.mentions)):
            mention = self.mentions[i]
            if mention.start >= end:
                break
            if mention.type not in members:
                continue
            if members[mention.type] and not _LISTED.fullmatch(self.text[last : mention.start]):
                if mention.type == "COUNTRY":
                    break
            members[mention.type].setdefault(mention.entity_id)
            last = mention.end
        for ids in members.values():
            if len(ids) > 1:
                return list(ids)
        return []

    def _adjective(self, place: int, end: int) -> list[str]:
        """The states of the demonyms right behind the noun: `l'armée turque`, `les armées turque et russe`."""
        found: list[str] = []
        for i in range(bisect_left(self.starts, place), len(self.mentions)):
            mention = self.mentions[i]
            between = self.text[place : mention.start]
            if mention.start >= end or mention.kind != "demonym":
                break
            if len(between.split()) > 1 or (found and between.strip() not in ("et", ",")):
                break
            found.append(mention.entity_id)
            place = mention.end
        return found

    def inside(self, statement: Statement) -> list[str]:
        """The entities that the content speaks of, in order."""
        found: dict[str, None] = {}
        for start, end in statement.spans:
            for i in range(bisect_left(self.starts, start), len(self.mentions)):
                mention = self.mentions[i]
                if mention.start >= end:
                    break
                if mention.end <= end:
                    found.setdefault(mention.entity_id)
        return list(found)


@Language.factory(
    "extractor_speakers",
    default_config={"knowledge": None},
    requires=[
        *("doc._.mentions", "doc._.entities", "doc._.extractor_functions", "doc._.extractor_roles"),
        *("doc._.extractor_antecedents", "doc._.extractor_plural_pronouns"),
    ],
    assigns=["doc._.statements"],
)
def create_speakers(nlp: Language, name: str, knowledge: str | None) -> Stage:
    """The component `extractor_speakers`."""
    set_extensions()
    return with_own_tables(Speakers, knowledge)
