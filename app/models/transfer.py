"""What a hand-over leaves behind: a joined referral, a decline's own ground, a batch of transfers."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text
from sqlmodel import Field, SQLModel

from app.models.membership import Side
from app.models.naming import OnCase, a_code, a_moment, an_id, hangs_on_case, one_of
from app.models.referral import Whose


class JoinedReferral(OnCase, table=True):
    """A further referral of somebody the provider already works with: linked to the open case.

    Its sender reads an ordinary acceptance, and only what happens from then on.
    """

    __tablename__ = "joined_referral"
    __table_args__ = (
        *hangs_on_case("joined_referral"),
        # A referral is joined once.
        Index(
            "one_case_of_a_joined_referral", "organisation_id", "side", "referral_id", unique=True
        ),
        Index("ix_joined_referral_referral", "referral_id"),
    )

    id: UUID = an_id()
    referral_id: UUID = Field(foreign_key="referral.id")
    joined_by_id: UUID = Field(foreign_key="account.id", index=True)
    joined_at: datetime = a_moment(now=True)


class DeclineGround(SQLModel, table=True):
    """Why a provider really declined, and who did: all that it keeps of the offer.

    The referral itself is closed to it then. That carries what the sender is told, which never says
    whether the person is known here.
    """

    __tablename__ = "decline_ground"
    __table_args__ = (
        one_of("side", Side),
        one_of("whose", Whose),
        Index("ix_decline_ground_list", "organisation_id", "side", "declined_at"),
        Index("ix_decline_ground_reference", "organisation_id", "side", "reference"),
    )

    referral_id: UUID = Field(foreign_key="referral.id", primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id")
    commission_id: UUID = Field(foreign_key="commission.id", index=True)
    side: Side = a_code(Side.none)
    # To read aloud when the sender rings; and the document that the reason was chosen from.
    reference: str = Field(sa_type=Text)
    programme_version_id: UUID = Field(foreign_key="programme_version.id", index=True)
    reason: str = Field(sa_type=Text)
    whose: Whose = a_code()
    declined_by_id: UUID = Field(foreign_key="account.id", index=True)
    declined_at: datetime = a_moment(now=True)


class TransferBatch(SQLModel, table=True):
    """Cases of one commission that were offered to another provider together."""

    __tablename__ = "transfer_batch"
    __table_args__ = (
        one_of("side", Side),
        CheckConstraint("commission_id <> to_commission_id", name="goes_somewhere"),
        Index("ix_transfer_batch_list", "organisation_id", "side", "made_at"),
    )

    id: UUID = an_id()
    organisation_id: UUID = Field(foreign_key="organisation.id")
    commission_id: UUID = Field(foreign_key="commission.id", index=True)
    to_commission_id: UUID = Field(foreign_key="commission.id", index=True)
    side: Side = a_code(Side.none)
    made_by_id: UUID = Field(foreign_key="account.id", index=True)
    made_at: datetime = a_moment(now=True)
