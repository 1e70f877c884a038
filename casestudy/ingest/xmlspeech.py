"""Speech in the XML of transcription programs: EXMARaLDA, FOLKER, Transcriber."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from casestudy.ingest.draft import Draft
from casestudy.ingest.json_values import second
from casestudy.ingest.original import Original
from casestudy.ingest.reading import Reading
from casestudy.ingest.speech import Utterance, compose
from casestudy.ingest.xmltree import attribute, descendants, local


def exmaralda(original: Original, root: etree._Element) -> Reading:
    """EXMARaLDA's basic transcription: the tiers of type t are what speakers say."""
    draft = Draft()
    times = {
        attribute(each, "id"): second(attribute(each, "time")) for each in descendants(root, "tli")
    }
    order = {name: number for number, name in enumerate(times)}
    names = {
        attribute(each, "id"): "".join(short.itertext()).strip()
        for each in descendants(root, "speaker")
        for short in descendants(each, "abbreviation")
    }
    said: list[tuple[int, Utterance]] = []
    for tier in descendants(root, "tier"):
        events = list(descendants(tier, "event"))
        if attribute(tier, "type") != "t":
            worded = sum(bool("".join(event.itertext()).strip()) for event in events)
            if worded:
                label = attribute(tier, "display-name") or attribute(tier, "id")
                draft.lose(f"tier {label!r}, which is no speech", count=worded)
            continue
        speaker = attribute(tier, "speaker")
        for event in events:
            start, end = attribute(event, "start"), attribute(event, "end")
            piece = Utterance(
                speaker=names.get(speaker) or speaker,
                text="".join(event.itertext()),
                locator=f"event at {start}",
                start_time=times.get(start),
                end_time=times.get(end),
            )
            said.append((order.get(start, len(order)), piece))
    said.sort(key=lambda pair: pair[0])
    return of_speech(original, draft, (piece for _, piece in said), "exmaralda 1")


def folker(original: Original, root: etree._Element) -> Reading:
    """FOLKER: contributions of speakers between points of a timeline."""
    draft = Draft()
    times = {
        attribute(each, "timepoint-id"): second(attribute(each, "absolute-time"))
        for each in descendants(root, "timepoint")
    }
    names = {
        attribute(each, "speaker-id"): "".join(name.itertext()).strip()
        for each in descendants(root, "speaker")
        for name in descendants(each, "name")
    }
    said = (
        Utterance(
            speaker=names.get(attribute(each, "speaker-reference"))
            or attribute(each, "speaker-reference"),
            text=" ".join("".join(each.itertext()).split()),
            locator=f"contribution {number}",
            start_time=times.get(attribute(each, "start-reference")),
            end_time=times.get(attribute(each, "end-reference")),
        )
        for number, each in enumerate(descendants(root, "contribution"), 1)
    )
    return of_speech(original, draft, said, "folker 1")


def transcriber(original: Original, root: etree._Element) -> Reading:
    """Transcriber (.trs): turns with points of time in them, sometimes of two speakers at once."""
    draft = Draft()
    names = {
        attribute(each, "id"): attribute(each, "name") for each in descendants(root, "Speaker")
    }
    said: list[Utterance] = []
    for number, turn in enumerate(descendants(root, "Turn"), 1):
        who = [names.get(each) or each for each in attribute(turn, "speaker").split()]
        end = second(attribute(turn, "endTime"))
        pieces = list(_stretches(turn, " and ".join(who), who))
        times = [*(time for time, _, _ in pieces[1:]), end]
        said += [
            Utterance(speaker=speaker, text=text, locator=f"turn {number}", start_time=start,
                      end_time=stop)
            for (start, speaker, text), stop in zip(pieces, times, strict=True)
        ]  # fmt: skip
    return of_speech(original, draft, said, "transcriber 1")


def _stretches(
    turn: etree._Element, everybody: str, who: list[str]
) -> Iterator[tuple[float | None, str, str]]:
    """Start, speaker and words of each stretch of a turn, cut at its points of time and voices."""
    start, speaker, text = second(attribute(turn, "startTime")), everybody, turn.text or ""
    for each in turn:
        name = local(each)
        if name in ("Sync", "Who"):
            yield start, speaker, text
            text = ""
            place = attribute(each, "nb")
            if name == "Sync":
                start = second(attribute(each, "time"))
            elif place.isdecimal() and 0 < int(place[:4]) <= len(who):
                speaker = who[int(place[:4]) - 1]
        elif name == "Event":
            text += f" [{attribute(each, 'desc')}] "
        text += each.tail or ""
    yield start, speaker, text


def of_speech(original: Original, draft: Draft, said: Iterable[Utterance], reader: str) -> Reading:
    """A reading of utterances."""
    parts = compose(draft, said)
    if not parts:
        raise original.bad("holds no words that somebody says; check the tiers and export it again")
    return draft.reading(parts, kind="interview", reader=reader)
