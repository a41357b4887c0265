"""The words by which machines give themselves away, where their headers are missing.

Subjects that only a server writes are one thing, words that a person may use too another: the
second kind never decides alone. All patterns are RE2 and so linear in the text.
"""

from __future__ import annotations

from secretary.understand.patterns import anywhere, said, words

MAX_TEXT = 6_000  # characters of the new text that are looked at: a machine says so at once or at the end


# --- subjects ---------------------------------------------------------------------------

# What Exchange, Notes, GMX and others write in front of the subject, in the languages they speak.
AUTOMATIC_SUBJECT = anywhere(
    r"^\s*(?:\[[^\]]{1,30}\]\s*)?((?:automatische (?:antwort|rückantwort|abwesenheitsnotiz|nachricht)|autom\. antwort|automatic (?:reply|response)|auto(?:mated|matic)?[ -]?"
    r"(?:reply|response|responder|antwort)|auto[ -]?repl(?:y|ied)|out[ -]of[ -](?:the )?office(?: (?:auto[ -]?reply|reply|message|notification|response))?"
    r"|abwesenheits(?:notiz|nachricht|assistent|meldung|benachrichtigung|info)|r[ée]ponse automatique|absence du bureau|absent\(e\)|message d'absence"
    r"|risposta automatica|fuori sede|respuesta autom[áa]tica|fuera de (?:la )?oficina|automatisch antwoord|automatisch bericht|afwezigheidsbericht"
    r"|automatyczna odpowied[źz]|nieobecno[śs][ćc]|poza biurem|resposta autom[áa]tica|fora do escrit[óo]rio|autosvar|automatiskt svar|frånvaro"
    r"|automatisk svar|ikke til stede|fravær|automatick[áa] odpov[ěe][ďd]|mimo kancel[áa][řr]|automatikus v[áa]lasz|házon kívül"
    r"|автоматический ответ|нет на месте|автоматична відповідь|αυτόματη απάντηση|otomatik yanıt|automaattinen vastaus|poissa"
    r"|răspuns automat|samodejni odgovor|automatski odgovor|自動応答|自动答复|自動回覆|자동 회신)\s*[:：])"
)
# The same words with no colon behind: a person may choose them too ("Out of office next week").
ABSENT_SUBJECT = anywhere(
    r"^\s*(?:auto:\s*)?(?:out[ -]of[ -](?:the )?office|abwesenheit(?:s(?:notiz|nachricht|meldung|benachrichtigung))?|abwesend|ich bin nicht im (?:büro|buero|haus)|nicht im (?:büro|haus)|im urlaub"
    r"|on (?:vacation|holiday|annual leave|leave)|vacation|away from (?:the office|my desk|my mail)|absent du bureau|fuori (?:sede|ufficio)|fuera de (?:la )?oficina|afwezig|nieobecn\w*|ausente)(?:$|[^a-zà-ÿ])"
    r"|is out of the office|ist (?:derzeit |zur ?zeit |momentan )?(?:außer haus|ausser haus|nicht im büro|abwesend|im urlaub)"
)
# Machine's words without a machine's colon.
AUTOMATIC_WORDS = anywhere(
    r"^\s*(auto:\s|autom[a-z]{2,10} (?:antwort|reply|response|rückmeldung)|auto[ -]?(?:reply|response|responder|antwort))"
)

# --- what an automatic answer says --------------------------------------------------------

