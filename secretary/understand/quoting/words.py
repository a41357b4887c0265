"""The words and shapes by which parts of a mail are told apart, German and English first.

Every pattern is anchored or free of nested repetition, so that it is linear in the line.
"""

from __future__ import annotations

import re

from secretary.understand.patterns import anywhere, words

# --- header blocks of answered and forwarded mail ---------------------------------------

_KEYS = {
    "from": "von, from, de, da, van, från, fra, od, mittente, expéditeur, absender, lähettäjä, feladó, remitente, afzender,"
    " nadawca, de la, kimden, από, от, від, odesílatel",
    "sent": "gesendet, gesendet am, sent, sent on, date, date sent, datum, envoyé, enviado, inviato, verzonden, skickat,"
    " sendt, data, fecha, dato, wysłano, erstellt, zeit, lähetetty, elküldve, envoyé le, date d'envoi, enviado el,"
    " enviado em, enviada em, inviato il, verzonden op, wysłane, odesláno, odoslané, poslano, poslané, küldve, dátum, trimis,"
    " gönderildi, gönderilme tarihi, tarih, отправлено, дата, надіслано",
    "to": "an, to, à, para, a, aan, till, til, do, empfänger, vastaanottaja, címzett, destinataire, destinatario, adresat,"
    " komu, za, kome, către, kime, кому, per",
    "cc": "cc, kopie, copy, bcc, blindkopie, kopia, copie, cópia, blind copy, copia, dw, kópia, másolatot kap, kopio, bilgi,"
    " копия, копія, ccn, cci",
    "subject": "betreff, subject, objet, asunto, oggetto, onderwerp, ämne, emne, temat, betr, assunto, aihe, tárgy,"
    " předmět, predmet, zadeva, subiect, konu, тема, θέμα",
    "other": "wichtigkeit, importance, priorität, priority, anlagen, attachments, anhang, anhänge, vertraulichkeit,"
    " sensitivity, organisation, organization, kategorien, antwort an, reply-to, reply to, return-path, message-id,"
    " répondre à, pièces jointes, allegati, adjuntos, bijlagen, załączniki, datei, dateien, signiert, signed by,"
    " mailed-by, gesendet von, unterschrieben von",
}
HEADER_KEYS = {word.strip(): role for role, listed in _KEYS.items() for word in listed.split(",")}
# The longest key with its marks ("*Gesendet am:*").
KEY_LENGTH = 24

_MONTH = (
    r"(?:jan|feb|m[äa]r|maer|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|de[zc]|jän|gen|mag|giu|lug|ago|set|ott|dic|mrt|mei|maa"
    r"|juin|juil|août|avr|fév|déc|ene|abr|mars|fev|out|maj|sty|lut|kwi|cze|lip|sie|wrz|paź|lis|gru|led|úno|bře|dub|kvě|čer|srp|zář|říj|pro"
    r")[a-zäéûçńśźřěčůí]{0,9}\.?"
)
FULL_DATE = re.compile(
    r"(?i)\b(?:\d{1,2}[./-]\s?\d{1,2}[./-]\s?(?:19|20)?\d{2}\b|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2}"
    rf"|\d{{1,2}}(?:\.|st|nd|rd|th|er|º|°)?(?: de)? {_MONTH},?(?: de)? (?:19|20)?\d\d\b|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? (?:19|20)\d\d)"
)
CLOCK = re.compile(r"(?<![\d.:])\d{1,2}(?::\d{2}|\.\d{2}(?![\d.]))")
ADDRESS = re.compile(r"[^\s<>@,;:\[\]()\"]{1,100}@[^\s<>@,;:\[\]()\"]{2,200}")

# --- separators -------------------------------------------------------------------------

