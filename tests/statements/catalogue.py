"""The 37 constructions in which French news gives a content to a source, with sentences for each, in the markup.

The sentences are written for these tests. Blank lines separate them; a paragraph mark `¶` stands inside those that
need more than one paragraph. A trap looks like the construction and is not one: whatever it does not mark must not
be found.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Construction:
    """A construction of the catalogue with sentences that must work and traps that must not fire."""

    number: int
    title: str
    sentences: str
    traps: str


CATALOGUE = (
    Construction(
        1,
        "incise with the subject inverted",
        sentences="""
«~<content 1 direct>Nous livrerons douze canons de plus avant l'été</content>~»,
<cue 1>a déclaré</cue> <speaker 1>le ministre des Armées</speaker>.

"<content 1 direct>La frontière restera fermée</content>", <cue 1>a prévenu</cue> mardi
<speaker 1>un porte-parole de l'armée</speaker>.

“<content 1 direct>Personne ne gagnera cette guerre</content>”, <cue 1>martèle</cue>
<speaker 1>la cheffe de la diplomatie allemande</speaker>.

« <content 1 direct kind=country by=country:TR>Notre patience a des limites</content> »,
<cue 1>avertissait</cue> encore lundi <speaker 1>Ankara</speaker>.

«<content 1 direct>Les négociations reprendront jeudi à Genève</content>», <cue 1>ont annoncé</cue> dans la soirée
<speaker 1>les deux délégations</speaker>.
""",
        traps="""
Dans la cour, où a défilé le régiment, une fanfare a joué jusqu'au soir.

Le navire «~Mistral~», que commande le capitaine de vaisseau, a quitté Toulon lundi.
""",
    ),
    Construction(
        2,
        "incise with an inverted pronoun",
        sentences="""
La ministre est arrivée à Varsovie lundi. «~<content 1 direct>Nous ne céderons pas</content>~»,
<cue 1>a-t-<speaker 1>elle</speaker> dit</cue> à la presse.

Le général dirige la mission depuis mars. "<content 1 direct>La situation se stabilise</content>",
<cue 1>assure-t-<speaker 1>il</speaker></cue>.

“<content 1 direct>Les frappes continueront</content>”, <cue 1>affirme-t-<speaker 1>on</speaker></cue>
au quartier général.

Les experts ont rendu leur rapport vendredi. « <content 1 direct>Les stocks sont presque vides</content> »,
<cue 1>écrivent-<speaker 1>ils</speaker></cue>.

Le sénateur a voté contre le texte. <content 1 indirect>La réforme coûtera trop cher aux armées</content>,
<cue 1>estime-t-<speaker 1>il</speaker></cue>.
""",
        traps="""
Le convoi est-il arrivé à temps~? Personne n'en sait rien à Niamey.

Peut-être l'escadron a-t-il franchi la frontière dans la nuit, faute de carte.
""",
    ),
    Construction(
        3,
        "incise inside the quotation",
        sentences="""
«~<content 1 direct>Cet accord</content>, <cue 1>explique</cue> <speaker 1>la négociatrice</speaker>,
<content 1>protège nos deux pays</content>~».

"<content 1 direct>Nos pilotes sont prêts</content>, <cue 1>a assuré</cue> <speaker 1>le général</speaker>,
<content 1>et ils décolleront au premier ordre</content>."

«~<content 1 direct>Il faut</content>~», <cue 1>a insisté</cue> <speaker 1>la chancelière</speaker>,
«~<content 1>que les armes se taisent</content>~».

“<content 1 direct>Nous avons tendu la main</content>, <cue 1>a-t-<speaker 1>il</speaker> regretté</cue>,
<content 1>mais elle est restée vide</content>”, devant les députés réunis à huis clos.
""",
        traps="""
«~Le Triomphant~», le plus ancien de la classe, et «~Le Terrible~», entré en service en 2010, se relaient en mer.
""",
    ),
    Construction(
        4,
        "incise without marks",
        sentences="""
<content 1 indirect by=country:UA>L'armée russe a reculé de cinq kilomètres</content>,
<cue 1>assure</cue> <speaker 1>Kiev</speaker>.

<content 1 indirect>Le sous-marin a quitté son port d'attache mardi</content>, <cue 1>a précisé</cue>
<speaker 1>la préfecture maritime</speaker>.

<content 1 indirect>Les pourparlers</content>, <cue 1>indique</cue> <speaker 1>un diplomate européen</speaker>,
<content 1>pourraient durer jusqu'à l'hiver</content>.

<content 1 indirect>Deux drones se sont écrasés près du barrage</content>, <cue 1>ont rapporté</cue>
<speaker 1>des habitants de la vallée</speaker>.
""",
        traps="""
