"""The words by which machines give themselves away, where their headers are missing.

Subjects that only a server writes are one thing, words that a person may use too another: the
second kind never decides alone. All patterns are RE2 and so linear in the text.
"""

from __future__ import annotations

import re
from typing import Any

from secretary.understand.patterns import anywhere, said, words

MAX_TEXT = 6_000  # characters of the new text that are looked at: a machine says so at once or at the end


_SENTENCE_END = re.compile(r"[.!?;]\s|\n")

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
# Those of them that say so themselves.
ABSENT_PROGRAM = anywhere(
    r"abwesen",
    r"out[ -]of",
    r"absen",
    r"fuori",
    r"fuera",
    r"fora do",
    r"afwezig",
    r"poza",
    r"fr[åa]nv",
    r"frav",
    r"poissa",
)
# The same words with no colon behind: a person may choose them too ("Out of office next week").
ABSENT_SUBJECT = anywhere(
    r"^\s*(?:auto:\s*)?(?:out[ -]of[ -](?:the )?office|abwesenheit(?:s(?:notiz|nachricht|meldung|benachrichtigung))?|abwesend|ich bin nicht im (?:büro|buero|haus)|nicht im (?:büro|haus)|im urlaub|betriebsferien|praxisurlaub|mutterschutz|elternzeit"
    r"|on (?:vacation|holiday|annual leave|leave)|vacation|(?:i am|i'm) (?:currently )?(?:away|out of|on (?:leave|vacation|holiday))|away (?:until|till)|abwesend bis|away from (?:the office|my desk|my mail)|absent du bureau|fuori (?:sede|ufficio)|fuera de (?:la )?oficina|afwezig|nieobecn\w*|ausente)(?:$|[^a-zß-ÿ])"
    r"|is out of the office|ist (?:derzeit |zur ?zeit |momentan )?(?:außer haus|ausser haus|nicht im büro|abwesend|im urlaub)"
)
# Such a word in front of the subject that is answered, in one language or two ("Absent / Abwesend: Angebot").
ABSENT_PREFIX = anywhere(
    r"^\s*((?:[a-zß-ÿ/ -]{0,30}[ /-])?(?:abwesend|abwesenheit\l*|absent|absence|out of (?:the )?office|away|vacation|urlaub\l*|ferien\l*|holiday|betriebsferien)(?:[ /-][a-zß-ÿ/ -]{0,30})?:\s*\S)"
)
# What programs call their confirmation that a mail came in.
CONFIRMS_SUBJECT = anywhere(
    r"^\s*((?:automati\l+ |auto[- ])(?:empfangs|eingangs|lese)?(?:best(?:ä|ae)tigung|confirmation|acknowledge?ment|receipt|notification|notice|benachrichtigung|mitteilung))"
)
# The whole subject of programs that name no mail they answer.
AUTOMATIC_ALONE = anywhere(
    r"^\s*((?:automatische (?:antwort|rückantwort|abwesenheitsnotiz)|automatic reply|auto(?:mated)?[ -]?reply|autoreply|abwesenheitsnotiz|abwesenheitsmeldung|out[ -]of[ -](?:the )?office(?: (?:auto[ -]?)?reply)?))\s*[.!]?\s*$"
)
# Machine's words without a machine's colon.
AUTOMATIC_WORDS = anywhere(
    r"^\s*(auto:\s|autom[a-z]{2,10} (?:antwort|reply|response|rückmeldung)|auto[ -]?(?:reply|response|responder|antwort))"
)

