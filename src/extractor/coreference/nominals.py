"""Descriptions of persons (`le secrétaire américain à la Défense`, `l'ancien général`) and the roles of those named.

The phrases are those that `extractor.entities.functions` reads. One that belongs to a name beside it (`le ministre
Jean-Yves Le Drian`) is no description of its own. For the others, `suits` says how well a person of the article fits:
the same office under another name, the same state and field, or a hypernym (`l'expert` for a researcher).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from extractor.analysis.folding import fold
from extractor.annotations import NAMED_KINDS, Entity, Mention
from extractor.coreference.bodies import body_nouns
from extractor.coreference.office_holders import known_roles
from extractor.entities.functions import FunctionPhrase
from extractor.entities.roles import Role, function_phrases, read_roles, role_of_phrase
from extractor.knowledge import rows, split
from extractor.knowledge.own import kept
from extractor.knowledge.word_lists import WordList
from extractor.text.reading import text_of

_OF_MAN = re.compile(r"\b(?:droits?|dignité|libertés?|Déclaration)[ \u00a0]de[ \u00a0]$", re.IGNORECASE)
"""What makes `l'homme` mankind: `les droits de l'homme`."""
_CONTRACTED = re.compile(r"(?:du|des|aux?)[ \u00a0]+", re.IGNORECASE)
_BETWEEN = re.compile(
    r"[\s,(\-–—:]*(?:M\.|MM\.|Mme|Mr|Mes?|Dr|Pr|Mgr|le|la|l['’]|général|colonel|amiral|maréchal)?[\s]*", re.IGNORECASE
)

COARSE = frozenset(
    "leader director elected spokesperson diplomat adviser general admiral officer soldier police opposition expert "
    "journalist business sport relation kin person secretary-general party-leader prince".split()
)
"""Groups of functions that many persons of one article may share: equal groups alone prove nothing."""


@dataclass(slots=True)
class Phrase:
    """A description of somebody; `start:end` as the tables give it, without a contracted article (`du`, `au`)."""

    start: int
    end: int
    role: Role
    determiner: str
    """`definite`, `demonstrative`, `possessive`, `indefinite` or nothing."""
    bound: str | None = None
    """Id of the person named beside it, whose title it is."""
    qualifiers: frozenset[str] = frozenset()
    """Stems of its adjectives other than of states: `travailliste` in `le leader travailliste`."""
    asserted: bool = False
    """Whether it is a predicate, or has a complement that was not read."""
    unread: bool = False
    """Whether a complement follows that was not read."""
    predicate: bool = False
    """Whether it is said of somebody: `a été nommé ministre`."""
    possessed: bool = False
    """Whether its complement is another person: `le conseiller du président`."""
    of: str | None = None
    """Id of the person named as its complement: `la nièce de X`."""

    @property
    def definite(self) -> bool:
        return self.determiner in ("definite", "demonstrative", "possessive")


def find_phrases(doc: Doc) -> list[Phrase]:
    """The descriptions of the article by place, an inner one (`porte-parole du président`) included."""
    names = _Names(doc)
    found = [one for phrase in function_phrases(doc) if (one := names.describe(phrase)) is not None]
    _give_to_one(names.text, found, doc._.entities, names.persons, names.ends)
    for one, following in zip(reversed(found[:-1]), reversed(found[1:]), strict=True):
        between = names.text[one.end : following.start]
        if one.bound is None and following.bound and len(between) < 5 and between.strip() == ",":
            one.bound = following.bound  # `leur commandant, le colonel X`
    return found


class _Names:
    """The names of an article by place, as its descriptions ask for them."""

    def __init__(self, doc: Doc) -> None:
        self.doc, self.text = doc, text_of(doc)
        self.held = {(r.start, r.end): entity_id for entity_id, roles in read_roles(doc).items() for r in roles}
        names = [m for m in doc._.mentions if m.kind in NAMED_KINDS]
        self.persons = sorted((m for m in names if m.type == "PERSON"), key=lambda m: m.start)
        self.starts = [m.start for m in self.persons]
        self.ends = [m.end for m in self.persons]
        self.blocked = sorted((m.start, m.end) for m in names if m.type not in ("COUNTRY",))
        self.states = {m.start: m for m in names if m.type == "COUNTRY"}
        self.parties = {m.start: m.end for m in names if m.type == "ORG"}

    def describe(self, phrase: FunctionPhrase) -> Phrase | None:
        """What a function phrase describes; None where it lies inside a name or is nobody's."""
        text, role = self.text, role_of_phrase(self.doc, phrase)
        start, stop = phrase.start, phrase.end
        state = _crossed(text, start, stop, self.states)
        if state is not None:
            role = replace(role, state=self.doc._.entities[state.entity_id].iso)
            stop = state.end
        contracted = _CONTRACTED.match(text, start, stop)
        start = contracted.end() if contracted else start
        if _inside(self.blocked, start, stop) or _is_mankind(text, role, start):
            return None
        end = _behind_party(text, stop, self.parties)
        unread = _UNREAD.match(text, end) is not None
        predicate = _is_predicate(text, phrase.start)
        # `le colonel du 68e régiment` is a colonel.
        asserted = predicate or (unread and role.kind != "rank" and role.group != "elected")
        return Phrase(
            start,
            stop,
            role,
            _determiner(text, phrase.start, phrase.determiner),
            bound=self._bound(phrase, start, end, plural=role.number == "p"),
            qualifiers=_qualifiers(text, start, stop, role, self.states),
            asserted=asserted,
            unread=unread,
            predicate=predicate,
            of=_served(text, end, self.persons, self.starts),
        )

    def _bound(self, phrase: FunctionPhrase, start: int, end: int, *, plural: bool) -> str | None:
        """Whose title the phrase is."""
        held = None if plural else self.held.get((phrase.start, phrase.end))
        return held or _name_beside(self.text, start, end, self.persons, self.starts, self.ends, plural=plural)