Deux blindés ont brûlé dans la nuit, puis sont arrivés les secours.

L'artillerie a tonné jusqu'à l'aube, réveillant la vallée, où dormaient les réfugiés.
""",
    ),
    Construction(
        5,
        "clause with que",
        sentences="""
<speaker 1>Le ministre</speaker> <cue 1>a déclaré</cue> que
<content 1 indirect>la France resterait engagée au Sahel</content>.

<speaker 1>La présidente du Parlement</speaker> <cue 1>affirme</cue> que
<content 1 indirect>le vote aura lieu et que la majorité le respectera</content>.

<speaker 1>Londres</speaker> <cue 1>soutient</cue> qu'<content 1 mixed by=country:GB>il s'agit d'une
«~provocation délibérée~» contre sa flotte</content>.

Dans un rapport remis lundi, <speaker 1>les inspecteurs</speaker> <cue 1>constatent</cue> que
<content 1 indirect>le stock d'uranium, qui était de trois tonnes en mai, a doublé</content>.

<speaker 1>L'amiral</speaker> <cue 1>avait prévenu</cue>, dès le mois de juin, que
<content 1 indirect>la flotte manquerait de munitions</content>.
""",
        traps="""
Le char est si lourd que le pont a cédé sous son poids.

Il a fallu que les sapeurs dégagent la piste avant la nuit pour que le convoi reparte.
""",
    ),
    Construction(
        6,
        "relative clause whose antecedent speaks",
        sentences="""
Le sommet a déçu <speaker 1>le Premier ministre estonien</speaker>, qui <cue 1>a déclaré</cue> que
<content 1 indirect>l'Alliance avait perdu un an</content>.

<speaker 1>Les gendarmes</speaker>, qui <cue 1>affirment</cue> <content 1 indirect>avoir essuyé des tirs</content>,
ont ouvert le feu.

La commission a entendu <speaker 1>l'ancien chef d'état-major</speaker>, lequel <cue 1>estime</cue> que
<content 1 indirect>le budget ne suffit pas</content>.

<speaker 1>Le gouverneur de la province</speaker>, qui <cue 1>dénonce</cue>
<content 1 mixed>une «~occupation déguisée~»</content>, a quitté la réunion.
""",
        traps="""
Le soldat qui a annoté la carte du secteur dort au bivouac.

Le convoi, qui avançait vers Gao, a dû rebrousser chemin.
""",
    ),
    Construction(
        7,
        "infinitive complement",
        sentences="""
<speaker 1>Le mouvement</speaker> <cue 1>affirme</cue>
<content 1 indirect>avoir libéré tous ses prisonniers</content>.

<speaker 1>Berlin</speaker> <cue 1>s'est engagé</cue> à
<content 1 indirect by=country:DE act=promise>fournir deux batteries antiaériennes avant Noël</content>.

<speaker 1>Le régime</speaker> <cue 1>menace</cue> de
<content 1 indirect act=threat>fermer le détroit aux pétroliers</content>.

<speaker 1>Le constructeur</speaker> <cue 1>a promis</cue> de
<content 1 indirect act=promise>livrer le premier avion en 2027</content>.

<speaker 1>Le colonel</speaker> <cue 1>nie</cue>
<content 1 indirect act=deny>avoir donné l'ordre de <content 2 optional>tirer</content></content>.

<speaker 1>Elle</speaker> <cue 1>dit</cue> <content 1 indirect>ne pas craindre une escalade</content>.
""",
        traps="""
La sécheresse menace de vider les réservoirs qui alimentent la garnison.

Le patrouilleur va quitter le port pour doubler le cap avant la tempête.
""",
    ),
    Construction(
        8,
        "indirect question",
        sentences="""
<speaker 1>Le député</speaker> <cue 1>a demandé</cue> si
<content 1 indirect act=question>les blindés seraient livrés à temps</content>.

<speaker 1>Les familles</speaker> <cue 1>se demandent</cue>
<content 1 indirect act=question>pourquoi l'armée n'est pas intervenue plus tôt</content>.

<speaker 1>La rapporteuse</speaker> <cue 1>s'interroge</cue> :
«~<content 1 direct act=question>Qui paiera la reconstruction~?</content>~»

<speaker 1>Le journaliste</speaker> lui <cue 1>a demandé</cue>
<content 1 indirect act=question>comment il comptait <content 2 optional>financer la réforme</content></content>.
""",
        traps="""
Si les blindés arrivent à temps, la brigade pourra manœuvrer en mai.

Voilà pourquoi le pont flottant a été démonté avant la crue.
""",
    ),
    Construction(
        9,
        "order or request",
        sentences="""
