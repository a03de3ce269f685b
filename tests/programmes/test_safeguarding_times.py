"""By when something about a concern must have happened names who says so; nothing of ours passes as a rule."""

from app.programmes.checking import check_text
from app.programmes.lists import code_list
from app.programmes.loading import FOLDER
from app.programmes.safeguarding import ActionLimit, limit_of

ACTIONS = code_list("safeguarding-action")


def says(code: str, *own: ActionLimit) -> str:
    """The words of an action's times."""
    entry = ACTIONS.get(code)
    assert entry
    return limit_of(entry, own).says


def test_a_time_is_a_rule_only_where_its_source_is_named() -> None:
    assert says("written-referral") == "Within 24 hours (local safeguarding procedures)"
    assert says("lado") == (
        "Within 1 working day (most local safeguarding procedures). Answer within 1 working day"
    )
    named = {
        entry.code for entry in ACTIONS.entries if {"source", "answer-source"} & entry.also.keys()
    }
    assert named == {"written-referral", "lado", "childrens-social-care", "nrm"}
    others = [entry.code for entry in ACTIONS.entries if entry.code not in named]
    assert not any("(" in says(code) for code in others)


def test_what_a_service_sets_says_so() -> None:
    own = ActionLimit(action="marac", working_days=1, answer=15)
    assert says("marac", own) == (
        "Within 1 working day (set by this service). Answer within 15 working days (set by this service)"
    )
    assert "set by" not in says("prevent", own)


def test_a_service_may_tighten_guidance_and_not_loosen_it() -> None:
    document = (FOLDER / "ed-navigators.yaml").read_text("utf-8")

    def faults(limit: str) -> list[str]:
        text = document.replace("counting:\n", f"safeguarding: [{limit}]\ncounting:\n", 1)
        return [problem.says for problem in check_text(text, file="own.yaml")]

    assert faults("{action: written-referral, hours: 12}") == []
    assert faults("{action: marac, hours: 96, answer: 20}") == []
    for looser in ("{action: written-referral, hours: 48}", "{action: lado, working_days: 2}"):
        assert "more time than published guidance" in " ".join(faults(looser))
    assert "not in the list" in " ".join(faults("{action: prevnt, hours: 4}"))
