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
    "other hyphens of an inversion": """
"<content 1 direct>La base restera ouverte</content>", <cue 1>a-t’<speaker 1>il</speaker> assuré</cue>.
""",
    "an aside in commas within the verb": """
"<content 1 direct>La base restera ouverte</content>", <cue 1>a, de son côté, promis</cue>
<speaker 1>le gouverneur</speaker>.
""",
    "a comma before the subject": """
"<content 1 direct>Les convois arrivent enfin</content>", <cue 1>a expliqué</cue> à l'AFP,
<speaker 1>un responsable du camp</speaker>.
""",
    "an article taken for a preposition": """
"<content 1 direct>Tous unis contre la guerre !</content>", <cue 1>se sont exclamés</cue>
<speaker 1>des manifestants</speaker> à son arrivée.
""",
    "a date before the subject": """
"<content 1 direct>La situation est grave</content>", <cue 1>assurait</cue> fin août
<speaker 1>le chef de la mission</speaker>.
""",
    "a verb that is tried": """
"<content 1 direct>Il n'y aura pas de guerre</content>", <cue 1>a tenté de rassurer</cue>
<speaker 1>l'ambassadeur de Turquie</speaker>.
""",
    "an addressee behind the subject": """
"<content 1 direct>Il faut rester vigilants</content>", <cue 1>déclare</cue> <speaker 1>le général</speaker> à la
journaliste du quotidien.
""",
    "a report whose verb the tagger takes for a noun": """
<content 1 indirect>L'armée contrôle la ville</content>, <cue 1>a indiqué</cue> <speaker 1>le ministère</speaker>.
""",
    "an incise behind a conjunction": """
Mais, <cue 1>a insisté</cue> <speaker 1>le Premier ministre</speaker>, <content 1 mixed>ces soldats "n'étaient pas
armés"</content>.
""",
    "a quotation between dashes": """
Si Paris se montre confiant - "<content 1 direct>la France ne laisse tomber personne</content>",
<cue 1>a répété</cue> <speaker 1>le ministre des Armées</speaker> - et promet des renforts, les habitants doutent.
""",
    "two incises in a sentence": """
"<content 1 direct>Nos forces restent prêtes</content>", <cue 1>a déclaré</cue> <speaker 1>le général</speaker> devant
les députés, "<content 2 direct>nous ne céderons rien</content>", <cue 2>a-t-<speaker 2>il</speaker> dit</cue>.
""",
    "as somebody tells, without comma": """
<content 1 indirect>Le maire s'est vu refuser l'accès au territoire</content> comme <cue 1>le raconte</cue>
<speaker 1>Le Monde</speaker>.
""",
    "that is what somebody says": """
<content 1 indirect>Les tirs ont cessé dans la nuit</content>. C'est ce qu'<cue 1>a annoncé</cue> mardi
<speaker 1>le ministère ukrainien de la Défense</speaker>.
""",
    "a text that one reads in": """
"<content 1 direct>Ces déclarations sont surprenantes</content>", <cue 1>peut-on lire</cue> dans
<speaker 1>une note de la présidence</speaker>.
""",
    "a text in which something is told": """
Dans <speaker 1>le communiqué final</speaker>, il <cue 1>est indiqué</cue> que
<content 1 indirect>la menace demeure</content>.
""",
    "the agent of a judgement": """
L'agence, <cue 1>qualifiée</cue> de "<content 1 direct>marionnette de Pékin</content>" par
<speaker 1>le président américain</speaker>, a publié son budget.
""",
    "the agent of an accusation": """
<cue 1>Accusé</cue> par <speaker 1>l'opposition</speaker> de <content 1 indirect>prendre un virage
autoritaire</content>, le président a quitté la salle.
""",
    "the circumstance of a condemnation": """
<speaker 1>La ministre</speaker> <cue 1>a dénoncé</cue> <content 1 mixed>"l'agressivité" d'Ankara</content> après la
réponse du président turc.
""",
    "what a warning answers to": """
<speaker 1>Le président turc</speaker> <cue 1>a averti</cue> Paris de "<content 1 direct>ne pas chercher
querelle</content>", en réponse à sa mise en garde.
""",
    "quoted words that are the subject": """
<speaker 1>Le porte-parole</speaker> <cue 1>a rappelé</cue> que "<content 1 mixed>le droit maritime" impose "l'accueil
des naufragés</content>".
""",
    "a name in marks before the quoted words": """
<speaker 1>La députée</speaker> <cue 1>a dénoncé</cue> <content 1 mixed>des "ONG" qui "deviennent les complices des
passeurs</content>".
""",
    "a verb of saying in the relative clause of the object": """
<speaker 1>Le ministre</speaker> <cue 1>a invité</cue> tous les Français qui souhaitent rentrer à
<content 1 indirect>s'inscrire sur la liste</content>.
""",
    "a date before an infinitive": """
<speaker 1>Le ministère italien des Affaires étrangères</speaker> <cue 1>a indiqué</cue>, mercredi 13 juin,
<content 1 indirect>avoir convoqué l'ambassadeur</content>.
""",
    "the verb next to its own subject": """
Un navire turc prospecte au large et <speaker 1>la Grèce</speaker> <cue 1>accuse</cue> la Turquie de
<content 1 indirect>violer ses eaux</content>.
""",
    "the gerund of a relative clause": """
<speaker 1>Le président, qui</speaker> avait surpris l'opposition en <cue 1>déclarant</cue> que
<content 1 indirect>la guerre était finie</content>, a démissionné.
""",
    "a source named behind the relay": """
« <content 1 direct>Moscou ne pourrait pas signer</content> », <cue 1>a déclaré</cue>
<speaker 1>le porte-parole</speaker> à des journalistes, selon The Guardian.
""",
    "a frame behind a conjunction": """
La réunion s'ouvre alors que <cue 1>selon</cue> <speaker 1>le Washington Post</speaker>,
<content 1 indirect>l'administration a discuté d'un essai</content>.
""",
    "what goes on behind a colon": """
<speaker 1>La ministre</speaker> <cue 1>a répondu</cue> : « <content 1 mixed>Nous étudierons tout » et tenter de
« limiter les conséquences</content> ».
""",
    "a predicate that goes on": """
"<content 1 direct>Nous dînons demain à l'Elysée</content>", <cue 1>a affirmé</cue> <speaker 1>le ministre</speaker>.
<content 2 mixed speaker=none cue=none>Le déjeuner "a été repoussé de vingt-quatre heures</content>".
""",
    "quotations strung together": """
"<content 1 direct>Le pays a changé</content>", <cue 1>explique</cue> <speaker 1>le politologue</speaker>.
"<content 2 direct cue=none>Mais l'opinion reste partagée</content>",
"<content 3 direct cue=none>et ce serait une erreur de reculer</content>".
""",
    "a source that the next sentence names": """
"<content 1 direct>Les objectifs fixés ont été atteints</content>". <speaker 1>Jean-Yves Le Drian</speaker> a dressé
samedi un premier bilan.
""",
    "an adjective for a noun": """
"<content 1 direct>La base restera ouverte aux alliés</content>", <cue 1>avait affirmé</cue>
<speaker 1>ce dernier</speaker>, pour l'instant seul candidat.
""",
    "a participle for a noun": """
"<content 1 direct>J'ai décidé de quitter la commission</content>", <cue 1>écrit</cue> <speaker 1>l'élue</speaker>
dans un communiqué.
""",
    "a gloss between the quotation and its cue": """
"<content 1 direct>Cette décision brutale ressemble à celles de Donald Trump</content>", l'ancien président
américain, <cue 1>a estimé</cue> <speaker 1>le ministre</speaker>.
""",
    "brackets between the quotation and its cue": """
"<content 1 direct>L'armée a détruit le bâtiment à 14H49</content>" (06H49 GMT), <cue 1>a indiqué</cue>
<speaker 1>le ministère de l'Unification</speaker>.
""",
    "a way of saying before the subject": """
"<content 1 direct>Tout cela n'est pas vrai</content>", <cue 1>répond</cue> en souriant
<speaker 1>le ministre</speaker>.
""",
    "a participle without its auxiliary": """
"<content 1 direct>Il ne faut jamais défier un pays ami</content>", <cue 1>estimé</cue>
<speaker 1>le chef de l'État</speaker>, qui visitait un salon.
""",
    "another form for the participle": """
"<content 1 direct>Nous continuerons à défendre nos idées</content>", <cue 1>a-t-<speaker 1>elle</speaker>
conclut</cue>.
""",
    "as somebody explains, without comma": """
<content 1 indirect>Le port a été bloqué trois jours</content> comme <cue 1>l'explique</cue>
<speaker 1>Le Monde</speaker>.
""",
    "a position that one says to hold": """
<speaker 1>Le chef des rebelles</speaker> <cue 1>s'est dit</cue> <content 1 indirect>favorable à une trêve</content>.
""",
    "what a request answers to": """
<speaker 1>Le président français</speaker> <cue 1>a demandé</cue> samedi à Donald Trump de
<content 1 indirect>ne pas défier un pays ami</content>, en réaction à ses propos sur "la ville perdue".
""",
    "a title before the name of who judges": """
<speaker 1>M. Trump</speaker>, <cue 1>jugeant</cue> <content 1 indirect>insuffisant l'accord sur le
nucléaire</content>, s'était retiré du pacte.
""",
    "somebody else who reacts": """
"<content 1 direct>La France est prête à discuter</content>", <cue 1>a dit</cue> <speaker 1>le ministre</speaker>.
¶ <speaker 2>Josep Borrell</speaker> a réagi sur Twitter. "<content 2 direct cue=none>Les discussions sont déjà
terminées depuis longtemps</content>".
""",
    "guillemets that open where they close": """
« <content 1 direct>Cela ne mérite pas de réponse</content>« , <cue 1>a-t-<speaker 1>il</speaker> déclaré</cue>.
""",
    "a quotation of one word behind a pronoun": """
<speaker 1>La porte-parole du ministère</speaker> a répondu à ces propos, <cue 1>les qualifiant</cue> de
"<content 1 direct>mensonges</content>".
""",
    "the agent of a judgement behind somebody else": """
La loi permet au président Vladimir Poutine de rester au pouvoir, un texte <cue 1>qualifié</cue> de
"<content 1 direct>mensonge</content>" par <speaker 1>l'opposition</speaker>.
""",
    "an object behind a subject with a gloss, and who tells of it": """
<content 1 indirect>La ministre des Armées, qui rentrait de Kiev, a condamné cette frappe</content>,
<cue 1>rapporte</cue> <speaker 1>l'agence Tass</speaker>.
""",
    "a participle in the circumstances before the subject": """
« <content 1 direct>Le traitement n'est pas terminé</content> », <cue 1>a ainsi déclaré</cue> dans une vidéo diffusée
sur Twitter <speaker 1>le ministre de la Santé</speaker>.
""",
    "a relative behind the quoted words of a clause": """
<speaker 1>Le Monde</speaker> <cue 1>a rapporté</cue> que <content 1 mixed>le navire avait subi une "avarie légère", au
cours de laquelle deux marins ont été blessés</content>.
""",
    "a second verb in the number of the content": """
<speaker 1>Le quotidien</speaker> <cue 1>a rapporté</cue> que <content 1 indirect>les deux hommes s'étaient parlé, mais
n'avaient engagé aucune négociation</content>.
""",
    "a second verb with the auxiliary of the frame": """
<speaker 1>Le ministre</speaker> <cue 1>a indiqué</cue> que <content 1 indirect>les deux hommes s'étaient
parlé</content>, mais n'a pas donné de détails.
""",
    "how a name is called, and what was not given with it": """
<speaker 1>Le ministère russe de la Défense</speaker> impute l'attaque à Kiev, la <cue 1>qualifiant</cue> de
"<content 1 direct>provocation monstrueuse</content>" sans fournir de preuves.
""",
    "the day of the saying behind an infinitive": """
<speaker 1>La Russie</speaker> <cue 1>a affirmé</cue> vendredi <content 1 indirect>avoir repoussé
l'attaque</content>, au lendemain d'un discours du président.
""",
    "an attitude in marks": """
<speaker 1>Le président de la République</speaker> <cue 1>a affiché</cue>
<content 1 mixed>sa "solidarité fraternelle" avec les Libanais</content>.
""",
    "an attitude with its article in marks": """
<speaker 1>Le ministre</speaker> lui a emboîté le pas, en <cue 1>présentant</cue>
"<content 1 direct>ses condoléances aux familles des victimes</content>".
""",
    "a pronoun between two words of a clause": """
<content 1 indirect>Cette question est</content> <cue 1>selon</cue> <speaker 1>lui</speaker>
<content 1>cruciale pour la région</content>.
""",
    "who speaks within what is said of them": """
Selon un proche, <speaker 1>François Hollande</speaker> <cue 1>s'adresse</cue> ainsi aux élus des villes :
"<content 1 direct>Tenez-vous prêts</content>".
""",
    "a list of participles": """
<speaker 1>Les deux ministres</speaker> ont rejeté le plan, <cue 1>affirmé</cue> que <content 1 indirect>la France
mentait</content> et <cue 2>accusé</cue> Londres de <content 2 indirect>trahir ses alliés</content>.
""",
    "a day before the object": """
<speaker 1>La ministre</speaker> <cue 1>a dénoncé</cue> ce jeudi <content 1 mixed>des "consignes" données aux
soldats</content>.
""",
    "a name that looks like a verb": """
<speaker 1>Manuel Valls</speaker> <cue 1>lui reprochait</cue> sur France Inter d'<content 1 indirect>affaiblir
l'autorité de l'Etat</content>.
""",
    "a relative clause of the subject behind a frame": """
<cue 1>Selon</cue> <speaker 1>Libération</speaker>, <content 1 mixed>la ministre, qui a dirigé l'agence, a "validé"
ces dépenses</content>.
""",
    "a comparison within the clause": """
Le député a critiqué <speaker 1>le gouvernement qui</speaker> <cue 1>souhaite</cue> que <content 1 indirect>la France,
comme les Etats-Unis, reconnaisse cet État</content>.
""",
    "an infinitive that opens its sentence": """
"<content 1 direct>Nous sommes en guerre contre un virus</content>", <cue 1>a dit</cue>
<speaker 1>Emmanuel Macron</speaker>. Et d'<cue 2>attaquer</cue> : "<content 2 direct by=person:emmanuel-macron
speaker=none>On sait ce que valent ces promesses</content>".
""",
    "an adverb of several words before the clause": """
<speaker 1>Le ministre</speaker> reconnaît ses torts, <cue 1>avouant</cue> tout de même qu'<content 1 indirect>il avait
été prévenu</content>.
""",
    "the same before an infinitive in marks": """
<speaker 1>Le ministère du Travail</speaker> <cue 1>a indiqué</cue> par la suite <content 1 mixed>ne "pas confirmer du
tout" cette déclaration</content>.
""",
    "a channel before the object": """
<speaker 1>Le secrétaire général</speaker> <cue 1>a dénoncé</cue> sur LCI <content 1 mixed>les "comportements de
prédateur" de la compagnie</content>.
""",
    "a day with its year before the object": """
<speaker 1>Le ministre</speaker> <cue 1>a annoncé</cue> ce jeudi 10 juin 2021 <content 1 mixed>la "transformation" de
l'opération</content>.
""",
    "a source in the middle of a verb, without commas": """
<content 1 indirect>Le ministre aurait</content> <cue 1>selon</cue> <speaker 1>Le Monde</speaker>
<content 1 indirect>proposé sa démission au président</content>.
""",
    "a second verb behind an incise": """
<content 1 indirect>L'otage était père de quatre enfants</content>, <cue 1>a-t-<speaker 1>il</speaker> ajouté</cue>,
<content 1 indirect>et avait célébré la veille son anniversaire</content>.
""",
    "what was not said with it before the subject": """
"<content 1 direct>Il y a un besoin de fermeté</content>", <cue 1>lâche</cue> sans en dire davantage
<speaker 1>le chef de l'État</speaker>.
""",
    "an adverbial of an adjective before a name": """
"<content 1 direct>Il faut renouer le dialogue</content>", <cue 1>conseille</cue> de nouveau
<speaker 1>François Hollande</speaker>.
""",
    "two of them": """
"<content 1 direct>Cela commence à faire peur</content>", <cue 1>expliquent</cue> <speaker 1>deux d'entre eux</speaker>
au journal local.
""",
    "a verb that is completed, with an adverb": """
"<content 1 direct>Cela porte bonheur au pays</content>", <cue 1>se plaît même à souligner</cue>
<speaker 1>le ministre</speaker>.
""",
    "somebody who tells what others say": """
<content 1 mixed><speaker 2>Les autorités</speaker> <cue 2>espèrent</cue> que <content 2 mixed>la trêve pourra
"unir le peuple</content></content>", <cue 1>souligne</cue> <speaker 1>l'ambassadeur</speaker>.
""",
    "a pronoun in a relative clause": """
Il a critiqué le candidat, qui incarne <cue 1>selon</cue> <speaker 1>elle</speaker>
<content 1 mixed>la "tentation de tout changer</content>".
""",
    "a relative clause that the pronoun opens": """
Un site étranger qui, <cue 1>selon</cue> <speaker 1>lui</speaker>, "<content 1 direct>publie les noms des
opposants</content>", a été fermé.
""",
    "a paper with a word of time in its name": """
<content 1 indirect>Une entreprise belge est touchée</content>, <cue 1>écrit</cue> <speaker 1>Le Soir</speaker>.
""",
    "in private, before the subject": """
« <content 1 direct>Nous n'avons rien décidé</content> », <cue 1>affirme</cue> en privé
<speaker 1>un haut responsable</speaker>.
""",
    "a call for a state of things": """
<speaker 1>Le Conseil de sécurité</speaker> <cue 1>a appelé</cue> à ce que <content 1 indirect>les responsables soient
jugés</content>.
""",
    "a verb of the content in its own tense": """
<speaker 1>Le ministre</speaker> <cue 1>a affirmé</cue> que <content 1 indirect>l'homme était entré dans la base et
avait refusé de donner son nom</content>.
""",
    "what the writer compares": """
<speaker 1>Le préfet</speaker> <cue 1>a assuré</cue> que <content 1 indirect>la réunion s'était tenue à Lyon</content>,
comme il l'avait écrit la veille.
""",
    "the infinitive of narration with its subject": """
Et <speaker 1>le ministre</speaker> de <cue 1>conclure</cue> que <content 1 indirect>la guerre est finie</content>.
""",
}