<speaker 1>Le secrétaire général de l'ONU</speaker> <cue 1>a appelé</cue>
<addressee 1>les deux parties</addressee> à <content 1 indirect act=request>cesser le feu sans condition</content>.

<speaker 1>Le président</speaker> <cue 1>a ordonné</cue> à <addressee 1>ses troupes</addressee> de
<content 1 indirect act=order>se replier derrière le fleuve</content>.

<speaker 1>Varsovie</speaker> <cue 1>exige</cue> que
<content 1 indirect act=request by=country:PL>Minsk libère les prisonniers</content>.

<speaker 1>L'opposition</speaker> <cue 1>presse</cue> <addressee 1>le gouvernement</addressee> de
<content 1 indirect act=request>publier le contrat</content>.

<speaker 1>Les Etats-Unis</speaker> <cue 1>ont exhorté</cue> <addressee 1>Pékin</addressee> à
«~<content 1 direct act=request by=country:US>faire preuve de retenue</content>~».
""",
        traps="""
Le lieutenant a appelé sa famille avant de monter à bord.

Une sirène appelle les marins au poste de combat à six heures.
""",
    ),
    Construction(
        10,
        "selon",
        sentences="""
<cue 1>Selon</cue> <speaker 1>l'état-major</speaker>,
<content 1 indirect>deux cents soldats ont franchi la rivière</content>.

<content 1 indirect>Le missile a manqué sa cible</content>, <cue 1>selon</cue>
<speaker 1>un responsable américain</speaker>.

<content 1 mixed>L'accord</content>, <cue 1>selon</cue> <speaker 1>elle</speaker>, <content 1>«~ne vaut pas le
papier~» où il est écrit</content>.

<content 1 indirect>La centrale fonctionnait à pleine puissance</content>, <cue 1>selon</cue>
<speaker 1>le rapport de l'agence</speaker>.

<cue 1>Selon</cue> <speaker 1>lui</speaker>, «~<content 1 direct>la trêve ne tiendra pas une semaine</content>~».
""",
        traps="""
Selon la loi, le service dure dix mois. Selon le calendrier prévu, la frégate sera livrée en 2026.

Les effectifs varient selon les saisons, et la solde selon que l'on sert en mer ou à terre.
""",
    ),
    Construction(
        11,
        "d'après, de l'avis de, aux yeux de, à en croire, de source",
        sentences="""
<cue 1>D'après</cue> <speaker 1>Kiev</speaker>,
<content 1 indirect by=country:UA>trois ponts ont été détruits</content>.

<cue 1>De l'avis de</cue> <speaker 1>plusieurs experts</speaker>,
<content 1 indirect>ce radar est dépassé</content>.

<cue 1>Aux yeux de</cue> <speaker 1>Téhéran</speaker>,
<content 1 indirect by=country:IR>ces sanctions violent le droit international</content>.

<cue 1>À en croire</cue> <speaker 1>le constructeur</speaker>,
<content 1 indirect>l'appareil volera dès l'an prochain</content>.

<content 1 indirect kind=anonymous>Huit soldats ont été blessés</content>, <cue 1>a-t-<speaker 1>on</speaker>
appris</cue> de <speaker 1>source militaire</speaker>.

<cue 1>De</cue> <speaker 1>source diplomatique</speaker>,
<content 1 indirect kind=anonymous>la réunion a été reportée à lundi</content>.
""",
        traps="""
Le peintre a représenté la bataille d'après nature, puis d'après une photographie du front.

La source de la rivière se trouve aux portes de la garnison, de l'autre côté du col.
""",
    ),
    Construction(
        12,
        "pour X,",
        sentences="""
<cue 1>Pour</cue> <speaker 1>le chercheur</speaker>,
<content 1 indirect>la dissuasion ne suffit plus</content>.

<cue 1>Pour</cue> <speaker 1>Moscou</speaker>,
<content 1 indirect by=country:RU>l'élargissement de l'Alliance est une menace</content>.

<content 1 mixed>Ce traité est</content>, <cue 1>pour</cue> <speaker 1>la sénatrice</speaker>,
<content 1>une «~coquille vide~»</content>.

<cue 1>Pour</cue> <speaker 1>la directrice de l'institut</speaker>,
«~<content 1 direct>il faut produire plus et plus vite</content>~».
""",
        traps="""
Pour la Roumanie, le coût du contrat atteindra quatre milliards d'euros.

Pour le moment, la piste reste fermée. Pour le 14 juillet, un défilé est prévu à Paris.
""",
    ),
    Construction(
        13,
        "conditional of hearsay, with its source",
        sentences="""
<content 1 indirect modality=conditional>Trois cents soldats auraient été tués</content>, <cue 1>selon</cue>
<speaker 1>une organisation non gouvernementale</speaker>.

