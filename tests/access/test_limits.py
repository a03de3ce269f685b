"""What is narrower than an organisation: some commissions only; and looking, which changes nothing."""

from collections.abc import Iterator

from sqlalchemy import Engine, text

from app.access import RECORDED
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
    with visit.client:
        # Services are known to everybody; people and their cases only where the membership covers.
        for address, answer in pages(visit, enough=3):
            for leak in filled.secrets.leaks(answer.text, LIMITED):
                met.add(leak)
                if not leak.startswith("iris"):
                    wrong.append(f"{address}: {leak}")
        for address, theirs in addresses(filled):
            if (visit.get(address).status_code == 200) != theirs:
                wrong.append(f"{address}: not {'theirs' if theirs else 'missing'}")
    assert not wrong, "\n".join(wrong)
    assert any(leak.startswith("iris") for leak in met)


def contents(owner: Engine) -> dict[str, str]:
    """What stands in every recorded table, as one hash each; but for who has seen an offer when."""
    found = {}
    with owner.connect() as connection:
        for table in sorted(RECORDED):
            row = "(to_jsonb(t) - 'seen_at' - 'version')::text"
            found[table] = str(
                connection.scalar(
                    text(f"SELECT md5(string_agg({row}, '' ORDER BY {row})) FROM \"{table}\" t")
                )
            )
    return found


def test_looking_changes_nothing_but_the_record_of_who_looked(
    filled: Filled, owner: Engine
) -> None:
    before = contents(owner)
    for person in ("navigator", "manager", "partner_worker", "administrator", "commissioner"):
        visit = Visit(filled.world.viewers[person])
        with visit.client:
            assert len(list(pages(visit, enough=2))) > 5
    after = contents(owner)
    assert [table for table in before if before[table] != after[table]] == []
