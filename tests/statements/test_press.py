"""What the press does to the constructions: spellings, circumstances between the words, subjects far away or left out.

In the markup of the catalogue; the traps look like it and are not.
"""

from __future__ import annotations

import pytest
from spacy.language import Language

from .checking import assert_statements

SENTENCES = {
    "a space for the hyphen of the inversion": """
"<content 1 direct>La base restera ouverte</content>", <cue 1>a t-<speaker 1>il</speaker> assuré</cue>.
""",
    "a circumstance between auxiliary and participle": """
"<content 1 direct>Nous n'avons reçu aucune demande</content>", <cue 1>a à plusieurs reprises assuré</cue>
<speaker 1>le ministre de la Défense</speaker>.
""",
    "the same before a clause": """
<speaker 1>L'ancien chef d'état-major</speaker> <cue 1>a par ailleurs à plusieurs reprises laissé entendre</cue> que
<content 1 indirect>le contrat serait revu</content>.
""",
    "an adverbial of a preposition before the subject": """
"<content 1 direct>Le cessez-le-feu tient pour l'instant</content>", <cue 1>confirme</cue> par ailleurs
<speaker 1>le porte-parole de la mission</speaker>.
""",
    "a gerund between subject and verb": """
<speaker 1>Le chef de la diplomatie grecque</speaker>, <cue 1>jugeant</cue> que
<content 1 indirect>la médiation avait échoué</content>, a quitté la salle.
""",
    "the relative of a name whose last word looks like a participle": """
C'est ce que rapporte <speaker 1>Le Canard enchaîné</speaker> qui <cue 1>ajoute</cue> que
<content 1 indirect>la facture sera payée par l'armée</content>.
""",
    "a verb coordinated with one that says nothing": """
<speaker 1>La ministre</speaker> réfléchit à une riposte et <cue 1>prévient</cue> que
<content 1 indirect>les pourparlers seront longs</content>.
""",
    "a subject with a name in apposition behind a circumstance": """
Après la défaite, <speaker 1>un conseiller du prince héritier d'Abou Dhabi, Anwar Gargash</speaker>,
<cue 1>a écrit</cue> sur Twitter : "<content 1 direct>La région a besoin de calme</content>".
""",
    "a stressed pronoun as subject": """
<speaker 1>Lui</speaker> <cue 1>espère</cue> que <content 1 indirect>le Sénat votera le texte</content>.
""",
    "an infinitive that goes on": """
"<content 1 direct>Le plan est prêt</content>", <cue 1>a dit</cue> <speaker 1>le général</speaker>. Puis de
<cue 2>rappeler</cue> que <content 2 indirect speaker=none>la France avait signé le traité</content>.
""",
}

TRAPS = {
    "what is said of oneself in a quotation": """
"<content 1 direct>Nous pensons que la crise est finie</content>", <cue 1>a dit</cue>
<speaker 1>le porte-parole</speaker>.
""",
    "a noun that looks like a participle": "Le régiment a à plusieurs reprises changé de garnison.",
    "an aim": "Voilà un homme droit, déterminé à faire valoir que son pays a raison.",
    "a subject of its own before the verb": """
"<content 1 direct>En refusant l'engagement au sol, nous avons prolongé inutilement le conflit</content>",
<cue 1>a écrit</cue> <speaker 1>le colonel</speaker>.
""",
}


@pytest.mark.parametrize("name", SENTENCES)
def test_sentence(nlp: Language, name: str) -> None:
    assert_statements(nlp, SENTENCES[name])


@pytest.mark.parametrize("name", TRAPS)
def test_trap(nlp: Language, name: str) -> None:
    assert_statements(nlp, TRAPS[name])