<cue 1>D'après</cue> <speaker 1>la presse locale</speaker>,
<content 1 indirect modality=conditional>le général aurait fui la capitale</content>.

<cue 1>De</cue> <speaker 1>source policière</speaker>,
<content 1 indirect modality=conditional>l'un des assaillants serait encore en vie</content>.
""",
        traps="""
Trois cents soldats auraient été tués dans l'embuscade, et le pont aurait sauté.

Le nouveau missile pourrait atteindre une cible à mille kilomètres.
""",
    ),
    Construction(
        14,
        "colon before the quotation",
        sentences="""
<speaker 1>Le ministre</speaker> <cue 1>prévient</cue>~: «~<content 1 direct>Toute attaque aura une
réponse</content>~».

<speaker 1>La négociatrice en chef</speaker> : "<content 1 direct>Nous n'avons jamais été aussi près
d'un accord</content>."

Et <speaker 1>le général</speaker> <cue 1>de conclure</cue> : “<content 1 direct>La guerre sera longue</content>.”

<speaker 1>Le président turc</speaker> a été clair~: «~<content 1 direct>Nous n'irons pas</content>~».

<speaker 1>L'élu</speaker> n'a eu qu'un mot : «<content 1 direct>Assez</content>».
""",
        traps="""
La brigade aligne deux matériels~: le canon «~Caesar~» et le mortier de 120.

L'exercice a un nom : «~Orion 2026~».
""",
    ),
    Construction(
        15,
        "floating quotation that continues an attributed one",
        sentences="""
«~<content 1 direct>Nous tiendrons la ville</content>~», <cue 1>a déclaré</cue> <speaker 1>le maire</speaker>.
«~<content 2 direct cue=none speaker=none>Nos défenses sont solides</content>~».

"<content 1 direct>Le temps presse</content>", <cue 1>a dit</cue> <speaker 1>Emmanuel Macron</speaker> à Berlin.
¶ "<content 2 direct cue=none speaker=none by=person:emmanuel-macron>L'Europe doit décider avant l'été</content>."

“<content 1 direct>Il n'y aura pas de retrait</content>”, <cue 1>affirme</cue> <speaker 1>la ministre</speaker>.
“<content 2 direct cue=none speaker=none>Nos soldats resteront aussi longtemps qu'il le faudra</content>.”
""",
        traps="""
«~<content 1 direct>Nous tiendrons la ville</content>~», <cue 1>a déclaré</cue> <speaker 1>le maire</speaker>. Le
char «~Leclerc~» garde le carrefour.

Sur le mur de la caserne, on lit encore «~Honneur et Fidélité~», la devise de la Légion.
""",
    ),
    Construction(
        16,
        "quotation of several paragraphs",
        sentences="""
«~<content 1 direct>Nous avons perdu beaucoup d'hommes.</content> ¶ «~<content 1>Mais la ligne a tenu</content>~»,
<cue 1>a raconté</cue> <speaker 1>le capitaine</speaker>.

<speaker 1>La présidente</speaker> <cue 1>a déclaré</cue>~: «~<content 1 direct>Nous voulons la paix. ¶ Nous la
voulons sans délai et sans condition</content>~».

<speaker 1>L'ambassadeur</speaker> <cue 1>a répondu</cue> : "<content 1 direct>Mon pays respecte ses engagements.
¶ Il attend des autres qu'ils respectent les leurs</content>."
""",
        traps="""
«~Opération Sentinelle~» ¶ Le dispositif a été allégé en mai, faute d'effectifs.
""",
    ),
    Construction(
        17,
        "quotation inside a quotation",
        sentences="""
«~<content 1 direct><speaker 2>Le commandant</speaker> <cue 2>m'a dit</cue> “<content 2
direct>Ne bougez plus</content>” et nous avons attendu</content>~», <cue 1>raconte</cue>
<speaker 1>le caporal</speaker>.

"<content 1 direct><speaker 2>Mon homologue</speaker> <cue 2>m'a assuré</cue> que <content 2>le gel des avoirs serait
levé</content></content>", <cue 1>a expliqué</cue> <speaker 1>la ministre</speaker>.

«~<content 1 direct><speaker 2>Le régime</speaker> <cue 2>prétend</cue> que <content 2>l'opération est
terminée</content>, mais les bombes tombent toujours</content>~», <cue 1>dénonce</cue>
<speaker 1>un médecin de la ville</speaker>.
""",
        traps="""
«~<content 1 direct>Le “Charles-de-Gaulle” appareille lundi</content>~», <cue 1>indique</cue>
<speaker 1>la Marine</speaker>.
""",
    ),
    Construction(
        18,
        "every kind of mark, paired or not",
        sentences="""
