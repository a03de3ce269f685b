"""What was just done, in a sentence: the address carries only a code, never anything personal.

`see(request, url, message="referral-sent")` shows the sentence once on the next page.
"""

DONE = {
    "saved": "Saved.",
    "draft-saved": "Draft saved. You or a colleague on this shift can go on with it later.",
    "draft-ended": "The draft was ended.",
    "referral-sent": "Referral sent.",
    "referral-logged": "Referral logged.",
    "referral-accepted": "Referral accepted. A case is open.",
    "referral-declined": "Referral declined. The sender sees the reason.",
    "referral-asked": "Question sent. The referral waits for the sender's answer.",
    "referral-answered": "Answer sent.",
    "referral-waiting": "The referral is on the waiting list.",
    "referral-withdrawn": "Referral withdrawn.",
    "offer-recorded": "Recorded that help was offered and declined. No name was kept.",
    "case-allocated": "Case allocated.",
    "cases-allocated": "Cases allocated.",
    "case-paused": "Case paused.",
    "case-resumed": "Case resumed.",
    "case-closed": "Case closed.",
    "case-reopened": "Case reopened.",
    "session-recorded": "Session recorded.",
    "goal-saved": "Goal saved.",
    "measure-saved": "Measure saved.",
    "note-saved": "Hand-over note saved.",
    "signed-out": "You are signed out.",
    "signed-out-everywhere": "You are signed out on every device.",
    "signed-out-idle": "You were signed out because nothing happened for a while. Drafts are kept.",
    "unlocked": "Welcome back.",
    "person-changed": "You now see Throughline as this person.",
}


def notice(code: str | None) -> str | None:
    """Return the sentence of a code, or None for a code that somebody made up."""
    return DONE.get(code or "")
