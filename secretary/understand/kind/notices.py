"""The words of mail systems that could not deliver, by what they are for.

Sources: the texts that Postfix, Exim, qmail, sendmail, Courier, Exchange 5.5 to Online, Notes,
GroupWise, Gmail, GMX and web.de, Yahoo, T-Online, AOL, iCloud, Amazon SES and gateways send.
"""

from __future__ import annotations

import re

from secretary.understand.patterns import anywhere

# --- it is a notice ---------------------------------------------------------------------

SUBJECT = anywhere(
    r"undeliver(?:able|ed)", r"un?zustellbar", r"nicht zustellbar", r"returned mail", r"return(?:ed|ing) (?:to sender|message)", r"mail returned", r"failure notice", r"delivery (?:status )?(?:failure|notification|failed|has failed|problem|error|report|unsuccessful|incomplete)",
    r"mail (?:delivery|system) (?:failed|failure|error|problem|notification|status|subsystem)", r"message (?:undeliverable|delivery failure|not delivered|could not be delivered|status - undeliverable)", r"non[- ]?delivery", r"mail could not be (?:delivered|sent)",
    r"(?:could not|couldn't|cannot|unable to) (?:be )?(?:deliver|send)", r"zustellung (?:ist )?(?:fehlgeschlagen|nicht möglich|gescheitert)", r"zustell(?:ungs)?(?:fehler|problem|bericht|status)", r"unzustellbarkeits?\w*", r"fehler (?:bei|in) der (?:zustellung|übermittlung)",
    r"(?:nachricht|e-?mail|mail) (?:konnte )?nicht (?:zugestellt|übermittelt|ausgeliefert)", r"ihre (?:nachricht|e-?mail|mail) (?:konnte nicht|wurde nicht)", r"address not found", r"adresse (?:wurde )?nicht gefunden", r"user unknown", r"unknown (?:user|recipient)",
    r"rejected (?:message|mail)", r"warning: (?:message|could not send)", r"delayed", r"verzögert", r"postmaster notify", r"nondeliverable", r"non remis", r"échec de (?:la )?(?:remise|distribution)", r"no se (?:ha podido|puede) entregar", r"non recapitabile", r"mancato recapito", r"onbestelbaar", r"niedostarczalne",
    r"kan inte levereras", r"nelze doručit", r"kézbesíthetetlen", r"não (?:é possível )?entreg", r"недоставлен", r"mail bounce", r"bounced? mail", r"mail quota exceeded", r"mailbox full", r"permanent(?:er)? fehler",
)  # fmt: skip
SYSTEM_NAME = anywhere(
    r"mail delivery (?:sub)?system", r"mailer[- ]daemon", r"postmaster", r"system administrator", r"systemadministrator", r"mail administrator", r"internet mail delivery", r"mail delivery (?:service|agent)", r"microsoft outlook$", r"mail ?system", r"delivery (?:agent|system)", r"mail router",
)  # fmt: skip
FAILED = anywhere(
    r"did(?:n't| not) reach", r"(?:could|can)(?:n't| ?not) be (?:delivered|sent|reached)", r"(?:was|were|been|has been) (?:not|n't) (?:been )?delivered", r"wasn't delivered", r"(?:has|have) (?:not|n't) been delivered", r"delivery (?:to|of|for) [^\n]{1,200} (?:failed|was unsuccessful|is not possible)", r"delivery (?:has )?failed",
    r"unable to deliver", r"not able to deliver", r"undeliverable", r"unable to send", r"permanent(?:ly)? (?:fatal )?(?:error|failure|failed|undeliverable)", r"fatal errors?", r"following address(?:\(?es\)?)?(?: had| failed| could)?", r"following recipients?", r"addresses? failed", r"failed (?:addresses|recipients?)", r"user unknown", r"unknown (?:user|recipient|address)",
    r"no such (?:user|mailbox|address|recipient)", r"message (?:bounced|returned|rejected|refused)", r"did not receive", r"returning (?:it|your|the) ?(?:message|mail|e-?mail)?", r"(?:e-?mail|message|mail) (?:you sent )?(?:was|is being|has been) (?:returned|rejected|refused|blocked)", r"mailbox (?:is )?(?:full|unavailable|not found)", r"quota exceeded", r"over quota",
    r"nicht (?:zugestellt|zustellen|zustellbar|ausgeliefert|übermittelt|ausliefern|erreichen|erreicht)", r"unzustellbar", r"zustellung[^\n]{0,100} (?:fehlgeschlagen|gescheitert|nicht möglich)", r"fehler(?:meldung)? (?:beim|bei der|ist|des)", r"folgende[nr]?(?: \w+)? (?:adresse|empfänger)", r"(?:empfänger|adresse|postfach|benutzer)[^\n]{0,40} (?:unbekannt|existiert nicht|nicht gefunden|voll)",
    r"konnte nicht[^\n]{0,60} (?:zugestellt|gesendet|gefunden)", r"n'a pas (?:pu être|été) (?:remis|distribu)", r"no se (?:pudo|ha podido) entregar", r"non è stato (?:possibile )?(?:recapitat|consegnat)", r"impossibile recapitare", r"kon(?:den)? niet worden (?:bezorgd|afgeleverd)",
)  # fmt: skip
# Still trying: nobody failed yet.
DELAYED = anywhere(
    r"warning message only", r"you do not need to resend", r"will (?:continue to )?(?:try|retry|be retried|keep trying|be attempted)", r"(?:has been|is|was|delivery) delayed", r"delayed (?:mail|delivery|\d+)", r"not yet been delivered", r"still being retried", r"has not been able to deliver yet", r"delivery attempts will continue", r"no action is required",
    r"zustellung[^\n]{0,60} verzögert", r"weiterhin versuch", r"wird (?:weiter|erneut) versucht", r"noch nicht zugestellt", r"sie müssen (?:die nachricht )?nicht(?:s)? (?:erneut|unternehmen)", r"(?:delivery status notification|zustellstatus)[^\n]{0,20}\(?(?:delay|verzögerung)",
)  # fmt: skip
FINAL = anywhere(r"permanent", r"gave up", r"giving up", r"endgültig", r"has failed", r"fatal errors", r"retry time(?:out)? (?:not reached|exceeded)", r"delivery (?:expired|failed)")  # fmt: skip

