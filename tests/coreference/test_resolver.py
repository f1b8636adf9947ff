"""The component: order, kinds, heads of phrases, bodies that speak, and texts of every sort."""

from __future__ import annotations

import pytest

from extractor.coreference.discourse import Layout
from extractor.coreference.heads import Heads
from extractor.coreference.resolver import resolve_span


def heads(doc, surface):
    start = doc.text.index(surface)
    return [doc._.entities[i].name for i in resolve_span(doc, start, start + len(surface))]


@pytest.mark.parametrize(
    ("text", "phrase", "expected"),
    [
        ("Le président Emmanuel Macron a parlé.", "Le président Emmanuel Macron", ["Emmanuel Macron"]),
        ("Le porte-parole d'Emmanuel Macron a parlé.", "Le porte-parole d'Emmanuel Macron", []),
        ("Le gouvernement d'Emmanuel Macron a réagi.", "Le gouvernement d'Emmanuel Macron", []),
        ("Paris, Berlin et Londres ont réagi.", "Paris, Berlin et Londres", ["France", "Allemagne", "Royaume-Uni"]),
        ("La Turquie a réagi.", "La Turquie", ["Turquie"]),
    ],
)
def test_head_of_a_phrase(nlp, text, phrase, expected):
    assert heads(nlp(text), phrase) == expected


def test_pronoun_and_description_resolve(nlp):
    doc = nlp("Vladimir Poutine a menacé Kiev. « Nous répondrons », a dit le président russe. « Vite », a-t-il ajouté.")
    assert heads(doc, "le président russe") == ["Vladimir Poutine"]
    assert heads(doc, "il ajouté"[:2]) == ["Vladimir Poutine"]


def test_mentions_are_sorted_and_stay_inside_the_text(nlp):
    doc = nlp("Emmanuel Macron a parlé. Il a salué l'accord. Le président français repart mardi.")
    places = [(m.start, m.end) for m in doc._.mentions]
    assert places == sorted(places)
    assert all(0 <= start < end <= len(doc.text) for start, end in places)


def test_running_again_changes_nothing(nlp):
    doc = nlp("Emmanuel Macron a parlé. Il a salué l'accord.")
    before = list(doc._.mentions)
    nlp.get_pipe("extractor_coreference")(doc)
    assert doc._.mentions == before


def test_the_organisation_by_its_noun(nlp):
    doc = nlp("Médecins sans frontières a dénoncé l'attaque. « C'est un crime », a déclaré l'organisation mardi.")
    nominal = [m for m in doc._.mentions if m.kind == "nominal"]
    assert [(doc.text[m.start : m.end], doc._.entities[m.entity_id].name) for m in nominal] == [
        ("l'organisation", "Médecins sans frontières")
    ]


def test_a_body_that_does_not_speak_is_left_alone(nlp):
    doc = nlp("Médecins sans frontières a dénoncé l'attaque. Des soldats gardent l'organisation.")
    assert [m for m in doc._.mentions if m.kind == "nominal"] == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n",
        "il",
        "Il.",
        "-t-il",
        "« ",
        "elle elle elle",
        "a-t-il-t-il",
        "Les deux les trois les deux",
        "🙂 Il 🙂",
        "ce dernier",
    ],
)
def test_any_text(nlp, text):
    assert nlp(text).text == text


def test_heads_are_found_for_any_span(nlp):
    doc = nlp("Emmanuel Macron, le président français, et Angela Merkel ont parlé.")
    found = Heads(doc)
    for start in range(len(doc.text)):
        for end in (start + 1, len(doc.text)):
            for head in found.of(start, end):
                assert start <= head.start < head.end <= len(doc.text)


