"""Words that tell speakers from other things that look like them, as lists to read and amend."""

from __future__ import annotations

import re


def words(text: str) -> frozenset[str]:
    """The words of a list.

    Examples
    --------
    >>> sorted(words("note source"))
    ['note', 'source']
    """
    return frozenset(text.split())


NOT_SPEAKERS = words(
    """
    abstract address advantages aim aims appendix author authors background box caption category cc
    chapter citation code colour color conclusion conclusions cons copyright date definition degree
    disadvantages doi downloads e-mail email example examples exclude fax fig figure findings from
    goal goals http https hypothesis include isbn issn keyword keywords limitations location method
    methods name note notes objective objectives opportunities page pages phone place price problem
    pros published publisher purpose quote quotes recommendation reference references remark result
    results section sent setting size solution source sources status step strengths subject summary
    supervisor table tags tel telephone theme threats time tip title to topic url warning weaknesses
    web website weight year
    anmerkung anmerkungen aihe asunto autor bemerkung betreff datei date datum dauer duración durée
    fecha fuente hinweis huom huomautus huomio kesto kommentar kommentti lieu lugar luogo lähde nota
    notas notiz notizen objet observación ort paikka päivämäärä quelle remarque remarques sujet
    tallenne tema thema titel titre título
    """
)
"""Words that head a line in documents, mails and lists and never name a speaker."""

NOT_SPOKEN = words(
    """
    applause audible background break crosstalk cough coughs end garbled illegible inaudible
    indistinct interruption lacht laugh laughing laughs laughter long music noise overlapping pause
    phone short sic sigh sighs silence unclear unintelligible unverständlich
    """
)
"""Remarks that transcribers put in square brackets where others put a speaker."""

SPEAKER_COLUMNS = frozenset(
    [
        *words("hablante haastateltava interlocutor interviewee intervenant locuteur name nombre"),
        *words(
            "participant person persona puhuja role speaker speakers sprecher sprecherin talare"
        ),
        *words("voice who"),
        "speaker id",
        "speaker label",
        "speaker name",
        "speakername",
    ]
)
"""Names of a column that holds speakers."""

SPEECH_COLUMNS = frozenset(
    [
        *words(
            "aussage content contenido contenu dialog dialogue inhalt line litteraatti puhe said"
        ),
        *words("sentence speech statement teksti text texte texto transcript transcripción"),
        *words("transcription transkript transkripti transkription utterance utterances words"),
        *("speaker text", "transcript text", "transcribed text"),
    ]
)
"""Names of a column that holds what was said."""

TIME_COLUMNS = frozenset(
    [
        *words(
            "aika alku anfang begin beginn début from in inicio start startzeit temps tiempo time"
        ),
        *words("timecode timespan timestamp timestamps zeit"),
        *("begin time", "in point", "start (s)", "start time", "start timestamp", "time code"),
        *("time in", "time span", "time stamp"),
    ]
)
"""Names of a column that holds when a turn starts."""

END_COLUMNS = frozenset(
    [
        *words("end ende endzeit fin final loppu out stop to"),
        *("end (s)", "end time", "end timestamp", "out point", "stop time", "time out"),
    ]
)
"""Names of a column that holds when a turn ends."""

DROPPED = words("base desc head link meta metadata param script source style title track")
"""Elements of a page without words for a reader; the title of the page is read by itself."""

NEVER_SHOWN = words("audio canvas datalist iframe noscript object template video")
"""Elements of a page whose content a browser keeps back."""

BLOCKS = words(
    """
    address article aside blockquote body button caption center dd details dialog dir div dl dt
    fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend
    li main menu nav ol optgroup option p pre search section select summary table tbody td textarea
    tfoot th thead tr ul
    """
)
"""Elements of a page that stand on lines of their own."""

TIGHT = words(
    """
    a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd mark q rp rt ruby s samp
    small strike strong sub sup time tt u var wbr
    """
)
"""Phrase elements of a page, whose edges fall inside words as often as between them."""

WORDLESS_INPUTS = words("button checkbox color file hidden image password radio reset submit")
"""Types of input whose value is no word beside the text: a key, a secret, or a button's words."""

SILENT_META = re.compile(
    r"viewport|robots|bot$|theme-color|colou?r-scheme|format-detection|referrer|verif|csrf|token"
    r"|nonce|^msapplication|^apple-|mobile-web-app|cache|x-ua-compatible|renderer|^fb:|^next-head"
    r"|app_id|_id$|dns-prefetch|charset|handheldfriendly|mobileoptimized",
    re.IGNORECASE,
)
"""Names of `meta` that speak to machines alone."""

SILENT = words(
    """
    annotationRef bookmarkEnd bookmarkStart cNvPr delInstrText docPr endnoteRef fldData footnoteRef
    instrText pPr proofErr rPr rubyPr sdtEndPr sdtPr sectPr tblGrid tblPr tcPr trPr
    """
)
"""Elements of Word documents without words of their own."""

INTERVIEWERS = words(
    """
    ankieter ankieterka badacz badaczka enquêteur enquêtrice entrevistador entrevistadora
    facilitator forscher forscherin fragender frage haastattelija intervieweur interviewer
    interviewerin intervieweuse intervistatore intervistatrice intervjuare intervjuer investigador
    investigadora kysyjä kysymys moderaattori moderador moderadora moderator moderatorin moderatorka
    modérateur modératrice pregunta prowadzący question questioner researcher tazatel tazatelka
    tutkija вопрос интервьюер исследователь модератор インタビュアー 質問者 聞き手
    问 提问者 采访者 主持人 記者 질문 질문자 면담자 מראיין מראיינת المحاور المحاورة साक्षात्कारकर्ता
    """
)
"""Words in a label that name the one who asks."""

RESPONDENTS = words(
    """
    answer antwort auskunftsperson badana badany befragte befragter customer deponent dotazovaný
    enquêté enquêtée entrevistada entrevistado haastateltava informant informantka interviewee
    interviewé interviewée interviewpartner interviewpartnerin interviewter intervistata
    intervistato narrator osallistuja participant participante proband probandin respondent
    respondente respondentka respuesta rozmówca rozmówczyni répondant répondante réponse teilnehmer
    teilnehmerin vastaaja vastaus witness информант ответ респондент 回答者 話し手
    答 受访者 受訪者 답변 답변자 응답자 מרואיין מרואיינת उत्तरदाता
    """
)
"""Words in a label that name one who answers."""

CODE_COLUMNS = words("code codes coding codings koodi koodit kode kodes tag tags theme themes")
"""Names of a column that holds codes which people had put on the rows."""

CODER_COLUMNS = words("coded_by coder codername koodaaja")
"""Names of a column that says who coded."""