TRAPS = {
    "a heading": """
La France accuse le groupe d'avoir menti ¶ <speaker 1>Le ministre</speaker> <cue 1>a affirmé</cue> mardi que
<content 1 indirect>le groupe avait menti</content>.
""",
    "the relative of an object": """
Le président a salué l'attitude de son homologue, qu'<speaker 1>il</speaker> <cue 1>juge</cue>
« <content 1 direct>incroyable</content> ».
""",
    "an opinion of nobody": """
Pour chercher des alliés, Emmanuel Macron repart en voyage. Les présidents étaient attendus à Luanda, pour répondre à
l'invitation de leur homologue.
""",
    "the pronoun that takes up the subject": """
<speaker 1>La maire de Nantes, Johanna Rolland</speaker>, <cue 1>a</cue> elle <cue 1>dénoncé</cue>
<content 1 mixed>une "trahison" du gouvernement</content>.
""",
    "who is on trial": "Il a défendu son client, jugé pour « complicité » de l'attentat.",
    "a riposte": "En riposte à la décision prise un an plus tôt par les États-Unis, l'Iran a repris ses essais.",
    "a question that nobody is said to ask": "Une victoire du démocrate permettrait-elle d'apaiser les tensions ?",
    "what somebody is to be judged for": """
"<content 1 direct>Il faut rapatrier les combattants et les juger pour les crimes qu'ils ont commis</content>",
<cue 1>a martelé</cue> <speaker 1>le secrétaire d'État</speaker>.
""",
    "what is said of oneself in a quotation": """
"<content 1 direct>Nous pensons que la crise est finie</content>", <cue 1>a dit</cue>
<speaker 1>le porte-parole</speaker>.
""",
    "a noun that looks like a participle": "Le régiment a à plusieurs reprises changé de garnison.",
    "an aim": "Voilà un homme droit, déterminé à faire valoir que son pays a raison.",
    "a share of those polled": "Parmi les sympathisants, 82% pensent que le président se représentera.",
    "what a thing shows": "La suspension des frappes suggère qu'il existe une entente entre les deux capitales.",
    "what one will have to explain": "Les autorités devront mieux expliquer comment la réforme sera menée.",
    "a comparison": "Le rythme est moins soutenu que le reste de l'année.",
    "what somebody is certain of": "Ses proches se réjouissent de ces piques, certains qu'elles sont utiles.",
    "in custody": "Il avait fait mettre en garde à vue une déléguée qu'il connaissait.",
    "what something is a matter of": """Cette annonce relève d'une "opération de communication" du groupe.""",
    "a title in marks before its verb": "« Le Mans 66 » retrace l'histoire de Ford aux 24 Heures du Mans.",
    "an adjective in apposition": "Le lieu, jugé austère par le couple, devait être rénové.",
    "production": "Les revenus, avec de grands écarts selon les productions, ont baissé de moitié.",
    "a title in marks with a participle": """
Le groupe "Paix et avenir", accusé la veille par le ministre, est dissous.
""",
    "a subject of its own before the verb": """
"<content 1 direct>En refusant l'engagement au sol, nous avons prolongé inutilement le conflit</content>",
<cue 1>a écrit</cue> <speaker 1>le colonel</speaker>.
""",
    "an interrogative without a clause": """
Le ministre n'a pas précisé où ni quand.
""",
    "a gloss between the subject and a verb with an object": """
La ministre des Affaires étrangères, qui a vu ses homologues et s'entretiendra lundi avec le chancelier, a précisé les
menaces lancées au sommet.
""",
    "a participle that is suffered": """
Le général, appelé à participer à une audience de la commission, n'a pas brillé.
""",
    "an adverb that looks like a participle": """
Il importe maintenant que le relais soit pris.
""",
}


@pytest.mark.parametrize("name", SENTENCES)
def test_sentence(nlp: Language, name: str) -> None:
    assert_statements(nlp, SENTENCES[name])


@pytest.mark.parametrize("name", TRAPS)
def test_trap(nlp: Language, name: str) -> None:
    assert_statements(nlp, TRAPS[name])