„<content 1 direct>Wir bleiben, nous restons</content>“, <cue 1>a répété</cue> <speaker 1>le chancelier</speaker>.

‹~<content 1 direct>La mission continue</content>~›, <cue 1>a dit</cue> <speaker 1>la générale</speaker>.

«^<content 1 direct>Le radar a détecté douze cibles</content>^», <cue 1>précise</cue>
<speaker 1>l’armée de l’Air</speaker>.

''<content 1 direct>Nous avons les moyens d'agir</content>'', <cue 1>a lancé</cue>
<speaker 1>le Premier ministre</speaker>.

«~<content 1 direct>Le blocus est levé</content>, <cue 1>a annoncé</cue> <speaker 1>le gouverneur</speaker>. ¶ Les
camions attendaient depuis neuf jours.
""",
        traps="""
La balise est immergée à 45° 30' 12" nord. Le calibre du mortier est de 4" environ.

Aujourd'hui, l'équipage d'un chasseur de mines n'excède pas '50' hommes.
""",
    ),
    Construction(
        19,
        "partial quotation in a complement",
        sentences="""
<speaker 1>Paris</speaker> <cue 1>dénonce</cue>
<content 1 mixed by=country:FR>une «~agression caractérisée~» contre un pays souverain</content>.

<speaker 1>Le ministre</speaker> <cue 1>a regretté</cue>
<content 1 mixed>le "manque de courage" de ses partenaires</content>.

<speaker 1>La Maison Blanche</speaker> <cue 1>a salué</cue>
<content 1 mixed>“un pas important” vers la paix</content>.

<speaker 1>Le porte-parole</speaker> <cue 1>a affirmé</cue> que <content 1 mixed>l'enquête serait menée
«~jusqu'au bout~» et que les coupables seraient «~punis~»</content>.
""",
        traps="""
L'unité a reçu le label «~haute montagne~» en janvier.

La société vend un «~pack numérique~» aux armées étrangères.
""",
    ),
    Construction(
        20,
        "attributed label, told from scare quotes and names",
        sentences="""
<speaker 1>Moscou</speaker> <cue 1>qualifie</cue> <content 1 mixed by=country:RU>le bombardement de «~frappe de
précision~»</content>.

<speaker 1>Le procureur</speaker> <cue 1>juge</cue> <content 1 mixed>cette détention "arbitraire"</content>.

<speaker 1>Pékin</speaker> <cue 1>considère</cue> <content 1 mixed by=country:CN>l'île comme une “province
rebelle”</content>.
""",
        traps="""
Le «~Charles-de-Gaulle~» a appareillé de Toulon avec vingt Rafale à bord.

L'opération «~Serval~» a précédé «~Barkhane~», et le roman "Les Croix de bois" a été réédité.

La «~guerre éclair~» s'est enlisée dans la boue de novembre.
""",
    ),
    Construction(
        21,
        "dash signature",
        sentences="""
«~<content 1 direct>Ce contrat ouvre une nouvelle page pour nos usines.</content>~» –
<speaker 1>Éric Trappier</speaker>, PDG de Dassault Aviation

"<content 1 direct>Notre alliance est plus forte que jamais</content>" — <speaker 1>Jens Stoltenberg</speaker>

« <content 1 direct>La souveraineté a un prix et nous le paierons</content> », – <speaker 1>Florence Parly</speaker>,
ministre des Armées
""",
        traps="""
Le trajet Paris – Berlin dure huit heures. Le «~Tonnerre~» – un porte-hélicoptères – mouille à Beyrouth.
""",
    ),
    Construction(
        22,
        "collective or metonymic speaker",
        sentences="""
<speaker 1>Paris et Berlin</speaker> <cue 1>ont annoncé</cue> que
<content 1 indirect by=country:FR,country:DE>le char commun serait livré en 2040</content>.

«~<content 1 direct by=country:US>Nous répondrons</content>~», <cue 1>promet</cue> <speaker 1>Washington</speaker>.

<cue 1>Selon</cue> <speaker 1>des habitants</speaker>, <content 1 indirect by=none>les tirs ont cessé à
l'aube</content>.

<speaker 1>L'Allemagne, l'Italie et l'Espagne</speaker> <cue 1>estiment</cue> que
<content 1 indirect by=country:DE,country:IT,country:ES>la facture est trop lourde</content>.

<speaker 1>L'Otan</speaker> <cue 1>assure</cue> que
<content 1 indirect kind=organisation>ses avions n'ont pas quitté l'espace aérien allié</content>.
""",
        traps="""
Paris et Berlin sont reliées par un train de nuit depuis décembre.
""",
    ),
    Construction(
        23,
        "document or medium as speaker",
        sentences="""
