"""Tables made up for the pages: articles with markup in every text from outside, and any number of others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa

from extractor.tables.read import Extraction
from extractor.tables.schemas import TABLES

ATTACK = "</script><script>document.title = 'volé'</script><img src=x onerror=\"document.title = 'volé'\">"

VISIT = f"""Visite à Tokyo

Nikos Dendias, ministre grec de la Défense, est arrivé à Tokyo. Le ministre a vu les frégates.

« Cet accord nous engage {ATTACK} », a-t-il déclaré. Il a promis de revenir au Japon."""

ANSWER = """« La Grèce est une amie », a répondu le gouvernement japonais.

Selon une source, « la Grèce livrera des missiles »."""

Rows = dict[str, list[dict[str, Any]]]


def reading(rows: Rows) -> Extraction:
    """Tables of these rows, in which what is not given is null."""
    return Extraction(
        {
            name: pa.Table.from_pylist(
                [{column: row.get(column) for column in schema.names} for row in rows.get(name, [])], schema=schema
            )
            for name, schema in TABLES.items()
        }
    )


def place(text: str, surface: str, nth: int = 0) -> dict[str, int]:
    start = -1
    for _ in range(nth + 1):
        start = text.index(surface, start + 1)
    return {"start": start, "end": start + len(surface)}


def document(doc_id: str, text: str, **known: Any) -> dict[str, Any]:
    return {"doc_id": doc_id, "source": f"{doc_id}.txt", "text": text, "text_sha256": "", "model": "none", **known}


def entity(doc_id: str, entity_id: str, name: str, type: str, **known: Any) -> dict[str, Any]:
    return {"doc_id": doc_id, "entity_id": entity_id, "name": name, "type": type, "n_mentions": 1, **known}


def mention(
    text: str, number: int, where: dict[str, int], entity_id: str, type: str, kind: str, doc_id: str
) -> dict[str, Any]:
    surface = text[where["start"] : where["end"]]
    return {
        "doc_id": doc_id,
        "mention_id": number,
        "entity_id": entity_id,
        "type": type,
        **where,
        "text": surface,
        "kind": kind,
        "method": "hand",
        "score": 0.9,
    }


def statement(text: str, number: int, span: dict[str, int], doc_id: str, **known: Any) -> dict[str, Any]:
    row = {
        "doc_id": doc_id,
        "statement_id": number,
        "type": "direct",
        "text": text[span["start"] : span["end"]],
        "spans": [span],
        "quoted_spans": [span],
        "speech_act": "assert",
        "polarity": "positive",
        "speaker_kind": "person",
        "speaker_ids": [],
        "addressee_ids": [],
        "via_ids": [],
        "about_ids": [],
        "rule": "incise",
        "score": 0.91,
    }
    for role in ("speaker", "cue"):
        where = known.pop(role, None)
        if where is not None:
            known |= {
                f"{role}_text": text[where["start"] : where["end"]],
                f"{role}_start": where["start"],
                f"{role}_end": where["end"],
            }
    return {**row, **known}


def two_articles() -> Rows:
    minister, greece, japan = "person:nikos-dendias", "country:GR", "country:JP"
    promise = place(VISIT, "revenir au Japon")
    rows: Rows = {
        "documents": [
            document(
                "visite/1 é",
                VISIT,
                title=f"Visite à Tokyo {ATTACK}",
                outlet=f"Le <b>Journal</b> {ATTACK}",
                url="javascript:alert(1)",
                author=ATTACK,
                published_at=datetime(2024, 5, 31, tzinfo=UTC),
            ),
            document(
                "reponse",
                ANSWER,
                title="La réponse",
                outlet="L’Agence",
                url="https://example.org/reponse",
                published_at=datetime(2024, 6, 3, tzinfo=UTC),
            ),
            document("copie", ANSWER, title="La même réponse", duplicate_of="reponse"),
        ],
        "entities": [
            entity(
                "visite/1 é",
                minister,
                "Nikos Dendias",
                "PERSON",
                country="GR",
                role="ministre de la Défense",
                aliases=[ATTACK],
            ),
            entity("visite/1 é", japan, "Japon", "COUNTRY", iso="JP"),
            entity("visite/1 é", "org:piege", f"Piège {ATTACK}", "ORG"),
            entity("reponse", greece, "Grèce", "COUNTRY", iso="GR"),
            entity("reponse", japan, "Japon", "COUNTRY", iso="JP"),
        ],
        "mentions": [
            mention(VISIT, 0, place(VISIT, "Nikos Dendias"), minister, "PERSON", "name", "visite/1 é"),
            mention(VISIT, 1, place(VISIT, "Le ministre"), minister, "PERSON", "nominal", "visite/1 é"),
            mention(VISIT, 2, place(VISIT, "-il"), minister, "PERSON", "pronoun", "visite/1 é"),
            mention(VISIT, 3, place(VISIT, "Il"), minister, "PERSON", "pronoun", "visite/1 é"),
            mention(VISIT, 4, place(VISIT, "Japon"), japan, "COUNTRY", "name", "visite/1 é"),
            mention(VISIT, 5, place(VISIT, "<img"), "org:piege", "ORG", "name", "visite/1 é"),
            mention(ANSWER, 0, place(ANSWER, "Grèce"), greece, "COUNTRY", "name", "reponse"),
            mention(ANSWER, 1, place(ANSWER, "japonais"), japan, "COUNTRY", "demonym", "reponse"),
            mention(ANSWER, 2, place(ANSWER, "Grèce", 1), greece, "COUNTRY", "name", "reponse"),
        ],
        "statements": [
            statement(
                VISIT,
                0,
                place(VISIT, f"Cet accord nous engage {ATTACK}"),
                "visite/1 é",
                speaker=place(VISIT, "-il"),
                cue=place(VISIT, "a-t-il déclaré"),
                cue_lemma="déclarer",
                speaker_ids=[minister],
                speaker_country="GR",
                about_ids=["org:piege"],
            ),
            statement(
                VISIT,
                1,
                promise,
                "visite/1 é",
                type="indirect",
                speaker=place(VISIT, "Il"),
                cue=place(VISIT, "a promis"),
                cue_lemma="promettre",
                speech_act="promise",
                speaker_ids=[minister],
                speaker_country="GR",
                about_ids=[japan],
                rule="infinitive",
            ),
            statement(
                ANSWER,
                0,
                place(ANSWER, "La Grèce est une amie"),
                "reponse",
                cue=place(ANSWER, "a répondu"),
                speaker=place(ANSWER, "le gouvernement japonais"),
                cue_lemma="répondre",
                speech_act="answer",
                speaker_kind="country",
                speaker_ids=[japan],
                speaker_country="JP",
                about_ids=[greece],
            ),
            statement(
                ANSWER,
                1,
                place(ANSWER, "la Grèce livrera des missiles"),
                "reponse",
                speaker=place(ANSWER, "une source"),
                speaker_kind="anonymous",
                about_ids=[greece],
                rule="selon",
            ),
        ],
    }
    return rows


def many_articles(count: int, *, statements: int = 8, mentions: int = 40) -> Rows:
    """Articles of about 400 words, each with people of its own and some that all have."""
    sentence = (
        "Le pays 7 a répété que la position 3 restait la même et que rien ne changerait avant la fin de cette année. "
    )
    text = "\n\n".join(sentence * 4 for _ in range(5))
    width = len(sentence)
    rows: Rows = {name: [] for name in TABLES}
    first = datetime(2022, 1, 1, tzinfo=UTC)
    for number in range(count):
        doc_id = f"article-{number}"
        known = [f"country:{number % 40}", f"org:{number % 150}", f"person:{number % 400}", f"person:seul-{number}"]
        known += [f"country:{one}" for one in range(12)]
        known = list(dict.fromkeys(known))
        rows["documents"].append(
            document(
                doc_id,
                text,
                title=f"Article {number}",
                outlet=f"Journal {number % 9}",
                published_at=first + timedelta(days=number % 700),
            )
        )
        types = {"country": "COUNTRY", "org": "ORG", "person": "PERSON"}
        for entity_id in known:
            rows["entities"].append(
                entity(doc_id, entity_id, entity_id.replace(":", " "), types[entity_id.split(":")[0]])
            )
        for one in range(mentions):
            entity_id = known[one % len(known)]
            start = one * len(text) // mentions
            kind = "pronoun" if one >= len(known) and one % 3 == 0 else "name"
            rows["mentions"].append(
                mention(
                    text,
                    one,
                    {"start": start, "end": start + 8},
                    entity_id,
                    types[entity_id.split(":")[0]],
                    kind,
                    doc_id,
                )
            )
        for one in range(statements):
            start = one * 2 * width
            rows["statements"].append(
                statement(
                    text,
                    one,
                    {"start": start + 22, "end": start + width - 2},
                    doc_id,
                    cue={"start": start + 10, "end": start + 18},
                    speaker={"start": start, "end": start + 9},
                    cue_lemma="répéter",
                    speaker_ids=[known[(number + one) % 4]],
                    speaker_country="FR",
                    about_ids=[known[(number + one + 1) % len(known)]],
                )
            )
    return rows