def _is_mankind(text: str, role: Role, start: int) -> bool:
    return role.lemma == "homme" and _OF_MAN.search(text, max(0, start - 20), start) is not None


def _crossed(text: str, start: int, end: int, states: dict[int, Mention]) -> Mention | None:
    """The state whose name begins with the last word of the phrase: `président de la République tchèque`."""
    word = max(text.rfind(" ", start, end), text.rfind("\u00a0", start, end)) + 1
    state = states.get(word)
    return state if state is not None and state.end > end else None


def _give_to_one(
    text: str, found: list[Phrase], entities: dict[str, Entity], named: list[Mention], ends: list[int]
) -> None:
    """Of two phrases that end together before a name, one alone is its title.

    Right before the name the inner one (`le fils de la reine Elizabeth II`); before a comma the outer one (`le
    conseiller du président, Jake Sullivan`), unless the name is known to hold the office of the inner one or cannot
    be what the outer one says.
    """
    for i, outer in enumerate(found):
        outer.possessed = any(
            outer.start < other.start and other.end <= outer.end and other.role.number == "s"
            for other in found[i + 1 : i + 4]
        )
        inner = next(
            (
                other
                for other in found[i + 1 : i + 4]
                if other.end == outer.end and other.role.number == outer.role.number and other.bound is not None
            ),
            None,
        )
        if inner is None or inner.bound is None or outer.bound != inner.bound:
            continue
        entity = entities[inner.bound]
        apart = text[inner.end : inner.end + 3].lstrip(" \u00a0")[:1] in (",", "(", "-", "–", "—")
        holds = any(same_function(inner.role, role) for role in known_roles(entity))
        if apart and not holds and agree(outer.role, entity):
            inner.bound = None
        else:
            before = bisect_right(ends, outer.start) - 1
            outer.bound = _named_before(text, outer.start, named, before) if outer.role.number == "s" else None


_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_STEM = 6


def _qualifiers(text: str, start: int, end: int, role: Role, states: Collection[int]) -> frozenset[str]:
    """What the phrase says besides noun, complement and state."""
    if role.group not in COARSE:
        return frozenset()
    said = set(_WORD.findall(f"{fold(role.lemma)} {fold(role.feminine)} {role.complement or ''}")) | _PLAIN
    words = ((m.start(), fold(m.group()).removeprefix("ex-")) for m in _WORD.finditer(text, start, end))
    found = frozenset(w[:_STEM] for place, w in words if place not in states and w not in said and len(w) > 3)
    return found - {word[:_STEM] for word in said}