# The words between the dashes that each program puts above what it quotes or forwards.
_REPLIED = (
    r"original(?:e)?[ -]?(?:message|nachricht|mail|e-?mail)|ursprüngliche (?:nachricht|e-?mail|mail)"
    r"|urspr\. nachricht|ursprungsnachricht|message d'origine|mensaje original|messaggio originale|oorspronkelijk bericht"
    r"|ursprungligt meddelande|oprindelig meddelelse|opprinnelig melding|mensagem original|message original|wiadomość oryginalna"
    r"|oryginalna wiadomość|původní zpráva|pôvodná správa|eredeti üzenet|izvorna poruka|mesaj original|исходное сообщение|reply message|antwort(?:nachricht)?|original appointment|ursprünglicher termin"
)
_FORWARDED = (
    r"forwarded (?:message|mail|e-?mail|by)|weitergeleitete (?:nachricht|mail|e-?mail)|weitergeleitet von|fwd message"
    r"|mensagem (?:encaminhada|reencaminhada)|wiadomość przekazana|przekazana wiadomość|přeposlaná zpráva|videresendt (?:meddelelse|melding)"
    r"|továbbított üzenet|пересылаемое сообщение|message transféré|mensaje reenviado|messaggio inoltrato|doorgestuurd bericht|vidarebefordrat meddelande"
    r"|begin forwarded message|anfang der weitergeleiteten (?:nachricht|e-?mail)|start of forwarded message"
)
REPLY_SEPARATOR = re.compile(rf"(?i)[\s>]*[-_=*]{{2,}}\s?(?:{_REPLIED})\b[^-_=*]{{0,80}}[-_=*]{{1,}}\s*")
FORWARD_SEPARATOR = re.compile(
    rf"(?i)[\s>]*(?:[-_=*]{{2,}}\s?(?:{_FORWARDED})\b[^_=*]{{0,120}}[-_=*]+"
    r"|begin forwarded message ?:|anfang der weitergeleiteten (?:nachricht|e-?mail) ?:|début du message réexpédié ?:"
    r"|weitergeleitete nachricht ?:|inizio messaggio inoltrato ?:|begin doorgestuurd bericht ?:)\s*"
)
# Lotus and HCL Notes: "-----Jane Cole/Firma wrote: -----".
NOTES_SEPARATOR = re.compile(r"(?i)-{3,}\s?[^-\n]{1,120}\b(?:wrote|schrieb|geschrieben)\b[^-\n]{0,60}:?\s?-{3,}")
RULE_LINE = re.compile(r"[_\-=*–—~#]{5,}")
# Ticket systems ask for the answer above a line.
ANSWER_ABOVE = re.compile(
    r"(?i)(?=.{0,40}\b(?:above|oberhalb|über)\b)(?=.{0,120}\b(?:reply|replies|respond|type|write|antwort\w*|schreiben)\b)"
    r".{0,40}\b(?:above this line|oberhalb dieser (?:zeile|linie)|über dieser (?:zeile|linie)|above the line).{0,80}"
    r"|\W{2,}.{0,60}\b(?:reply|antwort\w*|response)\b.{0,40}\b(?:above|oberhalb|über)\b.{0,60}"
)
FORWARD_SUBJECT = re.compile(
    r"(?i)\s*(?:(?:re|aw|sv)\s*:\s*)?(?:fw|fwd|wg|wtr|wtrlt|i|tr|rv|enc|vs|doorst|weitergeleitet)\s*:"
)

# --- intros -----------------------------------------------------------------------------

INTRO_VERB = re.compile(
    r"(?i)\b(?:wrote|writes|schrieb(?:en|st)?|schreibt|geschrieben|a écrit|schreef|ha scritto|escribió|escreveu|skrev|napisał\(?a?\)?|napísal\(?a?\)?|napisao|piše|a scris|yazdı|написал\(?а?\)?|пишет"
    r"|pisze|napsal\(?a?\)?|írta|kirjoitti|said|sagte|has written|quoting|zitat von|zitiere)\b\)?"
)
# "Herr Huber schrieb mir:" tells a story; a program never says to whom.
TOLD = re.compile(r"(?i)\b(?:mir|uns|ihm|ihnen|ihr|me|us|them|him|her|you|dir|euch|dazu|dass|that|folgenden?)\b")
BY_NAME = re.compile(
    r"(?i)(?:\W{0,3}(?:zitat von|quoting)\b.{1,120}:|[\"'“„]?[^\W\d_][^:!?]{1,80} (?:wrote|writes|schrieb|schreibt|said)\s?:)"
)
# Gmail of 2012 and other programs without a verb: "2026-03-03 9:12 GMT+01:00 Jane <jane@x>:"
DATED_ADDRESS = re.compile(
    r"(?i)[(\[]?(?:19|20)?\d\d[-./]\d{1,2}[-./]\d{1,4}.{0,60}<?[^\s<>@]{1,100}@[^\s<>@]{2,200}>?\)?\s?:"
)