# Programs of before RFC 8098 tell in words that a mail was read.
READ_SUBJECT = anywhere(
    r"^\s*((?:read|not read|gelesen|ungelesen gelöscht|read receipt|lesebestätigung|return receipt(?: \(displayed\))?|empfangsbestätigung(?: \(angezeigt\))?|lu|letto|leído)\s*[:-])"
)
READ_TEXT = words(
    r"(?:was|has been|wurde) (?:read|displayed|opened|deleted without being read|gelesen|geöffnet|angezeigt|ungelesen gelöscht)", r"(?:this is a|dies ist eine) (?:return receipt|read receipt|empfangsbestätigung|lesebestätigung)", r"gelesen am", r"read on"
)  # fmt: skip

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
# Programs that carry documents, calls and reports from one to another.
CARRIES = words(
    r"(?:view|open|review|download|sign) (?:the |your )?(?:completed |signed )?(?:document|agreement|envelope|recording|voicemail|fax|report)s?", r"(?:has|have) (?:completed|finished) (?:signing|viewing)", r"secure link to", r"do not share this (?:e-?mail|link)",
    r"(?:dokument|vertrag|vereinbarung) (?:\l+ )?(?:ansehen|öffnen|prüfen|unterzeichnen|signieren|herunterladen)", r"wurde (?:von allen (?:parteien|beteiligten) )?(?:vollständig )?(?:unterzeichnet|signiert)", r"(?:anruf|fax|voicemail|sprachnachricht|nachricht) von [\d+(][\d ()/+-]{4,20}", r"(?:call|fax|voicemail|voice message|message) from [\d+(][\d ()/+-]{4,20}",
    r"dauer:? \d+[:.]\d\d", r"duration:? \d+[:.]\d\d",
)  # fmt: skip
# Groups of what absent people let a machine say; one alone, a person says too.
ABSENT = words(
    r"(?:out of|away from|not in|leaving|absent from) (?:the |my |our )?office", r"(?:i am|i'm|i will be|i'll be) (?:currently )?(?:away|on (?:annual |parental |maternity |sick |paternity )?(?:leave|vacation|holidays?)|travell?ing|out)",
    r"(?:on|at) (?:annual |parental |maternity |paternity |sick |unpaid )?(?:vacation|holidays?|leave)", r"currently (?:on|away|out|unavailable|not available)", r"(?:is|am) (?:currently )?out of the office", r"not (?:be )?(?:available|reachable|in the office)",
    r"nicht (?:im|in meinem|in unserem) (?:büro|buero|haus|hause|dienst|amt)", r"(?:bin|bist|ist|sind) (?:[a-zß-ÿ\d.]+ ){0,7}(?:außer haus|ausser haus|abwesend|im urlaub|auf dienstreise|nicht (?:zu )?erreich\l+|nicht anwesend|nicht da|nicht im haus|in elternzeit|i[nm] mutterschutz|im krankenstand|im sabbatical)",
    r"(?:befinde|befindet|befinden) (?:\l+ ){0,4}(?:im urlaub|in elternzeit|nicht im|auf (?:dienst|geschäfts)reise|außer haus|ausser haus|in mutterschutz)",
    r"(?:in|aus) (?:dem )?urlaub", r"urlaubsbedingt", r"(?:praxis|kanzlei|büro|betrieb|geschäft|firma|haus|hotel|restaurant|laden|werkstatt|amt|schule) (?:ist|bleibt|hat) (?:\l+ |[\d.]+ ){0,8}geschlossen", r"betriebsferien",
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
    r"(?:wenden|melden) sie sich (?:bitte )?(?:\l+ ){0,5}an (?:meine|meinen|unser|unsere|frau|herrn|die)", r"(?:während|in) meiner abwesenheit", r"vertr(?:itt|eten) mich", r"meine vertretung", r"vertretung(?:sweise)? (?:übernimmt|hat|macht)", r"(?:urlaubs)?vertretung ?:", r"vertretung durch",
    r"en cas d'urgence", r"in casi urgenti", r"en caso urgente",
)  # fmt: skip
LATER = words(
    r"(?:reply|respond|answer|get back|deal with|read|back to you)(?: \l+){0,7} (?:when|upon|after|as soon as|once|on) (?:my return|i return|i am back|i'm back|i get back|returning|possible after)",
    r"(?:upon|on|after) my return", r"nach meiner rückkehr", r"nach (?:meinem |dem )urlaub (?:\l+ ){0,5}(?:antworten|bearbeiten|melden|beantworten|lesen)", r"(?:ab dem|ab|am) [a-zß-ÿ\d. ,]{2,30} (?:bin ich )?wieder (?:für sie |persönlich |gerne? )?(?:im büro|erreichbar|da|zurück|im haus|für sie da)",
    r"(?:i will|i'll|i am|i shall) (?:be )?(?:back|return\w*) (?:in the office |to the office |to work )?(?:on|from|by|at|monday|tuesday|wednesday|thursday|friday)", r"(?:will not|won't) return until", r"à mon retour",
    r"kehre (?:\l+ |[\d.]+ ){0,4}zurück", r"wieder (?:für sie )?(?:erreichbar|im büro|im dienst|im haus|zurück)",
)  # fmt: skip
# What only a mail that calls itself an automatic answer shows to be an absence.
PERHAPS_ABSENT = words(
    r"erkrank\l+", r"krankheit\l*", r"krankenstand", r"(?:kann|können)(?: \S+){0,6} (?:derzeit|zurzeit|zur zeit|momentan|aktuell|vorübergehend) (?:nicht|nur) (?:bearbeite\l+|beantworte\l+|lesen)",
    r"(?:working|office|business) (?:days|hours)", r"part[- ]?time", r"teilzeit", r"(?:arbeits|büro)tage\l*", r"(?:at|to|back at) my desk", r"arbeite (?:nur|immer|montags|dienstags|mittwochs|donnerstags|freitags)", r"maternity|paternity|parental", r"elternzeit|mutterschutz|sabbatical",
    r"unterwegs", r"verreist", r"krank(?:geschrieben|heitsbedingt)?", r"frei(?:en|er) tag", r"(?:antworte|melde|lese|bearbeite)n? (?:mich |ich mich )?(?:\l+ ){0,3}(?:erst )?(?:am|ab|nächste|wieder)", r"antwort (?:erst )?(?:ab|am)", r"ab [^\n.]{2,30} wieder", r"auf (?:einer )?(?:reise|messe|tagung|fortbildung|konferenz)",
    r"away", r"travell?ing", r"unwell|ill|sick", r"day off", r"at a (?:conference|fair|workshop|trade show)", r"on (?:an? )?(?:\l+ )?(?:trip|sabbatical|secondment|tour|cruise)", r"(?:will|shall|'ll) (?:read|reply|respond|answer|be back|get back)(?: \S+){0,6} (?:on|from|tonight|tomorrow|monday|tuesday|wednesday|thursday|friday|next)", r"back (?:on|at) (?:the|monday|tuesday|wednesday|thursday|friday|\d)",
    r"(?:no|without|little|hardly any|poor) (?:\l+ )?(?:service|reception|signal|coverage|internet|wi-?fi|phone|network)", r"off(?: the)? grid", r"offline", r"off (?:work|duty|today|this week|until|till)", r"(?:ohne|kein(?:en)?|kaum|schlechten) (?:\l+ )?(?:netz|empfang|internet|handy|wlan|telefon)",
    r"(?:until|till?|through|thru|bis(?: einschließlich| zum)?) (?:the )?(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|\d)",
)  # fmt: skip
ABSENCE_GROUPS = (ABSENT, NO_ACCESS, URGENT, LATER)
THANKS_FOR_MAIL = words(
    r"(?:thank you|thanks|many thanks) for (?:your|the|contacting|writing|reaching|getting) ?(?:e-?mail|message|mail|inquiry|enquiry|request|interest|us|to us|in touch)?",
    r"(?:vielen|herzlichen|besten) dank für (?:ihre|deine|die|eure) (?:e-?mail|nachricht|mail|anfrage|mitteilung|zuschrift)", r"danke für (?:ihre|deine|die|eure) (?:e-?mail|nachricht|mail|anfrage)",
    r"your (?:ticket|request|case)(?: \(?#?\d+\)?)? (?:has been|was) received",
    r"(?:we have|we've|have) received your", r"(?:ist|sind|wurde) (?:bei|in) (?:uns|der|dem|unserer|unserem)(?: \S+){0,5} eingegangen", r"haben wir erhalten", r"wir haben ihre (?:\l+ )?(?:e-?mail|nachricht|mail|anfrage|bestellung|bewerbung|meldung) erhalten",
)  # fmt: skip
# Who writes so to a customer by name is no mailing.
OF_ONESELF = words(r"ich", r"bin", r"mir", r"mich", r"mein\l{0,2}", r"i", r"i'm", r"i'll", r"i've", r"me", r"my")
TICKET = words(
    r"(?:ticket|case|reference|request|vorgangs?|fall|bearbeitungs?|ticket-?|anfrage)[ -]?(?:id|number|no\.?|nr\.?|nummer|#)", r"ticket ?#", r"your (?:ticket|request|case)(?: \(?#?\d+\)?)? (?:has been|was) (?:created|received|opened|registered)",
    r"(?:eingangsbestätigung|empfangsbestätigung)", r"(?:a|our) (?:member of our|support) (?:team|staff)(?: \l+){0,4} (?:will|get back)", r"(?:schnellstmöglich|so schnell wie möglich|in kürze|innerhalb von|baldmöglichst|umgehend)(?: \S+){0,6} (?:bearbeite[nt]|beantworte[nt]|melden|antworten|kontaktieren)",
)  # fmt: skip

