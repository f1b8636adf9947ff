"""What names and plain nouns leave in mind, and the nouns that take up an organisation or a state."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from spacy.tokens import Token

from extractor.analysis.folding import fold
from extractor.annotations import Entity, Mention, Statement
from extractor.coreference.antecedents import Anaphor, decide, rank_candidates
from extractor.coreference.bodies import body_phrase, document_nouns, fits, media_nouns, organ_nouns, source_class
from extractor.coreference.discourse import Gender, Number, Rank, Trace, head_of, rank_of
from extractor.coreference.features import Features
from extractor.coreference.heads import is_countryman
from extractor.coreference.nominals import Phrase
from extractor.coreference.walk import Walk, gender_of, number_of
from extractor.knowledge.word_lists import WordList

_MASCULINE_IN_E = frozenset({"MX", "KH", "MZ", "ZW", "BZ", "SR"})
_TOPIC_BEFORE = re.compile(
    r"\bquant (?:à|aux?)[ \u00a0](?:(?:M\.|Mme|l['’]|la|le)[ \u00a0]*)?(?:[\w-]+[ \u00a0])?$", re.IGNORECASE
)
_TOPIC_BEHIND = re.compile(r",[ \u00a0](?:quant à )?(?:lui|elle|eux|elles)(?:[ \u00a0]aussi)?,")
_PRESENTED = re.compile(
    r"\b(?:il s['’]agi(?:t|ssait)[ \u00a0](?:de[ \u00a0]|d['’]|du[ \u00a0])[^,.;:«»\"]*"
    r"|(?:c['’]est|c['’]était|est|était)[ \u00a0](?:(?:aussi|également)[ \u00a0])?(?:l['’]|(?:l[ea]|une?)[ \u00a0])"
    r"(?:avis|analyse|constat|conviction|sentiment|souhait|opinion|message|promesse|position|crainte|idée|vœu|"
    r"explication|réponse|thèse|argument|ambition)[ \u00a0](?:de[ \u00a0](?:l['’]|la[ \u00a0])?|d['’]|du[ \u00a0])"
    r"(?:(?!et[ \u00a0])[\w'’-]+,?[ \u00a0]){0,7}"
    r"|(?:par la voix|à l['’]image)[ \u00a0](?:de[ \u00a0]|d['’]|du[ \u00a0])"
    r"(?:(?!(?:de|et)[ \u00a0])[\w-]+[ \u00a0]){0,3}"
    r"|(?:a|ont|avait|avaient)[ \u00a0](?:aussi[ \u00a0])?fait[ \u00a0](?:réagir|bondir|sortir)[ \u00a0]"
    r"[^.;:«»\"]{0,60}"
    r"|c['’](?:est|était)[ \u00a0](?:(?:[\w-]+[ \u00a0])?au tour (?:de[ \u00a0]|d['’]|du[ \u00a0]))?"
    r"(?:(?!d[eu][ \u00a0]|des[ \u00a0])[\w-]+[ \u00a0]){0,4})$",
    re.IGNORECASE,
)
"""What leads up to a name that is the news: `Il s'agit du député X`, `c'est au tour de X`, `par la voix de X`,
`c'est l'avis du député X`."""
_AND = re.compile(r"[ \u00a0]et[ \u00a0](?:[\w-]+[ \u00a0]){0,3}[A-ZÉ]")
_THE = re.compile(r"\b(?:l['’]|l[ea][ \u00a0])$", re.IGNORECASE)
_TIMES = WordList("times_as_topics", fold)
"""Nouns that tell when: no pronoun takes them up."""
_POINTING = WordList("demonstratives_in_singular")
_BEHIND_TITLE = 30
"""How many code points a name may stand behind its title."""
_IN_MIND = 3
"""How many sentences back somebody is whom a nationality or an unknown noun takes up."""
INDEFINITE = re.compile(
    r"\b(?:l['’](?P<one>une?)[ \u00a0]d(?:e|es|['’]entre)\b|(?P<other>une?)[ \u00a0]autre(?=,?[ \u00a0]))",
    re.IGNORECASE,
)
"""Somebody unnamed of several: `l'un d'entre eux`, `un autre`."""


class Naming:
    """The names, nouns and unnamed persons of one walk."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        self.doc, self.text, self.layout = walk.doc, walk.text, walk.layout
        self.discourse, self.entities, self.sources = walk.discourse, walk.entities, walk.sources
        self._phrase_starts = [phrase.start for phrase in walk.phrases]

    def name(self, mention: Mention) -> None:
        """Keep in mind whom the text names, and how prominently."""
        entity = self.entities.get(mention.entity_id)
        if entity is None:
            return
        first, last = self.layout.token(mention.start), self.layout.token(max(mention.start, mention.end - 1))
        token = head_of(self.doc, first, last + 1)
        if mention.kind == "demonym" and token.pos_ == "ADJ":
            return
        if is_countryman(self.text, mention):
            self._one_of_a_people(mention, entity, token)
            return
        rank = self._rank(mention, entity, first, last)
        if entity.type == "PERSON":
            self.walk.title = None
        gender = self._gender_of_name(mention, entity) if mention.type != "PERSON" else None
        trace = self.walk.trace(mention.start, token, kind="entity", entity=entity, gender=gender, rank=rank)
        if mention.kind == "metonym":
            trace.gender, trace.number = "m", "s"  # `Washington maintient qu'il …`
        elif mention.kind == "demonym":
            trace.gender, trace.number = gender_of(token), "p" if self.text[mention.end - 1] in "sx" else "s"

    def _one_of_a_people(self, mention: Mention, state: Entity, token: Token) -> None:
        """`L'Allemand`: somebody in mind, or somebody whom nobody names."""
        rank = rank_of(token)
        meant = self._countryman(mention, state, token, rank)
        if meant is None:
            self.walk.trace(mention.start, token, kind="person", gender=gender_of(token), rank=rank)
            return
        article = _THE.search(self.text, max(0, mention.start - 4), mention.start)
        start = article.start() if article else mention.start
        self.walk.found.append(Mention(start, mention.end, "PERSON", "nominal", meant.id, "nationality", 0.8))
        self.walk.trace(mention.start, token, kind="entity", entity=meant, rank=rank)

    def _rank(self, mention: Mention, entity: Entity, first: int, last: int) -> Rank:
        """How prominent the name is: by its syntax, as a topic, by its title, before a verb, as an agent."""
        rank = rank_of(head_of(self.doc, first, last + 1))
        person = entity.type == "PERSON"
        if self._is_topic(mention) or (person and self._opens_or_presents(mention, first)):
            rank = Rank.SUBJECT
        title = self.walk.title
        if title is not None and title[0] == entity.id and mention.start - title[1] < _BEHIND_TITLE:
            rank = max(rank, title[2])
        if rank < Rank.SUBORDINATE_SUBJECT and mention.kind != "demonym" and self._before_verb(first, last):
            # Behind a comma the main clause begins: `Lorsque X a demandé si P, Y a évoqué`.
            opens = first == 0 or self.doc[first - 1].is_sent_start or self.doc[first - 1].text in {",", ";"}
            rank = Rank.SUBJECT if opens else Rank.SUBORDINATE_SUBJECT
        if rank < Rank.SUBORDINATE_SUBJECT and person and self._is_agent(first):
            rank = Rank.SUBORDINATE_SUBJECT
        return rank

    def _countryman(self, mention: Mention, state: Entity, token: Token, rank: Rank) -> Entity | None:
        """The only person in mind from that state, for `l'Allemand` as a subject or source that goes on to no name."""
        if rank < Rank.SUBORDINATE_SUBJECT and self.sources.headed_at(mention.start) is None:
            return None
        i = bisect_left(self.walk.name_starts, mention.end)
        follows = self.walk.named[i] if i < len(self.walk.named) else None
        if not _THE.search(self.text, max(0, mention.start - 4), mention.start) or (
            follows is not None and follows.type == "PERSON" and follows.start - mention.end < 40
        ):
            return None
        clock, gender = self.layout.clock(mention.start), gender_of(token)
        found = [self.entities[i] for i in self.walk.in_mind(clock, reach=_IN_MIND) if self._is_of(i, state.iso)]
        found = [person for person in found if gender is None or person.gender in (None, gender)]
        return found[0] if len(found) == 1 else None

    def _is_of(self, person: str, iso: str | None) -> bool:
        """Whether the person is known to be of the state, or to serve it."""
        states = {self.entities[person].country, *(r.state for r in self.walk.roles.get(person, ()))}
        return iso in states | {r.nationality for r in self.walk.roles.get(person, ())}

    def _is_agent(self, first: int) -> bool:
        """Whether the name, or its title, stands behind a participle and `par`: `une idée défendue par le député X`."""
        before = first - 1
        while before > max(0, first - 10) and (
            self.doc[before].pos_ in ("DET", "NOUN", "ADJ", "PROPN")
            or self.doc[before].lower_ in ("de", "du", "d'", "d’")
        ):
            before -= 1
        if self.doc[before].lower_ != "par":
            return False
        before -= 1
        while before > max(1, first - 12) and (
            self.doc[before].pos_ == "DET" or fold(self.doc[before].text) in _TIMES | {"-", "week", "end"}
        ):
            before -= 1
        if before < 2:
            return False
        participle, noun = self.doc[before], self.doc[before - 1]
        return "Part" in participle.morph.get("VerbForm", []) and noun.pos_ in ("NOUN", "ADJ") and noun.text.islower()

    def _is_topic(self, mention: Mention) -> bool:
        """Whether the name is set off as what the sentence is about: `Quant à X, il …`, `X, lui, …`."""
        before = self.text[max(0, mention.start - 30) : mention.start]
        return bool(_TOPIC_BEFORE.search(before) or _TOPIC_BEHIND.match(self.text, mention.end))

    def _opens_or_presents(self, mention: Mention, first: int) -> bool:
        """Whether a name opens its sentence, or is presented by it: `Il s'agit du député X`, `c'est X qui`."""
        if self.doc[first].is_sent_start and self.layout.quotation(mention.start) is None:
            return True
        if _AND.match(self.text, mention.end):
            return False
        return _PRESENTED.search(self.text, max(0, mention.start - 60), mention.start) is not None

    def _before_verb(self, first: int, last: int) -> bool:
        """Whether a finite verb follows the name and no preposition precedes it: then it is a subject."""
        if first > 0 and self.doc[first - 1].pos_ == "ADP":
            return False
        following = self.doc[last + 1 : last + 4]
        verb = next((t for t in following if t.pos_ not in ("PRON", "ADV", "PART")), None)
        return verb is not None and verb.pos_ in ("VERB", "AUX") and verb.morph.get("VerbForm", []) == ["Fin"]

    def _gender_of_name(self, mention: Mention, entity: Entity) -> Gender | None:
        """The gender of a state or organisation: by its article here, else as its name ends."""
        before = fold(self.text[max(0, mention.start - 4) : mention.start])
        if before.endswith((" la ", " la", "une ")) or before in ("la ", "une "):
            return "f"
        if before.endswith((" le ", " du ", " au ", " un ")) or before in ("le ", "du ", "au "):
            return "m"
        if entity.number == "p":
            return "m"
        if entity.type == "COUNTRY":
            return "f" if entity.name.endswith("e") and entity.iso not in _MASCULINE_IN_E else "m"
        return None

    def noun(self, token: Token) -> None:
        """A noun that names nobody; as the source of a statement it may take up an organisation or a state."""
        statement = self.sources.headed_at(token.idx)
        number = number_of(token)
        if statement is not None and self.take_up_body(token, number):
            return
        if statement is not None and number == "s" and self._pointed_at(token, statement):
            return
        word = fold(token.text)
        if word in _TIMES:
            return
        speaks = (statement is not None and word not in document_nouns()) or _singular(word) in organ_nouns()
        speaks = speaks and word not in media_nouns()
        self.walk.trace(token.idx, token, kind="body" if speaks else "thing", gender=gender_of(token), number=number)

    def _pointed_at(self, token: Token, statement: Statement) -> bool:
        """Whether `ce faucon républicain`, with whatever noun, is who was last spoken of; then it is noted.

        Only where a verb of speech says that it is somebody, and no noun of a text or a body says otherwise.
        """
        before = fold(self.doc[token.i - 1].text) if token.i else ""
        if before not in _POINTING or not statement.rule.startswith("incise") or source_class(fold(token.text)):
            return False
        clock, gender = self.layout.clock(token.idx), gender_of(token)
        for trace in self.discourse.back(clock, reach=_IN_MIND):
            if trace.kind not in ("entity", "person") or trace.rank < Rank.SUBORDINATE_SUBJECT:
                continue
            if trace.quotation is not None:
                continue  # whom the words are about does not say them
            if trace.type != "PERSON" or trace.gender != gender:
                return False
            entity = self.entities[trace.entity_id or ""]
            start = self.doc[token.i - 1].idx
            end = token.idx + len(token.text)
            self.walk.found.append(Mention(start, end, "PERSON", "nominal", entity.id, "continuity", 0.8))
            self.walk.trace(start, token, kind="entity", entity=entity, source=True)
            return True
        return False

    def indefinite(self, match: re.Match[str]) -> None:
        """`L'un d'entre eux`: somebody unnamed, where no noun follows that says it is a thing."""
        place = match.start("one") if match.group("one") else match.start("other")
        token = self.doc[self.layout.token(place)]
        behind = self.layout.token(match.end() - 1) + 1
        if match.group("other") and behind < len(self.doc) and self.doc[behind].pos_ in ("NOUN", "PROPN", "ADJ"):
            return
        if match.group("one") and not self._is_of_persons(behind):
            return
        before = self.walk.named_in(max(0, match.start() - 40), match.start())
        if before and self.text[before[-1].end : match.start()].strip() == ",":
            return  # an apposition: `X, l'un des lieutenants de Y`
        gender: Gender = "f" if self.text[place : place + 3].lower() == "une" else "m"
        self.walk.trace(match.start(), token, kind="person", gender=gender, rank=max(rank_of(token), Rank.OTHER))

    def _is_of_persons(self, place: int) -> bool:
        """Whether a noun for persons follows `l'un des`, or none at all: `l'un de ses avocats`, `l'un d'entre eux`."""
        for token in self.doc[place : place + 4]:
            if token.pos_ == "NOUN":
                noun = _singular(fold(token.text))
                return any(p.start <= token.idx < p.end for p in self._phrases_at(token.idx)) or source_class(noun) in (
                    "people",
                    "official",
                )
            if token.pos_ in ("PRON", "PROPN"):
                return True
        return False

    def _phrases_at(self, offset: int) -> list[Phrase]:
        i = bisect_right(self._phrase_starts, offset)
        return self.walk.phrases[max(0, i - 2) : i]

    def take_up_body(self, token: Token, number: Number) -> bool:
        """Whether the noun, the source of a statement, takes up an organisation or a state; then it is noted."""
        phrase = body_phrase(self.doc, token)
        if phrase is not None:
            start, end, noun = phrase
            clock = self.layout.clock(token.idx)

            states = self.walk.states_in(start, end)

            def weigh(trace: Trace) -> Features | None:
                if trace.entity_id is None or not fits(noun, self.entities[trace.entity_id], states=states):
                    return None
                return {"modifier_for_body": 1.0} if trace.rank == Rank.MODIFIER and not trace.source else {}

            choice = decide(
                rank_candidates(self.discourse.back(clock), clock, weigh=weigh, quotation=None, spoken=True), least=-3.0
            )
            self.walk.anaphors.append(Anaphor(start, end, "body", choice))
            best = choice.chosen
            if best is not None and best.trace.entity_id is not None:
                entity = self.entities[best.trace.entity_id]
                self.walk.found.append(Mention(start, end, entity.type, "nominal", entity.id, "body", 0.8))
                self.walk.trace(start, token, kind="entity", entity=entity, gender=gender_of(token), source=True)
                self.discourse.traces[-1].gender = gender_of(token)
                self.discourse.traces[-1].number = number
                return True
        return False


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 4 and word.endswith("s") else word