# --- signatures -------------------------------------------------------------------------

_GREETING = r"gr(?:ü|ue)(?:ß|ss)(?:e|en|le|li)?|gruß|gruss|wünschen?"
# "sommerlichen", "winterliche": any adjective may stand before the greeting.
_ADJECTIVE = r"[a-zäöüß]{3,20}(?:en|er|em|es|e)"
_WORDS_DE = """mit und & vielen vielem den dem freundlichen freundliche freundlicher freundlichem freundl. frdl. beste besten
bestem bester viele vielen liebe lieben liebem lieber herzliche herzlichen herzlichem herzlicher herzl. schöne schönen
schönem schöner schönes sonnige sonnigen sonniger kollegiale kollegialen kollegialer ganz recht aller allerbeste
allerbesten tausend nochmals danke dank vorab im voraus ein einen einem eine weihnachtliche weihnachtlichen
winterliche winterlichen frische frischen bis dahin bald dann wochenende tag abend feierabend woche noch frohe
weihnachten ostern feiertage guten guter rutsch start in die neue neues jahr erholsame erholsames für"""
_WORDS_EN = """many thanks thank thx you so very much again in advance for your help and & with my our the all kind kindest
best warm warmest warmly sincere friendly personal good season's seasonal have a great nice lovely weekend day week"""
_TAIL = r"(?:\s+(?:aus|vom|von|nach|in)(?:\s+[\w.-]+){1,4})?"
_NAME = (
    r"(?:[,.!:;]?\s*(?:/|\||,|-|–)?\s*(?:(?:dr|prof|mag|dipl|ing)\.\s?-?)*(?:(?:ihr|ihre|dein|deine|eure|euer|your)\s)?\s*"
    r"[A-ZÄÖÜ][\w.'-]{0,30}(?:\s+[A-ZÄÖÜ][\w.'-]{0,30}){0,3})?\s*[-–—,.!;) ]*"
)


def _any_of(words: str) -> str:
    return "(?:" + "|".join(re.escape(word) for word in sorted(words.split(), key=len, reverse=True)) + ")"