@pytest.mark.parametrize(
    ("text", "phrase", "expected"),
    [
        ("Julien Aubert était à Paris. « Non », a ajouté le député.", "le député", ["Julien Aubert"]),
        (
            "Barbara Pompili est venue. « Oui », a promis l'actuelle ministre.",
            "l'actuelle ministre",
            ["Barbara Pompili"],
        ),
        ("Yannick Jadot a parlé. « Oui », a dit la tête de liste.", "la tête de liste", ["Yannick Jadot"]),
        ("Marie Dupont est arrivée. La jeune femme a parlé.", "La jeune femme", ["Marie Dupont"]),
        ("Benoît Hamon et Ségolène Royal sont venus. L'ancienne ministre a dit non.", "L'ancienne", ["Ségolène Royal"]),
        ("Manon Aubry, députée, a parlé. « Non », a dit l'élue.", "l'élue", ["Manon Aubry"]),
        ("Jean Dupont est étudiant à Lille. Cet étudiant de 20 ans a parlé.", "Cet étudiant", ["Jean Dupont"]),
        (
            "Jean Dupont, député (LR), a parlé. « Non », a lancé l'élu du Val-d'Oise.",
            "l'élu du Val-d'Oise",
            ["Jean Dupont"],
        ),
        (
            "Félix Tshisekedi, président de la République démocratique du Congo, est venu. "
            "Le président de la République démocratique du Congo a parlé.",
            "Le président de la République démocratique du Congo a",
            ["Félix Tshisekedi"],
        ),
        (
            "Le soldat du 5e régiment de hussards de Metz Jean Dupont a été tué. Le soldat avait 20 ans.",
            "Le soldat avait",
            ["Jean Dupont"],
        ),
        (
            "L'acteur a parlé. Marc Durand est venu lundi. L'acteur était en retard.",
            "L'acteur était",
            ["Marc Durand"],
        ),
        (
            "Gérard Larcher a parlé lundi. Le président du Sénat estime que le texte doit changer.",
            "Le président du Sénat",
            ["Gérard Larcher"],
        ),
        (
            "Le porte-parole Jean Dupont a parlé. « Oui », a déclaré le porte-parole à l'AFP.",
            "le porte-parole à",
            ["Jean Dupont"],
        ),
        ("Me Jean Dupont a plaidé. « Non », a lancé l'avocat.", "l'avocat", ["Jean Dupont"]),
        ("L'avocat de Paul Martin, Jean Dupont, a plaidé. L'avocat a dit non.", "L'avocat a", ["Jean Dupont"]),
        (
            "Jean Dupont, chercheur à l'Ifri, est inquiet. « Tout va mal », selon ce spécialiste de la Russie.",
            "ce spécialiste de la Russie",
            ["Jean Dupont"],
        ),
        (
            "Rachida Dati a parlé lundi. Interrogée pour savoir si elle part, l'ancienne ministre répond que non.",
            "l'ancienne ministre",
            ["Rachida Dati"],
        ),
        ("L'homme d'affaires est à Paris. Bernard Tapie a parlé lundi.", "L'homme d'affaires", ["Bernard Tapie"]),
        (
            "Rémy Heitz, procureur de la République de Paris, a parlé. Le procureur a dit non.",
            "Le procureur a",
            ["Rémy Heitz"],
        ),
        (
            "François Hollande a parlé d'Emmanuel Macron. L'ancien président a dit non.",
            "L'ancien président",
            ["François Hollande"],
        ),
        (
            "Le député Jean Dupont a parlé. « Non », a dit le président du groupe.",
            "le président du groupe",
            ["Jean Dupont"],
        ),
        (
            "Le ministre allemand Boris Pistorius est à Paris. Mardi, l'Allemand repart pour Kiev.",
            "l'Allemand",
            ["Boris Pistorius"],
        ),
        ("John Bolton est parti. « Non », a dit ce faucon républicain.", "ce faucon", ["John Bolton"]),
        ("Donald Trump est arrivé. Le septuagénaire était fatigué.", "Le septuagénaire", ["Donald Trump"]),
        # a known office, another gender, another state, an unnamed one in between
        ("Emmanuel Macron est arrivé. Mardi, l'Allemand repart pour Kiev.", "l'Allemand", []),
        ("Emmanuel Macron a parlé. Les droits de l'homme sont menacés.", "l'homme", []),
        (
            "Le porte-parole du Kremlin Dmitri Peskov a parlé. Le porte-parole du Pentagone a dit non. "
            "« Oui », a ajouté le porte-parole.",
            "le porte-parole",
            [],
        ),
        ("Emmanuel Macron est venu. « Oui », a promis le ministre.", "le ministre", []),
        ("Barbara Pompili est venue. « Oui », a promis le député.", "le député", []),
        ("Julien Aubert est venu. Un sénateur a réagi. « Non », a ajouté le député.", "le député", []),
        ("Jean Dupont, député de l'Ain, a parlé. Le député du Jura a dit non.", "Le député du Jura", []),
    ],
)
def test_a_description_that_no_known_role_fits(nlp, text: str, phrase: str, expected: list[str]) -> None:
    assert heads(nlp(text), phrase) == expected