# A guard in front of somebody's mailbox holds a mail back until its writer shows to be human.
HELD_BACK = words(
    r"(?:gegen|vor|zum schutz vor|um) (?:unerwünschte[nr]? )?(?:spam|werbe)\l*(?: \l+){0,4} (?:geschützt|schütze|zu schützen|abzuwehren)", r"damit ihre (?:e-?mail|nachricht|mail)(?: \l+){0,4} (?:zugestellt|ankommt|zustellen|ausgeliefert|gelesen)", r"ihre (?:e-?mail|nachricht|mail)(?: \S+){0,3} (?:wird|wurde)(?: \l+){0,4} (?:zurückgehalten|in quarantäne|zwischengespeichert)", r"wird ihre (?:nachricht|e-?mail|mail) zugestellt",
    r"(?:protect\l*|guard\l*) (?:my|this|the|his|her) (?:inbox|mailbox|e-?mail)", r"(?:your|the) (?:message|e-?mail|mail) (?:is being|has been|is|was) (?:held|quarantined|delayed)(?: \l+){0,5}", r"to (?:control|reduce|prevent|fight|stop) (?:spam|junk)", r"waiting list", r"(?:to|before) (?:deliver|delivering)(?: it| your \l+)", r"before (?:your|the) (?:message|e-?mail|mail) (?:can|will) be delivered", r"only from (?:senders|people)",
)  # fmt: skip
PROVE_YOURSELF = words(
    r"(?:bestätigen|verifizieren|beweisen|zeigen) sie(?: \S+){0,8} (?:mensch|link|absender|adresse|schaltfläche|klick\l*|antworten)", r"kein (?:automat|roboter|spammer|programm) (?:sind|ist)", r"(?:klicken|rufen) sie(?: \S+){0,8} (?:link|bestätig\l*|auf)", r"(?:einmalig\l*|nur einmal) (?:\l+ ){0,4}(?:bestätig\l*|nötig|erforderlich|notwendig)",
    r"(?:prove|confirm|verify|show)(?: \S+){0,6} (?:human|person|real|sender|address|not a (?:robot|machine|spammer))", r"(?:click|follow|visit)(?: \S+){0,6} (?:link|below|button|here)(?: \S+){0,10} (?:prove|verify|confirm|authenticate|deliver\l*|release)", r"(?:verify|authenticate|confirm) your (?:message|e-?mail|address|identity)", r"approved (?:senders|beforehand)", r"(?:simply|just|please) reply to this (?:message|e-?mail) to (?:confirm|verify|release|be)", r"added to my (?:list|approved)",
)  # fmt: skip
# What the guard asks for: a click, or a sign of life.
BY_A_CLICK = words(
    r"klick\l*",
    r"click\l*",
    r"links?",
    r"mensch\l*",
    r"human",
    r"person",
    r"roboter",
    r"robot",
    r"automat",
    r"formular",
    r"form",
)