CLOSING_DE = re.compile(
    rf"(?:(?i:(?:(?:{_any_of(_WORDS_DE)}|{_ADJECTIVE})(?:\s*,)?\s+){{0,9}}(?:{_GREETING}){_TAIL})"
    r"|(?i:mfg|m\.f\.g\.|lg|l\.g\.|vg|bg|hg|ghg|glg|vlg|bglg|hochachtungsvoll|mit vorzüglicher hochachtung"
    r"|(?:es )?grü(?:ß|ss)(?:t|en)(?: (?:sie|dich|euch|herzlich|freundlich|bestens|recht).{0,30})?|alles (?:gute|liebe)|(?:ihr|euer|dein) (?:[\w.-]+ ){0,3}[\w-]*team(?: (?:von|vom|der|des|aus|im)(?: [\w.&-]+){1,4})?"
    r"|herzlich(?:st)?|pfiat (?:di|eich|euch|ihna)|tschüss(?:i|le)?|tschau|freundlichst|mit besten empfehlungen))"
    rf"{_NAME}"
    # "lg birgit": the name in small letters too, for nothing else is ever said so.
    r"|(?i:mfg|lg|vg|bg|glg|vlg|gr(?:u|ü|ue)(?:ß|ss)e?)[ ,]{1,2}(?!an\b|aus\b|von\b|nach\b)[a-zäöüß-]{2,20}\s?[.!]?"
)
CLOSING_EN = re.compile(
    rf"(?:(?i:(?:{_any_of(_WORDS_EN)},?\s+){{0,9}}(?:regards|wishes|greetings)(?: from(?: [\w.-]+){{1,4}})?)"
    r"|(?i:yours? (?:sincerely|faithfully|truly|respectfully|ever)|(?:very )?sincerely(?: yours)?|respectfully(?: yours)?"
    r"|(?:many )?thanks?(?: you)?,? (?:and|&|\+) (?:all the |my )?best|cordially|all the best|cheers|rgds|br|kr|brgds|b\.rgds|take care|warmly|lots of love|xoxo))"
    rf"{_NAME}"
    # "Best Friday" is an answer; with a comma, or alone, it closes.
    rf"|(?i:yours|all best|best|love)(?:\s*[,.!–—-]{_NAME})?"
)
# How people close in the languages of an office's neighbours.
CLOSING_ELSEWHERE = re.compile(
    r"(?:(?i:(?:(?:bien|très|tres) )?(?:cordialement|amicalement|sincèrement|respectueusement)(?: (?:à|a) (?:vous|toi))?|bien (?:à|a) (?:vous|toi)"
    r"|(?:meilleures|mes meilleures|sincères|cordiales) salutations|salutations (?:distinguées|cordiales)|bonne (?:journée|soirée|réception|fin de journée|continuation)|bises|bisous"
    r"|(?:un |i più |i miei più |cordiali |distinti |tanti |cari )?(?:cordiali |distinti |cari )?saluti|un (?:cordiale )?saluto|cordialmente|un abbraccio|buona (?:giornata|serata)|grazie e saluti"
    r"|(?:un |reciba un |muchos )?(?:cordial |afectuoso )?saludos?(?: cordial(?:es)?| afectuosos?)?|atentamente|muy atentamente|un abrazo"
    r"|(?:met |mvg,? )?(?:vriendelijke|hartelijke) groet(?:en)?|groet(?:en|jes)?|hartelijke groet(?:en)?|mvg"
    r"|(?:serdecznie |łączę |gorąco )?pozdrawiam(?: serdecznie)?|z (?:poważaniem|wyrazami szacunku)|pozdrowienia|serdeczne pozdrowienia|łączę pozdrowienia"
    r"|(?:med )?(?:vänliga|vänlig|venlig|vennlig|bästa|bedste|beste|varma) (?:hälsning(?:ar)?|hilsen(?:er)?)|hälsningar|hilsen|mvh|mhg"
    r"|(?:com os |os )?(?:melhores )?cumprimentos|atenciosamente|abraços?|s pozdravem|se srdečným pozdravem|s pozdravom|lep(?:i)? pozdrav(?:i)?|srdačan pozdrav|s poštovanjem|pozdrav"
    r"|(?:szívélyes )?üdvözlettel|tisztelettel|üdv|ystävällisin terveisin|terveisin|cu stimă|o zi bună|saygılarımla|iyi çalışmalar|с уважением|з повагою))"
    rf"{_NAME}"
)
PROXY = re.compile(
    r"(?i:im auftrag|in vertretung|im auftrage?|der vorstand|die geschäftsführung|gezeichnet)[.,]?|(?:i\. ?[AV]\.|ppa\.|gez\.|i\.A\.|p\.p\.)\s*[A-ZÄÖÜ].{0,60}"
)
POSTSCRIPT = re.compile(
    r"(?i)\W{0,3}(?:p\.?\s?p?\.?\s?s\b\.?|nb\b|n\.b\.|nachtrag|nachsatz|postscript|edit|update)\s*[.:)–-]|(?i:ps\s+\S)"
)
DASHES = re.compile(r"(?:--|—|–|__|-{2,6}|_{2,6}|\*{2,6}|={2,6}|~{2,6}) ?")

