"""Deciding together at the desk: what the consensus coder adopts or rejects, and why."""

from __future__ import annotations

from casestudy.adjudicating import Adjudicator
from casestudy.annotate.bench import Act, Done
from casestudy.ratings import rating_in
from casestudy.study import Study


def decided(study: Study, act: Act) -> Done:
    """Carry out a decision: `adopt`, `reject`, or `undo` the last one in the source.

    Raises
    ------
    ValueError, LookupError
        If there is no reason, no such question, or coders differ in the borders and none are
        chosen.
    """
    consensus, outcome = str(act["consensus"]), str(act["outcome"])
    if outcome == "undo":
        return Done(said=study.coder(consensus).undo(str(act["source"])))
    panel = Adjudicator(study, coders=tuple(act["coders"]), consensus=consensus)
    question, reason = str(act["question"]), str(act.get("reason", ""))
    if outcome == "reject":
        panel.reject(question, reason=reason)
        return Done(said="rejected")
    if outcome != "adopt":
        raise ValueError(f"outcome {outcome!r} is not known; allowed are adopt, reject, undo")
    at = act.get("at")
    made = panel.accept(
        question,
        reason=reason,
        borders=str(act.get("borders", "")),
        at=(int(at[0]), int(at[1])) if at else None,
        code=str(act.get("code", "")),
        **rating_in(act),
    )
    return Done(codings=(made.id,), said="adopted")