@pytest.mark.parametrize(
    ("text", "pronoun", "expected"),
    [
        ("Emmanuel Macron a parlé hier. « Non », a-t-il même ironisé.", "il même", ["Emmanuel Macron"]),
        ("Ce Malien de 32 ans a été arrêté. Il a dit qu'il venait de Bamako.", "Il a", []),
        ("« Oui », dit Gérard Larcher. L'un d'entre eux s'est levé. « Non », a-t-il conclu.", "il conclu", []),
    ],
)
def test_who_a_pronoun_means(nlp, text: str, pronoun: str, expected: list[str]) -> None:
    doc = nlp(text)
    start = text.index(pronoun)
    assert [doc._.entities[m.entity_id].name for m in doc._.mentions if m.start == start] == expected


def test_a_ministry_of_another_state_is_another(nlp) -> None:
    doc = nlp("Le ministère grec de la Défense a protesté. Le ministère chypriote a affirmé que la Turquie approchait.")
    start = doc.text.index("Le ministère chypriote")
    assert not [m for m in doc._.mentions if m.start == start]


def test_an_incise_in_the_middle_of_open_quotation_marks(nlp) -> None:
    doc = nlp(
        "Jean-Yves Le Drian a parlé hier. « La crise est grave et elle durera, a-t-il dit mardi, mais tout ira bien. »"
    )
    start = doc.text.index("il dit")
    assert [doc._.entities[m.entity_id].name for m in doc._.mentions if m.start == start] == ["Jean-Yves Le Drian"]


def test_a_colonel_of_a_regiment_is_a_colonel(nlp) -> None:
    doc = nlp("Le colonel Jean Dupont est venu. Le chef de corps du 2e régiment a parlé.")
    assert heads(doc, "Le chef de corps du 2e régiment") == ["Jean Dupont"]


def test_the_contrasted_is_not_the_subject(nlp) -> None:
    doc = nlp("Emmanuel Macron est arrivé lundi. Contrairement à Donald Trump, il a défendu l'accord.")
    start = doc.text.index("il a défendu")
    assert [doc._.entities[m.entity_id].name for m in doc._.mentions if m.start == start] != ["Donald Trump"]


def test_a_description_that_goes_on_to_a_name_is_that_persons(nlp) -> None:
    doc = nlp("Lionel Jospin a parlé lundi. Le député et porte-parole du PS Boris Vallaud a salué ce texte.")
    start = doc.text.index("Le député")
    assert not [m for m in doc._.mentions if m.start == start and doc._.entities[m.entity_id].name == "Lionel Jospin"]


def test_nobody_takes_up_the_nouns_of_a_heading(nlp) -> None:
    text = "Le plan est prêt depuis mardi.\n\n- Un exposé du ministre -\n\nUn cliché montre Kim Jong Un."
    layout = Layout(nlp(text))
    assert layout.in_heading(text.index("exposé"))
    assert not layout.in_heading(text.index("plan"))
    assert not layout.in_heading(text.index("cliché"))
    assert not Layout(nlp("Un titre\nUn autre\nUn dernier")).in_heading(3)  # lines that never stop tell nothing
