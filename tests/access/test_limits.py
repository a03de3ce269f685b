"""What is narrower than an organisation: a membership of some commissions only."""

from collections.abc import Iterator

from tests.access.crawling import pages
from tests.access.filled import Filled
from tests.visits import Visit

LIMITED = "limited_worker"


def addresses(filled: Filled) -> Iterator[tuple[str, bool]]:
    """Pages of every record of the provider, and whether the one commission has it."""
    for name, record in filled.records["case"].items():
        yield f"/cases/{record.ids['case_id']}", name == "iris"
    for record in filled.records["offer"].values():
        yield f"/queue/{record.ids['referral_id']}", False
    for kind in ("lesson", "shift", "group"):
        for record in filled.records[kind].values():
            yield f"/{kind}s/{record.ids.get('group_id') or record.ids['session_id']}", False


def test_a_membership_of_one_commission_sees_nothing_of_the_others(filled: Filled) -> None:
    visit, met = Visit(filled.world.viewers[LIMITED]), set()
    wrong = []
    # Services are known to everybody; people and their cases only where the membership covers.
    for address, answer in pages(visit, enough=2):
        for leak in filled.secrets.leaks(answer.text, LIMITED):
            met.add(leak)
            if not leak.startswith("iris"):
                wrong.append(f"{address}: {leak}")
    for address, theirs in addresses(filled):
        if (visit.get(address).status_code == 200) != theirs:
            wrong.append(f"{address}: not {'theirs' if theirs else 'missing'}")
    assert not wrong, "\n".join(wrong)
    assert any(leak.startswith("iris") for leak in met)