<speaker 1>Le communiqué</speaker> <cue 1>précise</cue> que
<content 1 indirect kind=document>la livraison commencera en mars</content>.

<cue 1>Selon</cue> <speaker 1>le rapport</speaker>,
<content 1 indirect kind=document>les sanctions ont été contournées</content>.

<content 1 indirect kind=organisation>L'usine a cessé de produire des obus</content>, <cue 1>rapporte</cue>
<speaker 1>le quotidien Le Monde</speaker>.

«~<content 1 direct kind=document>Toute violation sera signalée au Conseil</content>~», <cue 1>stipule</cue>
<speaker 1>le texte</speaker>.
""",
        traps="""
Le rapport pèse deux kilos et compte neuf cents pages.
""",
    ),
    Construction(
        24,
        "relay chain",
        sentences="""
«~<content 1 direct>Nos réserves sont intactes</content>~», <cue 1>a déclaré</cue>
<speaker 1>le vice-ministre</speaker> à <via 1>l'AFP</via>.

«~<content 1 direct>Les négociations sont suspendues</content>~», <cue 1>a dit</cue>
<speaker 1>le porte-parole du gouvernement</speaker>, cité par <via 1>l'agence Tass</via>.

<speaker 1>L'ambassadrice</speaker> <cue 1>a indiqué</cue> à <via 1>Reuters</via> que
<content 1 indirect>le consulat resterait ouvert</content>.

Selon l'agence Tass, <speaker 1>le ministre</speaker> <cue 1>a affirmé</cue> que
<content 1 indirect>le pont était de nouveau praticable</content>.
""",
        traps="""
Le photographe de l'AFP a été blessé par un éclat près du marché.
""",
    ),
    Construction(
        25,
        "nominal cue",
        sentences="""
<cue 1>La déclaration</cue> <speaker 1>du ministre</speaker> selon laquelle
<content 1 indirect>la base serait fermée</content> a surpris les élus.

<cue 1>La promesse</cue> <speaker 1>de Londres</speaker> de
<content 1 indirect by=country:GB act=promise>livrer des chars</content> a été tenue.

Des milliers de fidèles ont entendu <cue 1>l'appel</cue> <speaker 1>du pape</speaker> à
<content 1 indirect act=request>déposer les armes</content>.

<speaker 1>La Première ministre</speaker> <cue 1>s'est dite</cue>
<content 1 mixed>"préoccupée" par le sort des otages</content>.

L'état-major a démenti <content 2 optional><cue 1>l'affirmation</cue> <speaker 1>du groupe rebelle</speaker> selon
laquelle <content 1 indirect>un avion aurait été abattu</content></content>.
""",
        traps="""
La déclaration de revenus des militaires doit parvenir au fisc en mai.

La formation au cours de laquelle le pilote a été blessé est suspendue.
""",
    ),
    Construction(
        26,
        "negated or refused communication",
        sentences="""
<speaker 1>Le général</speaker> <cue 1>n'a pas dit</cue> que
<content 1 indirect polarity=negative>les troupes partiraient</content>.

<speaker 1>Le groupe</speaker> <cue 1>dément</cue>
<content 1 indirect act=deny>avoir vendu des pièces à Damas</content>.

<speaker 1>Bruxelles</speaker> <cue 1>n'a jamais affirmé</cue> que
<content 1 indirect polarity=negative>l'aide serait gratuite</content>.

<speaker 1>L'entreprise</speaker> <cue 1>nie</cue> que
<content 1 indirect act=deny>ses composants aient équipé ces drones</content>.
""",
        traps="""
Le moteur n'a pas démarré et l'hélice ne tournait plus.
""",
    ),
    Construction(
        27,
        "gerund or participle as cue",
        sentences="""
<speaker 1,2>Le ministre</speaker> <cue 1>a salué</cue> <content 1 mixed>un "succès collectif"</content>,
<cue 2>ajoutant</cue> que <content 2 indirect>l'opération se poursuivrait</content>.

<cue 1>Estimant</cue> que <content 1 indirect>la menace avait changé</content>, <speaker 1>le président</speaker> a
réuni le conseil de défense.

<speaker 1>La diplomate</speaker> a quitté la salle en <cue 1>dénonçant</cue>
<content 1 mixed>une «~mascarade~»</content>.

<speaker 1>L'armée</speaker> s'est retirée du village, <cue 1>affirmant</cue>
<content 1 indirect>avoir atteint ses objectifs</content>.
""",
        traps="""
Le convoi a franchi le col en roulant de nuit, remontant ensuite vers le nord.
""",
    ),
    Construction(
        28,
        "reflexive and multi-word cues",
        sentences="""
