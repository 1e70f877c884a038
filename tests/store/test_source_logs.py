"""The codings of all coders on a source, look after look: what a fresh reading says, each time."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from casestudy.opening import new_study
from casestudy.store import standing
from casestudy.store.fold import orphaned, read_log
from casestudy.store.source_logs import SourceLogs, log_stamps
from casestudy.study import Study


def fresh(study: Study, coder: str) -> list[dict[str, object]]:
    path = study.folder / "codings" / coder / "talk.jsonl"
    if not path.exists():
        return []
    events = read_log(path, shown="log").events
    return [*standing(events), *orphaned(events)]


def test_what_stays_as_it_is_is_the_same_object(study: Study) -> None:
    anna, ben = study.coder("anna"), study.coder("ben")
    logs = SourceLogs(study.folder, "talk")
    assert list(logs.codings()) == []
    first = anna.code("talk", "concerns", quote="Why")
    ben.code("talk", "concerns", quote="Why")
    before = {event["id"]: event for _, event, _ in logs.codings()}
    second = anna.code("talk", "timeliness", quote="I see")
    anna.recode("talk", second.id, "concerns")
    anna.note("talk", second.id, "!")
    anna.undo("talk")
    after = {event["id"]: event for _, event, _ in logs.codings()}
    assert all(after[id] is before[id] for id in before)
    assert after[second.id]["code"] == "concerns"
    anna.delete("talk", first.id)
    assert first.id not in {event["id"] for _, event, _ in logs.codings()}
    assert list(log_stamps(study.folder, "talk")) == ["anna", "ben"]


def test_orphans_are_told_as_such(study: Study) -> None:
    logs = SourceLogs(study.folder, "talk")
    study.coder("anna").code("talk", "concerns", quote="We trust the supplier.")
    assert [lost for _, _, lost in logs.codings()] == [False]
    study.edit("talk", "We trust the supplier.\n", "\n")
    assert [lost for _, _, lost in logs.codings()] == [True]
    study.undo_edit("talk")
    assert [lost for _, _, lost in logs.codings()] == [False]


ACTS = st.lists(
    st.tuples(st.sampled_from(["code", "recode", "note", "delete", "undo", "redo", "swap"]),
              st.integers(0, 5)),
    max_size=14,
)  # fmt: skip


@settings(max_examples=25)
@given(ACTS)
def test_look_after_look_it_is_what_a_fresh_reading_says(
    tmp_path_factory: object, acts: list[tuple[str, int]]
) -> None:
    folder = tmp_path_factory.mktemp("logs")  # type: ignore[attr-defined]
    study = new_study(folder / "study")
    (folder / "talk.txt").write_text("Anna: We trust the supplier.\n")
    study.import_files(folder / "talk.txt")
    anna, logs = study.coder("anna"), SourceLogs(study.folder, "talk")
    for kind, number in acts:
        ids = [str(event["id"]) for event in fresh(study, "anna")]
        if kind == "code" or not ids:
            anna.code("talk", "concerns", start=number, end=number + 3)
        elif kind == "swap":
            path = study.folder / "codings" / "anna" / "talk.jsonl"
            path.write_bytes(b"".join(sorted(path.read_bytes().splitlines(keepends=True))))
        elif kind in ("undo", "redo"):
            try:
                getattr(anna, kind)("talk")
            except LookupError:
                continue
        else:
            target = ids[number % len(ids)]
            more = {"recode": ["timeliness"], "note": [f"n{number}"], "delete": []}[kind]
            getattr(anna, kind)("talk", target, *more)
        found = sorted((event for _, event, _ in logs.codings()), key=lambda e: str(e["id"]))
        assert found == sorted(fresh(study, "anna"), key=lambda e: str(e["id"]))