# Asked of every line near an end: RE2 takes a tenth of the time, and knows no \\b beside an umlaut.
PHONE = anywhere(
    r"((?:^|[^a-zß-ÿ0-9_])(?:tel(?:efon|ephone)?|t|phone|ph|fon|fax|f|mobil?e?|mobiltelefon|handy|m|cell|office|direct|d|durchwahl|dw|büro|zentrale)[\s.:/+()]{0,8}"
    r"\+?[\d(][\d\s()/.–-]{4,25}|^\W*\+\d[\d\s()/.–-]{6,25}\W*$|^\W*0\d{2,5}\s?[/-]?\s?[\d\s-]{4,15}\W*$)"
)
WEB = anywhere(
    r"((?:^|[^a-zß-ÿ0-9])(?:https?://|www\.[a-z0-9-]+\.)|(?:^|\s)[a-z0-9-]{2,40}\.(?:de|at|ch|com|eu|org|net|io|co\.uk|info)(?:\s*$|/))"
)
LEGAL = words(
    r"gmbh", r"mbh", r"ag", r"kg", r"ohg", r"gbr", r"e\.\s?k\.", r"e\.\s?v\.", r"ug \(haftungsbeschränkt\)", r"ltd", r"limited", r"llc", r"llp", r"inc", r"plc", r"s\.?a\.?r\.?l", r"se", r"kgaa", r"partg(?:mbb)?",
    r"hrb", r"hra", r"ust-?id", r"uid", r"atu\d+", r"vat", r"steuernummer", r"amtsgericht", r"handelsregister", r"firmenbuch", r"fn \d+", r"sitz der gesellschaft", r"geschäftsführ\l+", r"vorstand",
    r"aufsichtsrat\l*", r"registered (?:in|office)", r"company (?:no|number|reg)", r"iban", r"bic",
)  # fmt: skip
STREET = anywhere(
    r"((?:str(?:\.|aße|asse)|gasse|weg|platz|allee|ring|ufer|damm|street|road|avenue|lane|square)\s*\d|\d+\s+[\l\d_. ]{2,30}(?:street|st\.|road|rd\.|avenue|ave\.|lane|square)(?:$|[^a-zß-ÿ0-9])"
    r"|(?:^|[^a-zß-ÿ0-9])(?:[a-z]{1,2}-)?\d{4,5}\s+\l[\l\d.-]+|(?:^|[^a-zß-ÿ0-9])[a-z]{1,2}\d[a-z\d]? \d[a-z]{2}(?:$|[^a-zß-ÿ0-9]))"
)
MOBILE = re.compile(
    r"(?i)\W{0,4}(?:(?:von|vom) (?:meinem|meiner|unterwegs|iphone|ipad|handy)\b.{0,60}(?:gesendet|geschickt|geschrieben)?\W*"
    r"|(?:gesendet|versendet|geschickt|verschickt|gesandt|geschrieben) (?:von|vom|mit|über|via|aus)(?: der| meinem| meiner| dem| einem| mobil\w*)*"
    r" .{0,60}|(?:diese|die) (?:e-?mail|nachricht|mail) wurde (?:von|mit|über|via) .{1,80}(?:gesendet|verschickt|geschrieben|versandt|geschickt)\W*"
    r"|mit .{3,40} (?:gesendet|verschickt|versendet|geschrieben)\W*"
    r"|(?:(?:this|the) (?:message|e-?mail|mail) was )?sent (?:from|with|via|by|on|using) (?:my |a |the )?.{2,70}|get [\w.-]{3,20}(?: mail)? for (?:ios|android|mac|windows|iphone|ipad)\b.{0,40}"
    r"|(?:holen sie sich|hole? dir|laden sie|lade dir|beziehen sie) .{2,30} für (?:android|ios|iphone|ipad|windows|mac)\b.{0,30}|outlook für .{2,60}(?:beziehen|herunterladen|holen)\W*|von .{2,30} auf (?:android|iphone|ipad) gesendet\W*|envoyé (?:de|depuis|à partir de) (?:mon |ma )?.{2,40}"
    r"|(?:verzonden|enviad[oa]|inviat[oa]|skickat|skickades|sendt|wysłane|wysłano|odesláno|odoslané|poslano) (?:vanaf|met|vanuit|desde|do|da|dal|dalla|från|fra|z|ze|s|sa) .{2,40}"
    r"|(?:télécharger|obtener|scarica|obter|pobierz|hämta|hent|download) (?:de )?(?:program )?outlook (?:pour|para|per|dla|för|til|voor) .{2,40}|outlook voor .{2,30}|von unterwegs(?: gesendet)?\W*|virenfrei\.?.{0,30}|virus-free\.?.{0,30}"
    r"|diese e-?mail wurde von .{2,40} auf viren (?:geprüft|überprüft)\W*.{0,60}|(?:please )?(?:excuse|forgive|pardon) (?:the |my |any )?(?:brevity|typos|errors).{0,60}"
    r"|bitte entschuldigen sie (?:die )?(?:kürze|tippfehler).{0,60})"
)
# What "sent with" must be followed by: a device or program, so that "Sent with the contract" stays.
DEVICE = re.compile(
    r"(?i)\b(?:i(?:phone|pad|os)|android|samsung|galaxy|huawei|xiaomi|pixel|nokia|blackberry|handy|smartphone|mobile?|mobil\w*|tablet|outlook|windows|mail[- ]?app|gmx"
    r"|web\.de|mail|yahoo|gmail|proton\w*|thunderbird|k-9|fairemail|spark|superhuman|canary|em client|roundcube|horde|imp|webmail|tutanota|tuta|bluemail|spark|aquamail|mailbird|nine|edison|airmail|newton|typeapp|mymail|titan|hey|fastmail|posteo|boxer|zoho|mailspring|postbox|evolution|kmail|spike|shortwave|missive|front|oppo|vivo|oneplus|honor|motorola|xperia|fairphone|app|phone|device|telefon|gerät|unterwegs|freenet|t-online|brevity"
    r"|typos|errors|kürze|tippfehler|viren|avast|virus-free|virenfrei)\b"
)