# It calls itself automatic: no person does.
SAYS_AUTOMATIC = words(
    r"(?:this|the following) (?:is|was|message is|e-?mail is|mail is|message was|email was) (?:an |a )?(?:auto(?:matic(?:ally)?|mated)?|computer|system)[ -]?(?:ally )?(?:e-?mail |mail )?"
    r"(?:generated|created|sent|reply|response|message|e-?mail|notification|mail|answer|confirmation|autoreply|vacation)",
    r"(?:this|your) (?:e-?mail|message|mail|notification|confirmation) (?:has been|was|is) (?:automatically|auto-?) ?(?:generated|created|sent)",
    r"(?:automatic|automated|automatically generated|auto-?generated|system-?generated) (?:reply|response|message|e-?mail|notification|mail)[ ,.:;-]{0,3}(?:please )?(?:do not|don't|please|from|$)",
    r"(?:dies|das|dieses|hierbei handelt es sich um|es handelt sich um) ?(?:ist |hier um )?(?:eine? )?(?:automatisch|automatische|automatisierte|maschinell|vom system)(?:e[rsn]?)?(?: \l+(?:e[rsn]?)?)? ?"
    r"(?:e-?mail|nachricht|mail|antwort|benachrichtigung|mitteilung|rückmeldung|eingangsbestätigung|bestätigung|abwesenheitsnotiz)",
    r"(?:diese|die|ihre) (?:e-?mail|nachricht|mail|mitteilung|benachrichtigung|bestätigung) (?:wurde|wird|ist) (?:von (?:unserem|einem) system )?(?:automatisch|maschinell|systemseitig)",
    r"(?:automatisch|maschinell) (?:erstellte?|generierte?|erzeugte?|versandte?|versendete?)[nrs]? (?:e-?mail|nachricht|mail|antwort|mitteilung|benachrichtigung)",
    r"i am an auto-?responder", r"ich bin ein autoresponder", r"ceci est (?:un message|une r[ée]ponse) automatique",
    r"questa è una (?:risposta|e-?mail|mail) automatica", r"esta es una respuesta autom[áa]tica", r"dit is een automatisch",
)  # fmt: skip
# A person may write this too, on the phone of somebody else; never to somebody greeted by name.
DO_NOT_REPLY = words(
    r"(?:please )?(?:do not|don't) (?:reply|respond) (?:directly )?to this (?:e-?mail|message|mail|address|auto\w*|notification)",
    r"(?:replies|responses|answers) to this (?:e-?mail|message|mail|address|mailbox) (?:are|is|will) not",
    r"this (?:mailbox|inbox|address|e-?mail address) is (?:not monitored|unmonitored|unattended)",
    r"(?:bitte )?(?:antworten sie|antworte|beantworten sie) (?:bitte )?nicht (?:direkt )?auf diese",
    r"(?:bitte )?nicht auf diese (?:e-?mail|nachricht|mail|automat\w*) (?:antworten|zu antworten|reagieren)",
    r"(?:antworten|rückfragen) (?:an|auf) diese (?:e-?mail-?)?(?:adresse|nachricht|e-?mail|mail) (?:können|werden|wird|kann) (?:leider )?nicht",
    r"(?:an|auf) diese (?:e-?mail-?)?adresse (?:gesendete|gerichtete) (?:e-?mails|nachrichten|antworten) (?:werden|können) nicht",
)  # fmt: skip
# Groups of what absent people let a machine say; one alone, a person says too.
ABSENT = words(
    r"(?:out of|away from|not in|leaving|absent from) (?:the |my |our )?office", r"(?:i am|i'm|i will be|i'll be) (?:currently )?(?:away|on (?:annual |parental |maternity |sick |paternity )?(?:leave|vacation|holidays?)|travell?ing|out)",
    r"currently (?:on|away|out|unavailable|not available)", r"(?:is|am) (?:currently )?out of the office", r"not (?:be )?(?:available|reachable|in the office)",
    r"nicht (?:im|in meinem|in unserem) (?:büro|buero|haus|hause|dienst|amt)", r"(?:bin|bist|ist|sind) (?:\l+ ){0,6}(?:außer haus|ausser haus|abwesend|im urlaub|auf dienstreise|nicht (?:zu )?erreich\l+|nicht anwesend|nicht da|nicht im haus|in elternzeit|in mutterschutz)",
    r"(?:befinde|befindet|befinden) (?:\l+ ){0,4}(?:im urlaub|in elternzeit|nicht im|auf (?:dienst|geschäfts)reise|außer haus|ausser haus|in mutterschutz)",
    r"(?:in|aus) (?:dem )?urlaub", r"urlaubsbedingt", r"(?:praxis|kanzlei|büro|betrieb|geschäft|firma) (?:ist|bleibt) (?:\l+ |[\d.]+ ){0,8}geschlossen", r"betriebsferien",
    r"je suis (?:actuellement )?(?:absent|en congés?)", r"sono (?:fuori|assente)", r"estoy fuera", r"ben (?:ik )?(?:afwezig|niet aanwezig)", r"jestem nieobecn\l+",
)  # fmt: skip
NO_ACCESS = words(
    r"(?:limited|no|intermittent|little|irregular|restricted|only sporadic) (?:or no )?access to (?:my )?(?:e-?mails?|mails?|messages)", r"(?:not|only) (?:be )?(?:checking|reading|able to (?:read|check)) (?:my )?(?:e-?mails?|mails?|messages)",
    r"(?:keinen|nur (?:eingeschränkt|begrenzt|unregelmäßig|sporadisch|sehr eingeschränkt)\l*|eingeschränkten|begrenzten) (?:zugriff|zugang) (?:auf|zu) (?:meine[nrs]? |mein )?(?:e-?mails?|mails|postfach)",
    r"(?:e-?mails?|mails|nachrichten?|ihre (?:e-?mail|mail|nachricht)) (?:werden|wird) (?:in dieser zeit |in meiner abwesenheit |während meiner abwesenheit |aus \l+ |automatisch )?(?:nicht|weder|zwar nicht) (?:\l+ ){0,3}(?:weitergeleitet|gelesen|bearbeitet)",
    r"(?:messages?|e-?mails?|mail) (?:will|is|are) (?:not be|not being|not) (?:forwarded|read|monitored)",
    r"(?:e-?mails?|mails|nachrichten) (?:\l+ ){0,3}nur (?:sporadisch|unregelmäßig|eingeschränkt)",
)  # fmt: skip
URGENT = words(
    r"(?:in|for|with|if|urgent(?:ly)?) (?:\l+ ){0,5}(?:urgent|immediate|emergency|emergencies|pressing|important)(?: \l+){0,6}[ ,]{1,2}(?:please )?(?:contact|call|write|e-?mail|reach|turn to|get in touch)",
    r"(?:please )?(?:contact|e-?mail|call) (?:my colleague|my assistant|the office|our office|reception)", r"(?:during|in) my absence",
    r"(?:in|bei|für|wenn) (?:\l+ ){0,4}(?:dringend|eilig|wichtig|unaufschiebbar|eil|notfall|notfällen)\l*(?: \l+){0,4}[ ,]{1,2}(?:wenden|kontaktieren|schreiben|rufen|melden|erreichen|hilft|helfen|steht|bitte)",
    r"(?:wenden|melden) sie sich (?:bitte )?(?:\l+ ){0,5}an (?:meine|meinen|unser|unsere|frau|herrn|die)", r"(?:während|in) meiner abwesenheit", r"vertr(?:itt|eten) mich", r"meine vertretung", r"vertretung(?:sweise)? (?:übernimmt|hat|macht)",
    r"en cas d'urgence", r"in casi urgenti", r"en caso urgente",
)  # fmt: skip
LATER = words(
    r"(?:reply|respond|answer|get back|deal with|read|back to you)(?: \l+){0,7} (?:when|upon|after|as soon as|once|on) (?:my return|i return|i am back|i'm back|i get back|returning|possible after)",
    r"(?:upon|on|after) my return", r"nach meiner rückkehr", r"nach (?:meinem |dem )urlaub (?:\l+ ){0,5}(?:antworten|bearbeiten|melden|beantworten|lesen)", r"(?:ab dem|ab|am) [a-zà-ÿ\d. ,]{2,30} (?:bin ich )?wieder (?:für sie |persönlich |gerne? )?(?:im büro|erreichbar|da|zurück|im haus|für sie da)",
    r"(?:i will|i'll|i am|i shall) (?:be )?(?:back|return\w*) (?:in the office |to the office |to work )?(?:on|from|by|at|monday|tuesday|wednesday|thursday|friday)", r"(?:will not|won't) return until", r"à mon retour",
    r"kehre (?:\l+ |[\d.]+ ){0,4}zurück", r"wieder (?:für sie )?(?:erreichbar|im büro|im dienst|im haus|zurück)",
)  # fmt: skip
ABSENCE_GROUPS = (ABSENT, NO_ACCESS, URGENT, LATER)
THANKS_FOR_MAIL = words(
    r"(?:thank you|thanks|many thanks) for (?:your|the|contacting|writing|reaching|getting) ?(?:e-?mail|message|mail|inquiry|enquiry|request|interest|us|to us|in touch)?",
    r"(?:vielen|herzlichen|besten) dank für (?:ihre|deine|die|eure) (?:e-?mail|nachricht|mail|anfrage|mitteilung|zuschrift|bestellung)", r"danke für (?:ihre|deine|die|eure) (?:e-?mail|nachricht|mail|anfrage)",
    r"your (?:ticket|request|case)(?: \(?#?\d+\)?)? (?:has been|was) received",
    r"(?:we have|we've|have) received your", r"(?:ist|wurde) bei uns eingegangen", r"haben wir erhalten", r"wir haben ihre (?:\l+ )?(?:e-?mail|nachricht|mail|anfrage|bestellung|bewerbung|meldung) erhalten",
)  # fmt: skip
# Who writes so to a customer by name is no mailing.
OF_ONESELF = words(r"ich", r"mir", r"mich", r"meine\l*", r"i", r"i'm", r"i'll", r"i've", r"me", r"my")
TICKET = words(
    r"(?:ticket|case|reference|request|vorgangs?|fall|bearbeitungs?|ticket-?|anfrage)[ -]?(?:id|number|no\.?|nr\.?|nummer|#)", r"ticket ?#", r"your (?:ticket|request|case)(?: \(?#?\d+\)?)? (?:has been|was) (?:created|received|opened|registered)",
    r"(?:eingangsbestätigung|empfangsbestätigung)", r"(?:a|our) (?:member of our|support) (?:team|staff)(?: \l+){0,4} (?:will|get back)", r"(?:schnellstmöglich|so schnell wie möglich|in kürze|innerhalb von|baldmöglichst|umgehend)(?: \S+){0,6} (?:bearbeite[nt]|beantworte[nt]|melden|antworten|kontaktieren)",
)  # fmt: skip