# --- what is in it ----------------------------------------------------------------------

# Where the mail that came back begins.
BELOW = anywhere(
    r"(?:below this line is|this is|here is|following is) (?:an? |the )?(?:copy of|beginning of|transcript of|original|header)[^\n]{0,40}(?:message|mail|header)", r"-{2,} ?(?:this is|the|a) (?:a )?(?:copy|header|body|original|message)[^\n]{0,80}-{2,}", r"(?:original|unsent|returned|undelivered|failed|bounced) (?:message|mail)(?: header| text)?s?(?: follows?| below| attached)?\s*[:-]?\s*-{0,60}\s*$",
    r"-{2,}\s*(?:(?:original|unsent|returned|undelivered)[^\n]{0,40}|message(?: (?:text|header|body|follows|copy)[^\n]{0,30})?\s{0,3})-{2,}", r"(?:message|mail)(?: header| text| body)?s? (?:follows?|below|is attached|header)\s*[:-]?\s*-*\|?\s*$", r"(?:returned|original|your) (?:message|mail)(?: text)? follows", r"original message headers", r"ursprüngliche (?:nachricht|kopfzeilen|nachrichtenkopfzeilen|e-?mail)", r"originalnachricht", r"es folgt (?:eine |die )?(?:kopie|kopfzeilen?|ursprüngliche|original)",
    r"kopie (?:ihrer|der) (?:ursprünglichen )?(?:e-?mail|nachricht)", r"kopfzeilen? der (?:ursprünglichen )?", r"header(?:s)? of (?:the|your) (?:original|message)", r"headers? follow", r"first \d+ lines of", r"en-têtes de message d'origine",
)  # fmt: skip
# A line that opens with the address that failed.
OPENS = re.compile(
    r"(?:[ \t]{0,12}(?:[•*·-][ \t]{1,3})?(?:(?:recipient|empfänger|to|address|adresse|user|failed recipient|final-recipient|unknown user|invalid recipient|user unknown|undeliverable to|unknown recipient|e-?mail)s?(?: address)?[ \t]{0,8}[:=][ \t]{0,8}(?:rfc822;[ \t]{0,3})?)?"
    r"[<\"'(\[]{0,2}(?:mailto:|smtp:|rfc822;)?([^\s<>()\[\],;:\"'“”@=]{1,64}@[A-Za-z0-9äöüß-][A-Za-z0-9äöüß.-]{0,250}\.[A-Za-z]{2,24})[>\"')\]]{0,2}"
    r"(?:[ \t]{0,4}(?:\.\.\.|[:;,.!(<\[|-]|on \d|am \d|unknown|unbekannt|user|error|failed|reason|said|=>|is (?:not|un)|does|has|mailbox|was|konnte|wurde|ist)|[ \t]*$))",
    re.IGNORECASE,
)
# Postfix and Exim say through which address they came to the one that failed.
ALIAS = re.compile(
    r"(?:expanded from|generated from|originally to|ultimately generated from|forwarded from|alias of):?[ \t]*<?([^\s<>()@]{1,64}@[A-Za-z0-9.-]{1,253})>?",
    re.IGNORECASE,
)
# A sentence that names who failed.
NAMES = anywhere(
    r"not (?:be )?(?:deliver|sen[dt]|reach|found)", r"n't (?:be )?(?:deliver|sen[dt]|reach|found)", r"(?:deliver|send)[^\n]{0,80} fail", r"failed", r"unknown", r"undeliverable", r"unable to deliver", r"rejected", r"no such", r"doesn't exist", r"does not exist", r"nicht (?:zugestellt|zustell|übermittelt|gefunden|erreich)", r"unzustellbar", r"unbekannt", r"existiert nicht", r"fehlgeschlagen", r"mailbox", r"postfach", r"quota",
    r"rcpt to", r"recipient", r"empfänger", r"^5\d\d[ -]", r"returned|refused|blocked", r"pas (?:pu|été)", r"no se (?:pudo|ha)",
)  # fmt: skip
# Addresses that help, send or are machines': they did not fail.
ELSEWHERE = anywhere(
    r"postmaster", r"mailer-?daemon", r"message-?id", r"(?:please )?(?:contact|e-?mail|write to|forward this|send (?:a )?(?:mail|message|e-?mail|mail)) [^\n]{0,60}(?:assistance|help|support|problem|administrator)", r"for (?:further |more )?(?:assistance|help|information)", r"^[ \t>]*(?:from|von|sender|absender|reply-to|return-path|reporting-mta|cc|date|subject|betreff)\s*:", r"mail from", r"https?://[^\s]*@",
    r"wenden sie sich", r"abuse@", r"support@", r"helpdesk@", r"(?:sent|send|message|mail|nachricht) (?:by|from|von) <?[^\s@]+@", r"\bfrom:? <?[^\s@]+@", r"sender:? <?[^\s@]+@", r"in-reply-to", r"references:",
)  # fmt: skip
CODE = re.compile(r"(?<![\d.])[45]\d\d(?![\d.])")
# Reasons that may pass, where no code says it.
PASSING = anywhere(r"temporar", r"vorübergehend", r"time[ds]?[- ]?out", r"connection (?:refused|timed)", r"quota", r"mailbox (?:is )?full", r"postfach (?:ist )?voll", r"over(?: its)? (?:disk )?quota", r"exceed\w* (?:its |the )?(?:quota|storage|size|limit)", r"try (?:again )?later", r"später (?:noch einmal|erneut)", r"host (?:is )?(?:down|unreachable)", r"no route", r"too busy", r"greylist")  # fmt: skip

_HEADER_LINE = re.compile(
    r"(?i)[ \t>]{0,4}(?:received|return-path|from|to|date|subject|message-id|mime-version|content-type|x-[a-z-]{2,40}|reply-to|dkim-signature):\s*\S"
)
HEADERS_IN_A_ROW = 2


def is_header_start(lines: list[str], number: int) -> bool:
    """Whether a returned mail's own header begins here, with no line to announce it."""
    near = lines[number : number + 4]
    start = near[0].lstrip(" \t>").casefold()
    if start.startswith(("received: from", "return-path:")):
        return True
    return sum(_HEADER_LINE.match(line) is not None for line in near) > HEADERS_IN_A_ROW