# --- disclaimers and notices ------------------------------------------------------------

DISCLAIMER = re.compile(
    r"(?i)(?:diese|die in dieser|der inhalt dieser|dieses) (?:e-?mail|nachricht|mail|mitteilung|schreiben|information)\b.{0,160}\b(?:vertraulich|bestimmt|gerichtet|adressat|empfänger|rechtlich geschützt)"
    r"|(?:wenn|falls|sollten) sie (?:nicht )?.{0,40}(?:richtige|beabsichtigte|vorgesehene|adressat|irrtümlich|irrtum|fälschlich)"
    r"|(?:this|the information (?:contained )?in this|the contents? of this) (?:e-?mail|message|communication|transmission)\b.{0,200}\b(?:confidential|privileged|intended|solely|proprietary)"
    r"|if you (?:are not|have received).{0,60}(?:intended|addressee|in error|by mistake)|^\W*(?:confidentiality notice|disclaimer|vertraulichkeitshinweis|haftungsausschluss|rechtlicher hinweis|important notice|legal notice)\b"
    r"|(?:consider|think of) the environment|(?:umwelt zuliebe|denken sie an die umwelt|an die umwelt, bevor|schonen sie die umwelt)|before printing|bevor sie diese e-?mail (?:aus)?drucken|ausgedruckt werden|ausdruck dieser|schonen sie"
    r"|^\W*(?:informationen|hinweise?|infos?)\b.{0,60}(?:datenschutz|ihre[nr]? daten)|datenschutz(?:erklärung|hinweise|information)|privacy (?:policy|notice)\b.{0,60}(?:www|http|see|find)"
    r"|unbefugte (?:weitergabe|vervielfältigung)|unerlaubte[sn]? kopieren|unauthori[sz]ed (?:use|copying|disclosure|review)|views (?:or opinions )?expressed|virus"
    r"|^\W*(?:besuchen|folgen) sie uns (?:auf|bei|unter)|^\W*follow us on|^\W*visit us (?:at|on)"
)
DISCLAIMER_START = re.compile(
    r"(?i)\W*(?:diese|die in|der inhalt|dieses|wenn sie nicht|falls sie|sollten sie|this e-?mail|this message|this communication|the information|the contents|if you (?:are not|have received)"
    r"|confidentiality|disclaimer|vertraulichkeitshinweis|haftungsausschluss|rechtlicher hinweis|legal notice|important notice|important:|wichtiger hinweis|please consider|bitte (?:denken|prüfen|schonen|bedenken|überlegen)"
    r"|think before|save (?:paper|trees)|der umwelt|informationen|hinweise?|infos?\b|datenschutz|unsere datenschutz|besuchen|folgen|follow us|visit us|our privacy|p please)"
)
# No person asks this of a reader.
ECOLOGY = re.compile(
    r"(?i)e-?mail\b.{0,40}\bausgedruckt werden\b|\bausdruck dieser (?:e-?mail|mail)|before (?:you )?print(?:ing)? this|print(?:ing)? this e-?mail|environment before"
)
WARNING = re.compile(
    r"(?i)\W*(?:\[[^\[\]]{1,30}\]\W*)?(?:(?:caution|warning|achtung|vorsicht|warnung|hinweis|notice)\b.{0,30}(?:external|extern|originated|stammt|e-?mail)|\[?(?:external|extern)(?: e-?mail| sender|er absender)?\]?\W*$"
    r"|this (?:e-?mail|message) (?:originated|came|was sent) from (?:outside|an external)|diese (?:e-?mail|nachricht) (?:stammt|kommt|wurde) .{0,30}(?:extern|außerhalb)"
    r"|you don'?t often get e?-?mail from|sie erhalten nicht (?:oft|häufig) (?:eine )?e-?mails? von|learn why this is important|erfahren sie, warum dies wichtig|some people who received this message don'?t"
    r"|einige personen, die diese nachricht erhalten)"
)
# What the warnings of gateways speak of; three of these above a mail, and no person wrote them.
GATEWAY = tuple(
    words(*phrases)
    for phrases in (
        (r"extern\l*", r"außerhalb", r"ausserhalb", r"outside", r"originated"),
        (r"links?", r"klicken", r"click\l*", r"qr-codes?"),
        (r"anhänge\l*", r"anlagen", r"attachments?"),
        (r"absenders?", r"sender\l*", r"herkunft", r"source"),
        (
            r"organi[sz]ation\l*|unternehmens?|company|konzerns?|hauses",
            r"phishing|vorsicht|caution|achtung|warning|warnung",
        ),
    )
)
LIST_FOOTER = re.compile(
    r"(?i).{0,60}\b(?:mailing list|mailingliste|you received this message because you are subscribed|unsubscribe from this (?:group|list)|to unsubscribe|listinfo)\b.{0,200}"
)

# --- prose ------------------------------------------------------------------------------

PERSONAL = words(
    r"ich|wir|sie|du|ihr|mir|mich|uns|ihnen|dir|dich|bitte|i|i'm|i'll|we|we'll|you|your|me|my|please|could|kannst|können|könnten|hast|haben|passt|geht|anbei|attached|danke|thanks"
)
SELF = anywhere(
    r"((?:^|[^a-zß-ÿ0-9])(?:ich|mir|mich|i|i'm|i'll|i've|me|my|bitte|please|anbei|attached|can you|could you|können sie|könnten sie|kannst du)(?:$|[^a-zß-ÿ0-9])|\?\s*$)"
)
SENTENCE_END = re.compile(r"[.!?…)]\s*$|[.!?] [A-ZÄÖÜ]")
ITEM = re.compile(r"(?:\(?\d{1,3}[.):]|[-*•–·]|\(?[a-hA-H][.)])\s+\S")
# "1." and "2)" as they open a line of an offer.
ITEM_MARK = re.compile(r"\(?\d{1,3}[.)](?!\d)")