<speaker 1>Le chancelier</speaker> <cue 1>s'est dit</cue>
<content 1 indirect>prêt à rencontrer son homologue</content>.

<speaker 1>Le syndicat</speaker> <cue 1>a fait savoir</cue> que
<content 1 indirect>les pilotes cesseraient le travail lundi</content>.

<speaker 1>L'agence</speaker> <cue 1>a mis en garde</cue> contre
<content 1 mixed>un "risque majeur" pour la centrale</content>.

<content 1 indirect>Les arsenaux seront vides en mars</content>, <cue 1>s'inquiète</cue>
<speaker 1>l'amiral</speaker>.

<speaker 1>Le ministère</speaker> <cue 1>fait</cue> toutefois <cue 1>valoir</cue> que
<content 1 indirect>le budget a doublé en dix ans</content>.

<speaker 1>Ankara</speaker> <cue 1>a laissé entendre</cue> que
<content 1 indirect by=country:TR>le veto serait levé</content>.
""",
        traps="""
Le pilote s'est fait opérer du genou et a mis en marche le moteur auxiliaire.

La sentinelle se tient prête à la porte de la caserne.
""",
    ),
    Construction(
        29,
        "verbs of thought",
        sentences="""
<speaker 1>La chercheuse</speaker> <cue 1>pense</cue> que
<content 1 indirect act=thought>le régime ne négociera pas</content>.

<speaker 1>Séoul</speaker> <cue 1>craint</cue> que
<content 1 indirect by=country:KR>le Nord ne procède à un nouvel essai</content>.

<speaker 1>Le colonel</speaker> <cue 1>croit</cue> que
<content 1 indirect act=thought>la brèche sera comblée</content>.

«~<content 1 direct>Cette loi arrive dix ans trop tard</content>~», <cue 1>juge</cue>
<speaker 1>la députée</speaker>.
""",
        traps="""
Le colonel sait que la colonne est partie. Le chef de poste a appris que le pont avait cédé.
""",
    ),
    Construction(
        30,
        "narrativised report with quoted words",
        sentences="""
<speaker 1>Kiev</speaker> <cue 1>a rejeté</cue>
<content 1 mixed by=country:UA>une proposition «~inacceptable~»</content>.

<speaker 1>Le ministre</speaker> <cue 1>a évoqué</cue>
<content 1 mixed>une "erreur tragique" de la patrouille</content>.

<speaker 1>La délégation</speaker> <cue 1>a réclamé</cue>
<content 1 mixed>des “garanties écrites” avant toute signature</content>.
""",
        traps="""
Les deux chefs d'état-major ont évoqué la situation en mer Noire et ont dîné ensemble.

La brigade a rejeté trois véhicules défectueux à la réception.
""",
    ),
    Construction(
        31,
        "free indirect speech beside a statement is left alone",
        sentences="""
<speaker 1>Le négociateur</speaker> <cue 1>a déclaré</cue> que
<content 1 indirect>rien n'était signé</content>. L'accord ne passera pas.

Le général est formel. La ligne tiendra jusqu'au printemps. «~<content 1 direct>Nous avons des
réserves</content>~», <cue 1>ajoute-t-<speaker 1>il</speaker></cue>.

<speaker 1>La maire</speaker> <cue 1>assure</cue> que <content 1 indirect>les abris sont ouverts</content>. Pourquoi
partir maintenant~? Où aller~?
""",
        traps="""
Le ministre est confiant. L'accord passera avant l'été, et le contrat suivra.
""",
    ),
    Construction(
        32,
        "title and apposition around the name",
        sentences="""
<speaker 1>Le ministre des Armées, Sébastien Lecornu,</speaker> <cue 1>a déclaré</cue> que
<content 1 indirect>la commande serait doublée</content>.

«~<content 1 direct>Le calendrier sera tenu</content>~», <cue 1>a promis</cue>
<speaker 1>M. Lecornu</speaker>.

<speaker 1>Annalena Baerbock, ministre allemande des Affaires étrangères</speaker>, <cue 1>a estimé</cue> que
<content 1 indirect by=person:annalena-baerbock>le dialogue restait possible</content>.

<cue 1>Selon</cue> <speaker 1>le général Thierry Burkhard, chef d'état-major des armées</speaker>,
<content 1 indirect by=person:thierry-burkhard>la menace est durable</content>.
""",
        traps="""
Le ministre des Armées, Sébastien Lecornu, a visité l'usine de Bourges jeudi matin.
""",
    ),
    Construction(
        33,
        "ambiguous verb in a construction of speech",
        sentences="""
«~<content 1 direct>Debout, nous partons</content>~», <cue 1>lance</cue> <speaker 1>le sergent</speaker>.