_PLAIN = WordList("plain_qualifiers", fold)
_PREDICATE = re.compile(
    r"(?:\b(?:comme|en tant qu[e']|nommée?|élue?|désignée?|proclamée?|devenue?|devient|deviendra|devenir|redevenir|"
    r"sacrée?|promue?|rôle d[eu]|poste d[eu]|titre d[eu]|statut d[eu]|fonctions? d[eu]|grade d[eu]|candidate? à|"
    r"(?:est|était|fut|sera|serait|reste|soit|(?<![Pp]eut-)être|été))"
    r"(?:\s+(?:aussi|également|toujours|donc|par ailleurs|ainsi|alors))?)\s+$"
)
_CLEFT = re.compile(r"\b(?:c['’](?:est|était|eût été)|ce (?:fut|sera|serait|sont))\s+$", re.IGNORECASE)
_UNREAD = re.compile(
    r"(?:[\s\u00a0]+\([^)\n]{1,40}\))?(?![\s\u00a0]+de[\s\u00a0]+\d+[\s\u00a0]ans\b)[\s\u00a0]+(?:d['’](?!y\b|en\b|[\w-]+(?:er|ir|re|oir)\b)\w|"
    r"de\s+(?![\"«“]|(?:ne|se|le|la|les|lui|leur|y|en|l['’]|s['’])?\s*[\w-]+(?:er|ir|re|oir)\b)|"
    r"du\s|des\s|en charge|chargée?s?\b|[A-ZÉÈÀ][a-zéèêëïîôöûüç]+)"
)


def _is_predicate(text: str, start: int) -> bool:
    """Whether the phrase is said of somebody: `a été nommé ministre`."""
    before = text[max(0, start - 40) : start]
    return bool(_PREDICATE.search(before) and not _CLEFT.search(before))


_PARTY = re.compile(r"[ \u00a0]\(?(?P<party>(?:Les[ \u00a0])?[A-ZÉÈ][\w-]*)\)?")
_OF_PLACE = re.compile(
    r"[ \u00a0](?:de[ \u00a0]la[ \u00a0]|de[ \u00a0]l['’]|du[ \u00a0]|des[ \u00a0]|de[ \u00a0]|d['’])"
    r"[A-ZÉÈÎ][\w-]*(?:['’][A-ZÉÈ][\w-]*)?"
)


def _behind_party(text: str, end: int, parties: dict[int, int]) -> int:
    """The end of the phrase with the party that stands behind it and a place: `le député LREM de la Creuse`."""
    match = _PARTY.match(text, end)
    if match is None:
        return end
    known = parties.get(match.start("party"))
    if known is None and not re.fullmatch(r"[A-ZÉ]{2,6}", match.group("party")):
        return end
    end = max(known or 0, match.end())
    place = _OF_PLACE.match(text, end)
    return place.end() if place else end


_OF_SOMEBODY = re.compile(r"[ \u00a0](?:de[ \u00a0]|d['’])(?:M\.[ \u00a0]|Mme[ \u00a0])?")


def _served(text: str, end: int, named: list[Mention], starts: list[int]) -> str | None:
    """The person named as the complement of the phrase that ends there: `la nièce de X`."""
    i = bisect_left(starts, end)
    if i < len(named) and named[i].start - end < 8 and _OF_SOMEBODY.fullmatch(text, end, named[i].start):
        return named[i].entity_id
    return None