# A greeting by name: machines that answer do not know whom.
_GREETED = anywhere(
    r"^\s*(?:(?:sehr geehrte[r]?|liebe[r]?|guten (?:tag|morgen|abend)|hallo|hi|hey|dear|hello|servus|moin|grüß gott|good (?:morning|afternoon)),?[ \t]+)"
    r"((?:herr|frau|mr|mrs|ms|dr|prof)\b\.?[ \t]+\l+|\l+)"
)
_NOBODY = frozenset(
    """damen kunde kunden kundin kundinnen kolleginnen kollegen kollege absender absenderin geschäftspartner interessent interessenten sender
    customer client all everyone everybody colleague colleagues friend friends sir madam there user team zusammen alle applicant bewerber
    bewerberin partner patientin patient patienten mandant mandanten mandantin gast gäste leser leserin reader subscriber""".split()
)

# --- what mass mail says ------------------------------------------------------------------

UNSUBSCRIBE_FOOTER = words(
    r"(?:to|click here to|click to|you can|you may|how to) (?:unsubscribe|opt[ -]?out|be removed|stop receiving)", r"unsubscribe (?:here|from this|instantly|at any time|link|now|:|\|)", r"unsubscribe at",
    r"you(?: are|'re)? (?:have )?(?:receiv(?:ed|ing)|getting|got) this (?:e-?mail|message|newsletter|mail|mailing|digest) (?:because|as|since)", r"(?:this|the) (?:e-?mail|message|newsletter) (?:was|has been|is being) sent to (?:you|\S+@\S+)",
    r"view (?:this )?(?:e-?mail|message|newsletter|it)? ?(?:in|with) (?:your|a|the) (?:web ?)?browser", r"(?:update|manage|change|edit) (?:your |my )?(?:e-?mail |subscription |mailing |notification )*(?:preferences|subscriptions?|settings)",
    r"(?:newsletter|e-?mails?|mails?|mailings?|nachrichten|benachrichtigungen)(?: \l+){0,6} (?:abbestellen|abmelden|abzubestellen|abzumelden|austragen)", r"(?:vom|von diesem|unserem?|aus dem|diesen) (?:\l+ )?(?:newsletter|verteiler|mailing)(?: \l+){0,5} (?:abmelden|austragen|abbestellen|abzumelden|austragen lassen)",
    r"(?:sie|du) (?:erhalten|erhältst|bekommen|bekommst) diese[ns]? (?:e-?mail|newsletter|nachricht|mail|mailing)[ ,]{1,2}(?:weil|da|als)", r"diese[rs]? (?:e-?mail|newsletter|mail|nachricht) (?:wurde|ging|geht|wird) an \S+@\S+",
    r"(?:hier|jetzt|jederzeit) (?:\l+ ){0,3}(?:abmelden|abbestellen)", r"(?:im|in ihrem|in deinem) (?:web ?)?browser (?:ansehen|anzeigen|öffnen|betrachten|lesen)", r"(?:online-?version|webversion|web-?ansicht)",
    r"keine (?:weiteren )?(?:newsletter|werbe-?e?-?mails?|informationen|angebote)(?: \l+){0,3} (?:mehr )?(?:erhalten|wünschen|bekommen)", r"se d[ée]sabonner", r"se d[ée]sinscrire", r"cancella(?:re la tua)? iscrizione", r"darse de baja", r"uitschrijven",
)  # fmt: skip
LIST_FOOTER = words(
    r"mailing ?list(?: \S+){0,2}\n", r"[a-zà-ÿ\d._-]+ mailing list", r"[a-zà-ÿ\d._-]+ mailingliste", r"mailman/listinfo/\S+", r"to (?:post|subscribe|unsubscribe)(?: \l+){0,4}[, ]{1,2}(?:send|e-?mail|write|mail)", r"e-?mail to (?:majordomo|listserv)@\S+",
    r"unsubscribe@\S+", r"list-?unsubscribe@\S+", r"[a-zà-ÿ\d._-]+-unsubscribe@\S+", r"[a-zà-ÿ\d._+-]+@googlegroups\.com", r"google groups? ?[\"'„“]", r"yahoo! groups",
)  # fmt: skip


def absence_groups(text: str) -> tuple[str, ...]:
    """The words of each group of what absent people let a machine say."""
    return tuple(told for pattern in ABSENCE_GROUPS if (told := said(pattern, text)))


def greets_somebody(text: str) -> bool:
    """Whether the first line greets a person by name."""
    hit = _GREETED.search(text[:200])
    return bool(hit) and hit.group(1).split()[-1].casefold() not in _NOBODY
