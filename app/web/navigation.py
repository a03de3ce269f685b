"""What stands in the service navigation, by role: at most five links."""

from typing import NamedTuple

from app.models.membership import Role, Side


class Link(NamedTuple):
    """One link of the navigation. `url` is a path, and everything below it counts as its page.

    So does everything below the paths of `also`.
    """

    label: str
    url: str
    also: tuple[str, ...] = ()


R = Role
HOME = Link("Home", "/")
CASES = Link("Cases", "/cases")
QUEUE = Link("Queue", "/queue", also=("/waiting", "/transfers", "/imports"))
REFERRALS = Link("Referrals", "/referrals")
SESSIONS = Link("Sessions", "/sessions")
DELIVERY = Link("Delivery", "/delivery", also=("/groups", "/lessons", "/shifts", "/training"))
DRAFTS = Link("Drafts", "/drafts")
FIGURES = Link("Figures", "/figures", also=("/returns", "/commissioned", "/asked"))
RECEIVED = Link("Returns", "/returns-received")
QUARTER = Link(
    "Quarter", "/quarter", also=("/saved-views", "/editions", "/publishing", "/figure-questions")
)
PAPERS = Link("Papers", "/papers")
COMMISSIONED = Link("Commissions", "/commissioned", also=("/budget",))

NAVIGATION: dict[Role, tuple[Link, ...]] = {
    R.navigator: (HOME, Link("New referral", "/referrals/new"), REFERRALS, DRAFTS, CASES),
    R.referrer: (HOME, Link("New referral", "/referrals/new"), REFERRALS, DRAFTS),
    R.worker: (Link("My day", "/"), CASES, SESSIONS, DELIVERY, FIGURES),
    R.manager: (HOME, QUEUE, CASES, DELIVERY, FIGURES),
    R.commissioner: (HOME, QUARTER, RECEIVED, PAPERS, COMMISSIONED),
    R.evaluator: (HOME, QUARTER, RECEIVED, PAPERS, COMMISSIONED),
    R.guardian: (HOME, Link("Concerns", "/concerns"), Link("Who opened a record", "/views"), CASES),
    R.administrator: (
        HOME,
        Link("Organisations", "/organisations"),
        Link("Users", "/users"),
        Link("Settings", "/settings"),
        Link("Commissions", "/commissions"),
    ),
}
# The side of a programme that reads letters; five links are enough, so something makes room.
LETTERS = Link("Letters", "/letters")
AT_LETTERBOX: dict[Role, tuple[Link, ...]] = {
    R.worker: (Link("My day", "/"), CASES, SESSIONS, LETTERS, DELIVERY),
    R.manager: (HOME, QUEUE, CASES, LETTERS, FIGURES),
}
# A navigator of a provider works cases as well; their drafts stand on their home page.
OF_PROVIDER: dict[Role, tuple[Link, ...]] = {
    R.navigator: (HOME, Link("New referral", "/referrals/new"), REFERRALS, CASES, SESSIONS),
}
# Who has a search box: the roles that work with people.
SEARCHERS = frozenset({R.navigator, R.referrer, R.worker, R.manager, R.guardian})


def links_for(role: str, side: str = "", *, provides: bool = False) -> tuple[Link, ...]:
    """Return the links of a role; the side that letters are written to has its letterbox there.

    `provides` says whether the organisation is a provider.
    """
    if side == Side.partner and Role(role) in AT_LETTERBOX:
        return AT_LETTERBOX[Role(role)]
    if provides and Role(role) in OF_PROVIDER:
        return OF_PROVIDER[Role(role)]
    return NAVIGATION[Role(role)]


def may_search(role: str) -> bool:
    """Whether this role gets the search box."""
    return Role(role) in SEARCHERS


def current(links: tuple[Link, ...], path: str) -> Link | None:
    """Return the link that stands for the page at `path`: the longest that it lies below."""
    below = [
        link
        for link in links
        if path == link.url
        or any(path.startswith(f"{url}/") for url in (link.url, *link.also) if url != "/")
        or path in link.also
    ]
    return max(below, key=lambda link: len(link.url), default=None)