def _inside(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    i = bisect_right(spans, (start, end + 1)) - 1
    return any(s <= start and end <= e for s, e in spans[max(0, i - 2) : i + 1])


def _determiner(text: str, start: int, kind: str | None) -> str:
    if kind == "definite" and re.match(r"(?:ce|cet|cette|ces)\b", text[start : start + 6], re.IGNORECASE):
        return "demonstrative"
    return kind or ""


def _name_beside(
    text: str, start: int, end: int, named: list[Mention], starts: list[int], ends: list[int], *, plural: bool
) -> str | None:
    """Who is named right behind the phrase or, between commas, behind or before it.

    A comma alone proves nothing: in `reçu par le président russe, Emmanuel Macron a …` it ends what stands in front.
    Where the phrase opens the sentence there is nothing to end: `Le ministre, François de Rugy vise …`.
    """
    i = bisect_left(starts, end)
    if i < len(named) and named[i].start - end < 24 and _BETWEEN.fullmatch(text, end, named[i].start):
        apart = text[end : named[i].start].strip(" \u00a0")[:1] in (",", "(", "-", "–", "—")
        opens = _OPENING.search(text, max(0, start - 6), start) is not None
        if not apart or (not plural and (opens or _CLOSED.match(text, named[i].end))):
            return named[i].entity_id
    return None if plural else _named_before(text, start, named, bisect_right(ends, start) - 1)


def _named_before(text: str, start: int, named: list[Mention], i: int) -> str | None:
    """Whom the phrase at `start` is an apposition to: the name `i`, where a comma alone lies between."""
    if i >= 0 and start - named[i].end <= 3 and text[named[i].end : start].strip() in (",", "("):
        return named[i].entity_id
    return None


_OPENING = re.compile(r"(?:^|\n|[.!?][ \u00a0])\s*$")
_CLOSED = re.compile(r"[ \u00a0]*(?:\([^)\n]{1,40}\)[ \u00a0]*)?(?:[,).;:!?»”\"–—\n-]|et\b|$)")


# What a noun can take up.


@kept()
def hypernyms() -> dict[str, frozenset[str]]:
    """By folded noun: the folded lemmas, `#group` and `@class` of the functions that it can take up."""
    return {
        fold(form): frozenset(fold(m) for m in split(row["means"]))
        for row in rows("person_nouns")
        for form in row["noun"].split("|")[:1]
    }


def same_function(phrase: Role, role: Role) -> float:
    """How surely the noun of `phrase` can mean the holder of `role`: 0 not at all, 3 the same office."""
    if phrase.group == "head-of-body" and role.group == "head-of-state" and role.state and not role.ended:
        return 0.0  # who presides over a state presides over no region
    if phrase.group == "head-of-state" and phrase.state is not None and role.group == "head-of-body":
        return 0.0
    return _same_function(
        phrase.lemma, phrase.group, phrase.kind, role.lemma, role.group, role.kind, role.complement is None
    )


@kept(16_384)
def _same_function(
    noun: str, group: str, kind: str, role_noun: str, role_group: str, role_kind: str, role_alone: bool
) -> float:
    same_noun = fold(noun) == fold(role_noun)
    if group == "minister" and role_group.startswith("minister"):
        return 2.9 if same_noun else 2.0  # `le ministre` is the minister before the secretary of state
    if group == role_group and group not in COARSE:
        return 3.0
    if role_group == "minister" and group.startswith("minister:") and role_alone:
        return 1.5
    if ":" in group and ":" in role_group and group != role_group:
        return 0.0  # another field
    if same_noun:
        return 2.5
    if kind != "person" and fold(role_noun).startswith(fold(noun) + " "):
        return 2.0  # `le procureur` of a `procureur de la République`
    means = hypernyms().get(fold(noun), frozenset())
    if means & {fold(role_noun), "#" + role_group, "#" + role_group.partition(":")[0], "@" + role_kind}:
        return 1.5
    return 0.0


def may_be_anybody(phrase: Phrase, entity: Entity, *, speaking: bool = False) -> bool:
    """Whether the phrase is a bare noun for whoever is spoken of: `le jeune homme`, as a source `l'intéressé`."""
    plain = not phrase.qualifiers and not phrase.role.complement and not phrase.role.state
    means = hypernyms().get(fold(phrase.role.lemma), frozenset())
    return plain and ("*" in means or (speaking and "=" in means)) and agree(phrase.role, entity)


def tells_nothing(phrase: Phrase) -> bool:
    """Whether the noun says nothing of a person, be it a minister: `l'intéressé`."""
    return "=" in hypernyms().get(fold(phrase.role.lemma), ())


HEADS = frozenset({"head-of-state", "head-of-government", "supreme-leader", "prince", "regent"})
_PUBLIC = frozenset(
    "elected party-leader leader opposition head-of-body head-of-region secretary-general director diplomat adviser "
    "spokesperson vice-president".split()
)
"""Offices one of which often says nothing against another: the president of a party is a mayor as well."""
_PRESIDING = frozenset({"head-of-body", "party-leader"})
_CIVIL = frozenset({"expert", "journalist", "business", "person", "sport", "opposition"})
_LEADERS = frozenset({"leader", "party-leader", "head-of-body"})
"""Those who lead a body: a name behind `de` is none of a person (`le chanteur de U2`)."""
_LEADING = frozenset({"leader", "director", "head-of-body"})
_GIVEN_BY_SPEECH = frozenset({"office", "leader", "opposition", "expert", "business", "sport", "diplomat", "media"})
"""Kinds of function that news tells of a speaker in passing: `a lancé le sénateur`."""


def may_be_said_of(phrase: Phrase, roles: Iterable[Role], entity: Entity, *, goes_on: bool = False) -> bool:
    """Whether nothing known of a person speaks against the description, although no known role fits it.

    The noun must be one that the table gives to whoever is spoken of (`~`), or tell of the past (`l'ancien banquier`);
    for somebody who `goes_on` speaking it may be any that the table does not keep for those introduced by it (`!`).
    """
    role = phrase.role
    if phrase.of == entity.id:
        return False
    if phrase.of is not None and not role.former:
        return goes_on and agree(role, entity) and role.group not in _LEADERS
    if role.kind in ("relation", "kin"):
        return False
    past = role.former and role.kind not in ("relation", "kin") and role.group != "head-of-state"
    presides = role.group in _PRESIDING or (role.group == "leader" and (role.organisation or role.complement))
    means = hypernyms().get(fold(role.lemma), frozenset())
    given = past or bool(presides) or "~" in means
    given = given or phrase.determiner == "demonstrative"  # which takes up whoever it is
    given = given or (goes_on and role.kind in _GIVEN_BY_SPEECH and role.group not in HEADS and "!" not in means)
    return given and not speaks_against(phrase, roles, entity)


def speaks_against(phrase: Phrase, roles: Iterable[Role], entity: Entity) -> bool:
    """Whether what is known of a person makes it hard to take the description for theirs."""
    return not _is_open(phrase, list(roles), entity)


def _is_open(phrase: Phrase, roles: list[Role], entity: Entity) -> bool:
    role = phrase.role
    if phrase.possessed or not agree(role, entity) or _is_said_of_another(phrase, roles):
        return False
    said = _told_against(role, roles)
    state = role.state or role.nationality
    if state is not None and any(known not in (None, state) for known in (entity.country, *(r.state for r in said))):
        return False
    if role.former and role.kind != "leader":
        return _may_have_been(role, said)
    groups = {r.group for r in said}
    if role.group == "person":
        return not groups & HEADS  # anybody may be accused, wounded or retired
    return groups <= _beside(role.group)


def _is_said_of_another(phrase: Phrase, roles: list[Role]) -> bool:
    """Whether the person has the same function of something else: `suits` has said no."""
    again = phrase.determiner == "demonstrative" or phrase.role.lemma == "candidat"
    return not again and any(same_function(phrase.role, known) for known in roles if known.place != "known")


def _told_against(role: Role, roles: list[Role]) -> list[Role]:
    """The present functions of a person that the description has to agree with."""
    said = [r for r in roles if r.kind not in ("relation", "kin") and not r.former]
    if role.lemma == "candidat":  # before the office that is known
        return [r for r in said if r.place != "known"]
    if role.group in _LEADERS:  # after it
        return [r for r in said if not r.ended]
    if role.complement and not role.former and role.group in _PUBLIC:
        return [r for r in said if not r.ended or r.group in HEADS]
    return said


def _may_have_been(role: Role, said: list[Role]) -> bool:
    """Whether nothing speaks against a description of what somebody was."""
    if role.kind != "office":
        return role.kind != "rank" or not said  # nobody calls a minister `l'ancien général`
    if any(r.group == "head-of-state" and not r.ended for r in said):
        return False  # a president in office is not called a former minister
    return {r.group for r in said if r.place != "known"} <= _PUBLIC | _CIVIL


def _beside(group: str) -> frozenset[str]:
    """The groups of functions that say nothing against one of `group`."""
    if group in _PUBLIC:
        return _PUBLIC | (_CIVIL if group in ("elected", "opposition") else frozenset({"person"}))
    return _CIVIL | _LEADING if group in _CIVIL else frozenset()


def agree(phrase: Role, entity: Entity) -> bool:
    """Whether gender leaves it open that the phrase means the person."""
    return phrase.gender is None or entity.gender is None or phrase.gender == entity.gender


def suits(phrase: Role, roles: Iterable[Role], entity: Entity, *, qualifiers: frozenset[str] = frozenset()) -> float:
    """How well a person fits a description, 0 where not at all; the best of the person's roles counts."""
    if not agree(phrase, entity):
        return 0.0
    roles = list(roles)
    said = " ".join(fold(role.text) for role in roles) if qualifiers else ""
    new = any(stem not in said for stem in qualifiers)
    if new and (phrase.group != "elected" or any(role.qualifiers for role in roles)):
        return 0.0
    if qualifiers and not new and phrase.group in _BY_QUALIFIER:
        # `le leader travailliste` by the word alone
        return 2.0 if any(role.group == phrase.group for role in roles) else 1.5
    states: dict[str, str] = {}
    for role in roles:
        if role.state:
            states.setdefault(role.group, role.state)
    fit = max((_fit(phrase, role, states.get(role.group) or entity.country) for role in roles), default=0.0)
    if new:
        fit = max(0.0, fit - 0.5)  # `l'élue frontiste` of a member of parliament whose party was not said
    return fit or _fit_by_nationality(phrase, roles, entity)


def _fit_by_nationality(phrase: Role, roles: list[Role], entity: Entity) -> float:
    """How well an office of a state fits somebody who was introduced by nationality alone."""
    if phrase.kind != "office" or phrase.group in COARSE or phrase.organisation:
        return 0.0
    compatriot = entity.country is not None and phrase.state == entity.country
    return 2.0 if compatriot and all(role.kind == "relation" for role in roles) else 0.0


def _fit(phrase: Role, role: Role, state_known: str | None) -> float:
    """How well one role fits: its office, then state, body and time."""
    fit = same_function(phrase, role)
    same_body = phrase.organisation is not None and phrase.organisation == role.organisation
    if same_body and phrase.kind in ("leader", "office") and role.kind in ("leader", "office"):
        fit = max(fit, 1.0)  # `le chef de l'Otan` for its secretary general
    same_office = fit >= 3.0
    if not fit or _is_of_another_field(phrase, role):
        return 0.0
    if same_office and not same_body and _presides_elsewhere(phrase, role):
        return 0.0
    by_state = _fit_of_state(phrase, role.state or (None if role.organisation else state_known))
    by_body = 2.0 if same_body else _fit_of_body(phrase, role, same_office=same_office)
    if by_state is None or by_body is None:
        return 0.0
    return max(fit + by_state + by_body + _fit_of_time(phrase, role), 0.0)


def _is_of_another_field(phrase: Role, role: Role) -> bool:
    """Whether the table knows no such field: `la ministre des Sports` is no minister of justice."""
    return phrase.group == "minister" and phrase.complement is not None and ":" in role.group


def _presides_elsewhere(phrase: Role, role: Role) -> bool:
    """`Le président de la région`, for the president of a party."""
    if phrase.group != "head-of-body" or not phrase.complement or not (role.complement or role.organisation):
        return False
    return not _share_words(phrase.complement, role.complement or "")


def _fit_of_state(phrase: Role, state: str | None) -> float | None:
    """What it gives that the person serves `state`; None where the description names another."""
    if not phrase.state:
        return 0.0
    if not state:
        return -1.4 if phrase.kind == "office" else -0.5
    return 2.0 if phrase.state == state else None


def _fit_of_body(phrase: Role, role: Role, *, same_office: bool) -> float | None:
    """What the body gives that the description names, which is not that of the role; None where it cannot be."""
    if phrase.organisation:
        if role.organisation:
            return None
        if _share_words(phrase.complement or "", role.complement or ""):
            return 1.5
        return -2.5 if same_office else -2.0 if phrase.kind == "office" else -1.5
    if not phrase.complement or same_office or phrase.state:
        return 0.0
    if role.organisation is not None and phrase.complement in body_nouns():
        return 0.5  # `le patron de l'avionneur`
    if role.complement is None:
        return -0.5 if role.kind == "rank" or role.group == "elected" else -1.0  # a rank never says of what
    return 1.5 if _share_words(phrase.complement, role.complement) else None


def _fit_of_time(phrase: Role, role: Role) -> float:
    """What it costs that one of them is told of the past alone."""
    if role.former and not phrase.former:
        return -3.0 if phrase.kind == "office" else -0.5
    return -1.5 if phrase.former and not role.former and not role.ended else 0.0


def has_left(phrase: Role, roles: Iterable[Role]) -> bool:
    """Whether all that is known is that the person held the office once, which others may hold now."""
    held = [role for role in roles if same_function(phrase, role) >= 2.0]
    return bool(held) and not phrase.former and all(role.ended for role in held)


_BY_QUALIFIER = frozenset({"leader", "person", "elected"})
_FUNCTION_WORDS = WordList("function_words", fold)


def _share_words(one: str, other: str) -> bool:
    first = {w for w in one.split() if w not in _FUNCTION_WORDS}
    second = {w for w in other.split() if w not in _FUNCTION_WORDS}
    return bool(first) and bool(second) and (first <= second or second <= first)
