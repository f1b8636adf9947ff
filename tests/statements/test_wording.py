"""Wordings of the press in which the words of a source begin or end: coordinations, circumstances, names, lists.

In the markup of the catalogue; the traps look like it and are not.
"""

from __future__ import annotations

import pytest
from spacy.language import Language

from .checking import assert_statements

SENTENCES = {
    "a second verb behind an object": """
<speaker 1>La députée</speaker> <cue 1>plaide</cue> pour <content 1 mixed>un "archipel" des forces de gauche</content>
et <cue 2>prévient</cue> : "<content 2 direct>Il faut une candidature commune</content>".
""",
    "a paper between verb and object": """
<speaker 1>L'avocate</speaker> <cue 1>a confirmé</cue> au Parisien <content 1 mixed>son intention de réparer la
"faute"</content>.
""",
    "a second infinitive": """
On entend le ministre <cue 1>qualifier</cue> <content 1 mixed>ces juges de "partisans"</content> et
<cue 2>estimer</cue> que <content 2 indirect>la loi serait changée</content>.
""",
    "an appeal behind a colon": """
<speaker 1>Emmanuel Macron</speaker> <cue 1>a lancé un appel</cue> à Vladimir Poutine :
<content 1 indirect>accepter sans délai le cessez-le-feu</content>.
""",
    "a list behind a colon": """
Parmi eux, <cue 1>énumère</cue> <speaker 1>le journal</speaker> : <content 1 indirect>les députés Luc Carvounas,
Guillaume Garot et Christophe Bouillon</content>.
""",
    "quoted words at the end of a relative clause": """
<speaker 1>Le candidat</speaker>, qui <cue 1>se déclare</cue> "<content 1 direct>président élu</content>" réclame un
recomptage.
""",
    "a paper before the subject of what it says": """
<cue 1>Comme le relaye</cue> <speaker 1>BFMTV</speaker>, <content 1 indirect>des affiches du parti ont suscité une
polémique</content>.
""",
    "days before a clause": """
<speaker 1>Roger Cukierman</speaker> <cue 1>a estimé</cue> ce samedi sur Europe 1 qu'<content 1 indirect>il était le
meilleur</content>.
""",
    "what a pronoun stands for": """
<speaker 1>Le président</speaker> <cue 1>l'a dit</cue>, <content 1 indirect>la France ne quittera pas la
région</content>.
""",
    "whom one accuses before the verb": """
<speaker 1>Marine Le Pen</speaker> <cue 1>l'accuse</cue> de "<content 1 direct>laxisme</content>".
""",
    "what one protests against": """
La région a boycotté la conférence contre ce qu'<speaker 1>ils</speaker> <cue 1>considèrent</cue> comme
"<content 1 direct>une recentralisation</content>".
""",
    "a verb that the tagger takes for a number": """
"<content 1 direct>C'est la suite logique de la procédure</content>", <cue 1>commente</cue>
<speaker 1>François Bayrou</speaker>.
""",
}

TRAPS = {
    "whom one answers": """Emmanuel Macron a décidé de répondre directement aux "gilets jaunes" de la région.""",
    "what somebody will have convinced of": """
Elle saura vite si son plan aura convaincu les grévistes de relâcher la pression : le collectif tiendra son
"assemblée générale".
""",
    "believe it": """
« <content 1 direct>Il ne s'agit pas de courtoisie, croyez-le bien, il s'agit d'aller vite</content> »,
<cue 1>a dit</cue> <speaker 1>le président de la commission</speaker>.
""",
    "what somebody had promised": "Le ministre l'avait promis, il ne l'a pas fait.",
    "who confirms, and who does not": "Paris le confirme, mais Berlin hésite encore.",
    "a greeting": "On y voit des amis se dire bonjour, se serrer la main et rire.",
}


@pytest.mark.parametrize("name", SENTENCES)
def test_sentence(nlp: Language, name: str) -> None:
    assert_statements(nlp, SENTENCES[name])


@pytest.mark.parametrize("name", TRAPS)
def test_trap(nlp: Language, name: str) -> None:
    assert_statements(nlp, TRAPS[name])