# A greeting by name: machines that answer do not know whom.
_GREETED = anywhere(
    r"^\s*(?:(?:sehr geehrte[r]?|liebe[r]?|guten (?:tag|morgen|abend)|hallo|hi|hey|dear|hello|servus|moin|grüß gott|good (?:morning|afternoon)),?[ \t]+)"
    r"((?:herr|frau|mr|mrs|ms|dr|prof)\b\.?[ \t]+\l+|\l+)"
)
_NOBODY = frozenset(
    """damen kunde kunden kundin kundinnen kolleginnen kollegen kollege absender absenderin geschäftspartner interessent interessenten sender
    customer client all everyone everybody colleague colleagues friend friends sir madam there user team zusammen alle applicant bewerber
    bewerberin this thank thanks danke vielen ich wir i we your ihre hier here partner patientin patient patienten mandant mandanten mandantin gast gäste leser leserin reader subscriber""".split()
)
# "Liebe Patientinnen und Patienten".
_MANY = ("innen", "*innen", "kunden", "gäste", "mitglieder")

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
    r"mailing ?list(?: \S+){0,2}\n", r"[a-zß-ÿ\d._-]+ mailing list", r"[a-zß-ÿ\d._-]+ mailingliste", r"mailman/listinfo/\S+", r"to (?:post|subscribe|unsubscribe)(?: \l+){0,4}[, ]{1,2}(?:send|e-?mail|write|mail)", r"e-?mail to (?:majordomo|listserv)@\S+",
    r"unsubscribe@\S+", r"list-?unsubscribe@\S+", r"[a-zß-ÿ\d._-]+-unsubscribe@\S+", r"[a-zß-ÿ\d._+-]+@googlegroups\.com", r"google groups? ?[\"'„“]", r"yahoo! groups",
)  # fmt: skip


def absence_groups(text: str) -> tuple[str, ...]:
    """The words of each group of what absent people let a machine say."""
    return tuple(told for pattern in ABSENCE_GROUPS if (told := said(pattern, text)))


def greets_somebody(text: str) -> bool:
    """Whether the first line greets a person by name."""
    hit = _GREETED.search(text[:200])
    named = hit.group(1).split()[-1].casefold() if hit else ""
    return bool(named) and named not in _NOBODY and not named.endswith(_MANY)


def sentence_behind(pattern: Any, text: str) -> str:  # noqa: ANN401 - re2 has no types
    """What follows on words in their sentence, as far as its end or its line's."""
    hit = pattern.search(text)
    return _SENTENCE_END.split(text[hit.end(1) : hit.end(1) + 200], maxsplit=1)[0] if hit else ""
