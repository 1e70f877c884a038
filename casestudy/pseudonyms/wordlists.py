"""Words that tell names from other things that are written with a capital, to read and amend."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The words of a list.

    Examples
    --------
    >>> sorted(words("mr ms"))
    ['mr', 'ms']
    """
    return frozenset(text.split())


ORDINARY = words(
    """
    a about above actually after again all also although always am an and another any anybody
    anything anyway are as at because been before being both but by can certainly could did do does
    done each either else eventually ever every everybody everyone everything exactly few first for
    fortunately four from furthermore get good had hardly has have he heavily hello hence her here
    hey hi his how however i if in instead is it its just last later let like maybe me mhm mm more
    most much my neither never next nine no nobody none nor not nothing now obviously of oh ok okay
    on once one only or other our perhaps please possibly probably quite rather really right same
    second seven several she should since six so some somebody someone something sometimes somewhere
    still such sure ten than thank thanks that the their them then there therefore these they third
    this those though three thus to today together tomorrow too true two uh uhm um under unless
    until up us usually very was we well were what whatever when where whether which while who whom
    whose why will with without would wow yeah yep yes yesterday yet you your

    aha ai aika aina ainakin anteeksi ehkä ei eihän eikä eiköhän eilen eivät eli elikkä emme en
    ennen ensi ensiksi ensin esimerkiksi et ette että he hei heidän heillä heti huomenna hyvin hyvä
    hän hänellä hänen ihan itse ja jaa jo joka jokainen jokin joku jonka joo jos joskus jotkut juu
    juuri jälkeen kai kaikki kaksi kanssa keitä kenen keskellä ketkä kiitos koko kolme koska kuin
    kuinka kuka kukaan kumpi kun kuten kyllä kylläkin lisäksi lopuksi me meidän meillä melko mihin
    miksi mikä mikään milloin minulla minun minä missä missään mistä mistään miten mitä mm moi muita
    mulla mun mut mutta muu muut muuten myös mä ne niihin niille niin niinkuin niinpä niistä niitä
    no nuo nuokin nyt näin näistä näitä nämä oikeastaan ok okei olemme olen oletko oli on onko
    onneksi onpa ovat paitsi pitäisi pitää puhelin sama se sehän selvä sen siellä sieltä siinä siis
    siitä silloin sillä silti sinne sinun sinä sitten sitä sitäpaitsi sun sä taas tai te teidän
    tietenkin tietysti toinen toisaalta toiseksi toiset toisinaan toki totta tuo tuolla tuolta tuon
    tuossa tuosta tuota tähän tämä tänä tänään tässä tästä tätä täytyy tää täällä täältä usein vaan
    vai vaikka vain varmaan varsinkin vasta vielä viime viimeksi voi voiko voisi vähän yksi yleensä
    """
)
"""Words that open sentences in English and Finnish; there a capital says nothing of them."""

NEVER = words(
    """
    i oh ok okay uh uhm um
    monday tuesday wednesday thursday friday saturday sunday
    january february march july september october november december
    """
)
"""Words with a capital anywhere that are no names; April, May, June and August may be names."""

TITLES = words(
    """
    mr mrs ms miss mx dr prof professor sir madam dame lady lord rev sister brother uncle aunt
    herra rouva neiti hra rva tohtori tri professori prof maisteri insinööri täti setä eno
    herr frau fru
    """
)
"""What stands before a name and is no part of it."""

PARTICLES = words("af al av bin da de del den der di du la le of ten ter van von zu zum zur")
"""Small words inside a name."""

ROLES = words(
    """
    a b answer caller chair customer facilitator haastateltava haastattelija host i interviewee
    interviewer informant kysyjä moderator observer p participant question q r researcher respondent
    reseller s speaker subject technician tutkija vastaaja voice
    """
)
"""Labels that say what a speaker does and not who it is; a number may follow."""

COMPANY_FORMS = words(
    """
    ab ag aps as asa bv co company corp corporation gmbh group inc kg ky llc llp ltd nv oy oyj plc
    ry sa sarl sas se spa srl tmi university yliopisto works
    """
)
"""Last words of the names of firms and bodies."""

SENTENCE_GOES_ON = words("mr mrs ms mx dr prof rev st hra rva tri fr hr no nro vs cf")
"""Abbreviations whose full stop ends no sentence; single letters are taken for initials."""