<speaker 1>Le rapporteur</speaker> <cue 1>note</cue> que
<content 1 indirect>le coût a triplé</content>.

"<content 1 direct>Il n'y a plus rien à négocier</content>", <cue 1>tranche</cue>
<speaker 1>le ministre</speaker>.

“<content 1 direct>C'est la fin d'une époque</content>”, <cue 1>conclut</cue>
<speaker 1>l'ancien ambassadeur</speaker>.
""",
        traps="""
La Corée du Nord a lancé un missile vers la mer. Les deux pays ont conclu un contrat de maintenance.

Le capitaine appelle le médecin de bord et note la température.

Le sous-marin poursuit sa route, l'escorteur reprend la sienne et la vedette glisse vers le port.

Le génie a tranché la route et l'infanterie avance vers la ville.
""",
    ),
    Construction(
        34,
        "passive or impersonal",
        sentences="""
Il <cue 1>a été annoncé</cue> que
<content 1 indirect speaker=none by=none>la base fermerait en juin</content>.

<content 1 indirect kind=anonymous>Le commandant a été relevé de ses fonctions</content>,
<cue 1>apprend-<speaker 1>on</speaker></cue> de <speaker 1>source militaire</speaker>.

Il <cue 1>a été précisé</cue> par <speaker 1>l'état-major</speaker> que
<content 1 indirect>les vols reprendraient lundi</content>.

<content 1 indirect>Aucun blessé n'est à déplorer</content>, <cue 1>précise-t-<speaker 1>on</speaker></cue> à la
préfecture.
""",
        traps="""
Il a été blessé par un éclat. Il a fallu une heure pour évacuer la piste.
""",
    ),
    Construction(
        35,
        "speaker named in an earlier sentence",
        sentences="""
Emmanuel Macron a reçu le président polonais lundi. <speaker 1>Le chef de l'État français</speaker>
<cue 1>a affirmé</cue> que
<content 1 indirect by=person:emmanuel-macron>l'aide serait maintenue</content>.

Ursula von der Leyen s'est rendue à Kiev. <speaker 1>Elle</speaker> <cue 1>a ajouté</cue> que
<content 1 indirect by=person:ursula-von-der-leyen>l'adhésion prendrait du temps</content>.

Volodymyr Zelensky est arrivé mardi à Oslo. «~<content 1 direct by=person:volodymyr-zelensky>Nous avons besoin de
missiles</content>~», <cue 1>a déclaré</cue> <speaker 1>le président ukrainien</speaker>.

Olaf Scholz a accueilli Giorgia Meloni. <speaker 1>Cette dernière</speaker> <cue 1>a rappelé</cue> que
<content 1 indirect by=person:giorgia-meloni>l'Italie avait tenu ses promesses</content>.
""",
        traps="""
Emmanuel Macron a reçu le président polonais lundi. Il a ensuite dîné avec le chancelier.
""",
    ),
    Construction(
        36,
        "turns of an interview or dialogue",
        sentences="""
Le Point~: <content 2 optional>Cet accord peut-il durer~?</content> ¶ <speaker 1>Hubert Védrine</speaker>~:
<content 1>Oui, si chacun renonce à l'emporter.</content>

<speaker 1>Emmanuel Macron</speaker> : «~<content 1 direct>Nous ne sommes pas en guerre</content>~». ¶
<speaker 2>Olaf Scholz</speaker> : «~<content 2 direct>Et nous ne le serons pas</content>~».

– <content 2 optional>Êtes-vous prêt à négocier ?</content> ¶ <speaker 1>Josep Borrell</speaker>. –
<content 1>Nous l'avons toujours été, mais pas à n'importe quel prix.</content>
""",
        traps="""
Calibre~: 155 mm ¶ Portée~: 40 km ¶ Équipage~: cinq hommes
""",
    ),
    Construction(
        37,
        "verbless attribution of briefs",
        sentences="""
Nucléaire iranien~: «~<content 1 direct by=country:IR>l'accord est mort</content>~», <cue 1>affirme</cue>
<speaker 1>Téhéran</speaker>

<content 1 indirect>Trois villages repris dans la nuit</content>, <cue 1>selon</cue> <speaker 1>l'armée</speaker>

Mer Rouge~: <cue 1>pour</cue> <speaker 1>Washington</speaker>,
<content 1 indirect by=country:US>la navigation n'est plus sûre</content>

<content 1 indirect>Le cessez-le-feu est entré en vigueur à minuit</content> (<speaker 1>ministère de la
Défense</speaker>).
""",
        traps="""
Rafale~: la chaîne de Mérignac tourne à plein régime (photo)
""",
    ),
)
