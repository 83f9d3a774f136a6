"""Create every table of the first city.

Written by `alembic revision --autogenerate` from porter/models; the books' guards and the trail's partitions come next.

Revision ID: 0001
Revises:
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0001"
down_revision: str | Sequence[str] | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    op.create_table(
        "account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("audience", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("status_reason", sa.String(), nullable=True),
        sa.Column("phone", sa.String(length=16), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("photo_key", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("referral_code", sa.String(), nullable=True),
        sa.Column("is_vip", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_login_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("audience IN ('customer', 'driver', 'staff')", name=op.f("ck_account_audience_known")),
        sa.CheckConstraint(
            "phone IS NOT NULL OR email IS NOT NULL OR status = 'deleted'", name=op.f("ck_account_reachable")
        ),
        sa.CheckConstraint(
            "role IN ('customer', 'driver', 'dispatcher', 'delivery_manager', 'support', 'finance', 'admin')",
            name=op.f("ck_account_role_known"),
        ),
        sa.CheckConstraint("status IN ('active', 'suspended', 'deleted')", name=op.f("ck_account_status_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("referral_code", name=op.f("uq_account_referral_code")),
    )
    op.create_index(
        "uq_account_email_staff",
        "account",
        [sa.literal_column("lower(email)")],
        unique=True,
        postgresql_where=sa.text("audience = 'staff'"),
    )
    op.create_index(
        "uq_account_phone_audience",
        "account",
        ["phone", "audience"],
        unique=True,
        postgresql_where=sa.text("status <> 'deleted'"),
    )
    op.create_table(
        "city",
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("state_code", sa.String(length=2), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("lng", sa.Float(), nullable=False),
        sa.Column("rules", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_city")),
    )
    op.create_table(
        "otp_challenge",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("phone", sa.String(length=16), nullable=False),
        sa.Column("audience", sa.String(length=32), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("audience IN ('customer', 'driver', 'staff')", name=op.f("ck_otp_challenge_audience_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_otp_challenge")),
    )
    op.create_index("ix_otp_challenge_phone_created_at", "otp_challenge", ["phone", "created_at"], unique=False)
    op.create_table(
        "outbox_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("relayed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_outbox_event_unrelayed",
        "outbox_event",
        ["id"],
        unique=False,
        postgresql_where=sa.text("relayed_at IS NULL"),
    )
    op.create_table(
        "position",
        sa.Column("driver_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("lng", sa.Float(), nullable=False),
        sa.Column("heading_deg", sa.Integer(), nullable=True),
        sa.Column("speed_kmh", sa.Integer(), nullable=True),
        sa.Column("accuracy_m", sa.Integer(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("driver_id", "at", name=op.f("pk_position")),
        postgresql_partition_by="RANGE (at)",
    )
    op.create_index(
        "ix_position_order_at",
        "position",
        ["order_id", "at"],
        unique=False,
        postgresql_where=sa.text("order_id IS NOT NULL"),
    )
    op.create_table(
        "receipt_series",
        sa.Column("series", sa.String(length=16), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", name=op.f("pk_receipt_series")),
    )
    op.create_table(
        "stored_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("scope", sa.String(length=120), nullable=False),
        sa.Column("idempotency_key", sa.String(length=255), nullable=False),
        sa.Column("request_hash", sa.String(), nullable=False),
        sa.Column("status_code", sa.Integer(), nullable=True),
        sa.Column("headers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_answer")),
        sa.UniqueConstraint("scope", "idempotency_key", name=op.f("uq_stored_answer_scope_idempotency_key")),
    )
    op.create_index("ix_stored_answer_created_at", "stored_answer", ["created_at"], unique=False)
    op.create_table(
        "tax_regime",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("state_code", sa.String(length=2), nullable=False),
        sa.Column("service_type", sa.String(length=32), nullable=False),
        sa.Column("sac", sa.String(), nullable=False),
        sa.Column("parts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("valid", postgresql.TSTZRANGE(), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("state_code"), "="),
            (sa.column("service_type"), "="),
            (sa.column("valid"), "&&"),
            using="gist",
            name="tax_regime_one_at_a_time",
        ),
        sa.CheckConstraint("service_type IN ('goods', 'passenger')", name=op.f("ck_tax_regime_service_type_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tax_regime")),
    )
    op.create_table(
        "vehicle_class",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("service_type", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("is_ev", sa.Boolean(), nullable=False),
        sa.Column("capacity_kg", sa.Integer(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("length_ft", sa.String(), nullable=False),
        sa.Column("width_ft", sa.String(), nullable=False),
        sa.Column("height_ft", sa.String(), nullable=False),
        sa.Column("speed_kmh", sa.Integer(), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('cycle', 'two_wheeler', 'three_wheeler', 'mini_truck', 'truck', 'car')",
            name=op.f("ck_vehicle_class_kind_known"),
        ),
        sa.CheckConstraint("service_type IN ('goods', 'passenger')", name=op.f("ck_vehicle_class_service_type_known")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_vehicle_class")),
    )
    op.create_table(
        "address",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(length=50), nullable=False),
        sa.Column("full_address", sa.String(length=300), nullable=False),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("lng", sa.Float(), nullable=False),
        sa.Column("landmark", sa.String(length=100), nullable=False),
        sa.Column("floor", sa.String(length=40), nullable=False),
        sa.Column("contact_name", sa.String(length=100), nullable=False),
        sa.Column("contact_phone", sa.String(length=16), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("lat BETWEEN -90 AND 90 AND lng BETWEEN -180 AND 180", name=op.f("ck_address_on_earth")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_address_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address")),
        sa.UniqueConstraint("account_id", "label", name=op.f("uq_address_account_id_label")),
    )
    op.create_index(op.f("ix_address_account_id"), "address", ["account_id"], unique=False)
    op.create_index(
        "uq_address_default", "address", ["account_id"], unique=True, postgresql_where=sa.text("is_default")
    )
    op.create_table(
        "cancellation_rule",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("city_code", sa.String(), nullable=False),
        sa.Column("order_status", sa.String(length=32), nullable=False),
        sa.Column("cancelled_by", sa.String(length=32), nullable=False),
        sa.Column("from_s", sa.Integer(), nullable=False),
        sa.Column("to_s", sa.Integer(), nullable=True),
        sa.Column("service_type", sa.String(length=32), nullable=True),
        sa.Column("payment_method", sa.String(length=32), nullable=True),
        sa.Column("fault", sa.String(length=32), nullable=False),
        sa.Column("fee_minor", sa.BigInteger(), nullable=False),
        sa.Column("fee_bps", sa.Integer(), nullable=False),
        sa.Column("fee_max_minor", sa.Integer(), nullable=True),
        sa.Column("counts_against", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "cancelled_by IN ('customer', 'driver', 'staff', 'system')",
            name=op.f("ck_cancellation_rule_cancelled_by_known"),
        ),
        sa.CheckConstraint(
            "order_status IN ('scheduled', 'pending', 'searching_driver', 'assigned', 'picked_up', 'in_transit', 'delivered', 'cancelled', 'no_driver', 'failed', 'returning', 'returned')",
            name=op.f("ck_cancellation_rule_order_status_known"),
        ),
        sa.ForeignKeyConstraint(["city_code"], ["city.code"], name=op.f("fk_cancellation_rule_city_code_city")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cancellation_rule")),
    )
    op.create_index(op.f("ix_cancellation_rule_city_code"), "cancellation_rule", ["city_code"], unique=False)
    op.create_table(
        "driver",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("city_code", sa.String(), nullable=False),
        sa.Column("licence_number", sa.String(), nullable=True),
        sa.Column("verification", sa.String(length=32), nullable=False),
        sa.Column("is_online", sa.Boolean(), nullable=False),
        sa.Column("online_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("idle_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rating_sum", sa.Integer(), nullable=False),
        sa.Column("rating_count", sa.Integer(), nullable=False),
        sa.Column("cash_limit_minor", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "verification IN ('pending', 'approved', 'rejected')", name=op.f("ck_driver_verification_known")
        ),
        sa.CheckConstraint(
            "rating_count >= 0 AND rating_sum BETWEEN rating_count AND rating_count * 5",
            name=op.f("ck_driver_rating_sane"),
        ),
        sa.ForeignKeyConstraint(["city_code"], ["city.code"], name=op.f("fk_driver_city_code_city")),
        sa.ForeignKeyConstraint(["id"], ["account.id"], name=op.f("fk_driver_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_driver")),
        sa.UniqueConstraint("licence_number", name=op.f("uq_driver_licence_number")),
    )
    op.create_index(op.f("ix_driver_city_code"), "driver", ["city_code"], unique=False)
    op.create_index("ix_driver_online", "driver", ["city_code"], unique=False, postgresql_where=sa.text("is_online"))
    op.create_table(
        "estimate",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=True),
        sa.Column("city_code", sa.String(), nullable=False),
        sa.Column("service_type", sa.String(length=32), nullable=False),
        sa.Column("stops", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("goods", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("distance_m", sa.Integer(), nullable=False),
        sa.Column("duration_s", sa.Integer(), nullable=False),
        sa.Column("polyline", sa.String(), nullable=False),
        sa.Column("legs", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["city_code"], ["city.code"], name=op.f("fk_estimate_city_code_city")),
        sa.ForeignKeyConstraint(["customer_id"], ["account.id"], name=op.f("fk_estimate_customer_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_estimate")),
    )
    op.create_index(op.f("ix_estimate_city_code"), "estimate", ["city_code"], unique=False)
    op.create_index(op.f("ix_estimate_customer_id"), "estimate", ["customer_id"], unique=False)
    op.create_table(
        "fare_policy",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("city_code", sa.String(), nullable=False),
        sa.Column("class_code", sa.String(), nullable=False),
        sa.Column("service_type", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("valid", postgresql.TSTZRANGE(), nullable=False),
        sa.Column("base_minor", sa.BigInteger(), nullable=False),
        sa.Column("included_m", sa.Integer(), nullable=False),
        sa.Column("slabs", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("per_minute_minor", sa.BigInteger(), nullable=False),
        sa.Column("per_stop_minor", sa.BigInteger(), nullable=False),
        sa.Column("minimum_minor", sa.BigInteger(), nullable=False),
        sa.Column("free_wait_s", sa.Integer(), nullable=False),
        sa.Column("wait_minor_per_minute", sa.BigInteger(), nullable=False),
        sa.Column("night_bps", sa.Integer(), nullable=False),
        sa.Column("night_from_hour", sa.Integer(), nullable=False),
        sa.Column("night_to_hour", sa.Integer(), nullable=False),
        sa.Column("commission_bps", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        postgresql.ExcludeConstraint(
            (sa.column("city_code"), "="),
            (sa.column("class_code"), "="),
            (sa.column("service_type"), "="),
            (sa.column("valid"), "&&"),
            using="gist",
            name="fare_policy_one_at_a_time",
        ),
        sa.CheckConstraint("service_type IN ('goods', 'passenger')", name=op.f("ck_fare_policy_service_type_known")),
        sa.CheckConstraint(
            "base_minor >= 0 AND per_minute_minor >= 0 AND per_stop_minor >= 0",
            name=op.f("ck_fare_policy_not_negative"),
        ),
        sa.CheckConstraint("commission_bps BETWEEN 0 AND 10000", name=op.f("ck_fare_policy_commission_sane")),
        sa.ForeignKeyConstraint(["city_code"], ["city.code"], name=op.f("fk_fare_policy_city_code_city")),
        sa.ForeignKeyConstraint(
            ["class_code"], ["vehicle_class.code"], name=op.f("fk_fare_policy_class_code_vehicle_class")
        ),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name=op.f("fk_fare_policy_created_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fare_policy")),
    )
    op.create_index(op.f("ix_fare_policy_city_code"), "fare_policy", ["city_code"], unique=False)
    op.create_index(op.f("ix_fare_policy_class_code"), "fare_policy", ["class_code"], unique=False)
    op.create_index(op.f("ix_fare_policy_created_by"), "fare_policy", ["created_by"], unique=False)
    op.create_table(
        "invitation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("invited_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "role IN ('customer', 'driver', 'dispatcher', 'delivery_manager', 'support', 'finance', 'admin')",
            name=op.f("ck_invitation_role_known"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_invitation_account_id_account")),
        sa.ForeignKeyConstraint(["invited_by"], ["account.id"], name=op.f("fk_invitation_invited_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    op.create_index(op.f("ix_invitation_account_id"), "invitation", ["account_id"], unique=False)
    op.create_index(op.f("ix_invitation_invited_by"), "invitation", ["invited_by"], unique=False)
    op.create_table(
        "ledger_account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('customer_wallet', 'driver_payable', 'driver_cash_in_hand', 'platform_commission', 'taxes', 'gateway_clearing', 'promotions', 'incentives', 'customer_receivable')",
            name=op.f("ck_ledger_account_kind_known"),
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["account.id"], name=op.f("fk_ledger_account_owner_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_account")),
    )
    op.create_index(op.f("ix_ledger_account_owner_id"), "ledger_account", ["owner_id"], unique=False)
    op.create_index(
        "uq_ledger_account",
        "ledger_account",
        ["kind", "currency", sa.literal_column("coalesce(owner_id, '00000000-0000-0000-0000-000000000000')")],
        unique=True,
    )
    op.create_table(
        "login_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_because", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_login_session_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_session")),
    )
    op.create_index(op.f("ix_login_session_account_id"), "login_session", ["account_id"], unique=False)
    op.create_table(
        "login_ticket",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_login_ticket_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_ticket")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_login_ticket_token_hash")),
    )
    op.create_index(op.f("ix_login_ticket_account_id"), "login_ticket", ["account_id"], unique=False)
    op.create_table(
        "outbox_delivery",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("subscriber", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gave_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["outbox_event.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("event_id", "subscriber"),
    )
    op.create_index(
        "ix_outbox_delivery_due",
        "outbox_delivery",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("done_at IS NULL AND gave_up_at IS NULL"),
    )
    op.create_table(
        "zone",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("city_code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("polygon", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('service', 'no_service')", name=op.f("ck_zone_kind_known")),
        sa.ForeignKeyConstraint(["city_code"], ["city.code"], name=op.f("fk_zone_city_code_city")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zone")),
        sa.UniqueConstraint("city_code", "name", name=op.f("uq_zone_city_code_name")),
    )
    op.create_index(op.f("ix_zone_city_code"), "zone", ["city_code"], unique=False)
    op.create_table(
        "location_batch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("driver_id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["driver_id"], ["driver.id"], name=op.f("fk_location_batch_driver_id_driver")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_location_batch")),
        sa.UniqueConstraint("driver_id", "batch_id", name=op.f("uq_location_batch_driver_id_batch_id")),
    )
    op.create_index("ix_location_batch_created", "location_batch", ["created_at"], unique=False)
    op.create_table(
        "quote",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("estimate_id", sa.Uuid(), nullable=False),
        sa.Column("policy_id", sa.Uuid(), nullable=False),
        sa.Column("class_code", sa.String(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("lines", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("surge_bps", sa.Integer(), nullable=False),
        sa.Column("driver_payout_minor", sa.BigInteger(), nullable=False),
        sa.Column("duration_s", sa.Integer(), nullable=False),
        sa.Column("pickup_eta_s", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("status IN ('open', 'used', 'expired')", name=op.f("ck_quote_status_known")),
        sa.CheckConstraint("total_minor >= 0", name=op.f("ck_quote_not_negative")),
        sa.ForeignKeyConstraint(["class_code"], ["vehicle_class.code"], name=op.f("fk_quote_class_code_vehicle_class")),
        sa.ForeignKeyConstraint(["estimate_id"], ["estimate.id"], name=op.f("fk_quote_estimate_id_estimate")),
        sa.ForeignKeyConstraint(["policy_id"], ["fare_policy.id"], name=op.f("fk_quote_policy_id_fare_policy")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote")),
    )
    op.create_index(op.f("ix_quote_estimate_id"), "quote", ["estimate_id"], unique=False)
    op.create_index("ix_quote_open", "quote", ["expires_at"], unique=False, postgresql_where=sa.text("status = 'open'"))
    op.create_table(
        "refresh_token",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["login_session.id"],
            name=op.f("fk_refresh_token_session_id_login_session"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refresh_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_refresh_token_token_hash")),
    )
    op.create_index(op.f("ix_refresh_token_session_id"), "refresh_token", ["session_id"], unique=False)
    op.create_table(
        "vehicle",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("driver_id", sa.Uuid(), nullable=False),
        sa.Column("class_code", sa.String(), nullable=False),
        sa.Column("plate", sa.String(length=16), nullable=False),
        sa.Column("make", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("vin", sa.String(), nullable=True),
        sa.Column("fuel", sa.String(length=32), nullable=False),
        sa.Column("battery_pct", sa.Integer(), nullable=True),
        sa.Column("range_km", sa.Integer(), nullable=True),
        sa.Column("odometer_km", sa.Integer(), nullable=True),
        sa.Column("max_kg", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("fuel IN ('none', 'ev', 'cng', 'diesel', 'petrol')", name=op.f("ck_vehicle_fuel_known")),
        sa.CheckConstraint(
            "status IN ('available', 'in_service', 'maintenance', 'offline')", name=op.f("ck_vehicle_status_known")
        ),
        sa.CheckConstraint(
            "battery_pct IS NULL OR battery_pct BETWEEN 0 AND 100", name=op.f("ck_vehicle_battery_sane")
        ),
        sa.ForeignKeyConstraint(
            ["class_code"], ["vehicle_class.code"], name=op.f("fk_vehicle_class_code_vehicle_class")
        ),
        sa.ForeignKeyConstraint(["driver_id"], ["driver.id"], name=op.f("fk_vehicle_driver_id_driver")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vehicle")),
        sa.UniqueConstraint("plate", name=op.f("uq_vehicle_plate")),
        sa.UniqueConstraint("vin", name=op.f("uq_vehicle_vin")),
    )
    op.create_index(op.f("ix_vehicle_class_code"), "vehicle", ["class_code"], unique=False)
    op.create_index(op.f("ix_vehicle_driver_id"), "vehicle", ["driver_id"], unique=False)
    op.create_index("uq_vehicle_active", "vehicle", ["driver_id"], unique=True, postgresql_where=sa.text("is_active"))
    op.create_table(
        "orders",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("quote_id", sa.Uuid(), nullable=False),
        sa.Column("city_code", sa.String(), nullable=False),
        sa.Column("service_type", sa.String(length=32), nullable=False),
        sa.Column("class_code", sa.String(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("driver_id", sa.Uuid(), nullable=True),
        sa.Column("payment_method", sa.String(length=32), nullable=False),
        sa.Column("goods", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("lines", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        sa.Column("raise_minor", sa.BigInteger(), nullable=False),
        sa.Column("driver_payout_minor", sa.BigInteger(), nullable=False),
        sa.Column("commission_minor", sa.BigInteger(), nullable=False),
        sa.Column("tax_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("distance_m", sa.Integer(), nullable=False),
        sa.Column("duration_s", sa.Integer(), nullable=False),
        sa.Column("polyline", sa.String(), nullable=False),
        sa.Column("pickup_lat", sa.Float(), nullable=False),
        sa.Column("pickup_lng", sa.Float(), nullable=False),
        sa.Column("pickup_address", sa.String(), nullable=False),
        sa.Column("drop_address", sa.String(), nullable=False),
        sa.Column("pickup_cell", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("searching_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("search_ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("picked_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_by", sa.String(length=32), nullable=True),
        sa.Column("cancel_reason", sa.String(), nullable=True),
        sa.Column("cancel_fault", sa.String(length=32), nullable=True),
        sa.Column("cancel_fee_minor", sa.BigInteger(), nullable=False),
        sa.Column("delay_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(driver_id IS NULL) OR status NOT IN ('searching_driver','no_driver','pending','scheduled')",
            name=op.f("ck_orders_driver_fits"),
        ),
        sa.CheckConstraint(
            "payment_method IN ('cash', 'upi', 'card', 'wallet')", name=op.f("ck_orders_payment_method_known")
        ),
        sa.CheckConstraint(
            "status IN ('scheduled', 'pending', 'searching_driver', 'assigned', 'picked_up', 'in_transit', 'delivered', 'cancelled', 'no_driver', 'failed', 'returning', 'returned')",
            name=op.f("ck_orders_status_known"),
        ),
        sa.CheckConstraint("total_minor >= 0 AND raise_minor >= 0", name=op.f("ck_orders_not_negative")),
        sa.ForeignKeyConstraint(["city_code"], ["city.code"], name=op.f("fk_orders_city_code_city")),
        sa.ForeignKeyConstraint(
            ["class_code"], ["vehicle_class.code"], name=op.f("fk_orders_class_code_vehicle_class")
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["account.id"], name=op.f("fk_orders_customer_id_account")),
        sa.ForeignKeyConstraint(["driver_id"], ["driver.id"], name=op.f("fk_orders_driver_id_driver")),
        sa.ForeignKeyConstraint(["quote_id"], ["quote.id"], name=op.f("fk_orders_quote_id_quote")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orders")),
        sa.UniqueConstraint("number", name=op.f("uq_orders_number")),
        sa.UniqueConstraint("quote_id", name=op.f("uq_orders_quote_id")),
    )
    op.create_index(
        "ix_orders_created",
        "orders",
        [sa.literal_column("created_at DESC"), sa.literal_column("id DESC")],
        unique=False,
    )
    op.create_index(
        "ix_orders_customer_created", "orders", ["customer_id", sa.literal_column("created_at DESC")], unique=False
    )
    op.create_index(op.f("ix_orders_driver_id"), "orders", ["driver_id"], unique=False)
    op.create_index(
        "ix_orders_status_created", "orders", ["status", sa.literal_column("created_at DESC")], unique=False
    )
    op.create_index(
        "uq_orders_driver_busy",
        "orders",
        ["driver_id"],
        unique=True,
        postgresql_where=sa.text("status IN ('assigned','picked_up','in_transit','failed','returning')"),
    )
    op.create_table(
        "matching_round",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("search", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("radius_m", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("considered", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("status IN ('open', 'closed')", name=op.f("ck_matching_round_status_known")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_matching_round_order_id_orders"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matching_round")),
        sa.UniqueConstraint("order_id", "search", "number", name=op.f("uq_matching_round_order_id_search_number")),
    )
    op.create_index(
        "ix_matching_round_due", "matching_round", ["due_at"], unique=False, postgresql_where=sa.text("status = 'open'")
    )
    op.create_index(op.f("ix_matching_round_order_id"), "matching_round", ["order_id"], unique=False)
    op.create_index(
        "uq_matching_round_open",
        "matching_round",
        ["order_id"],
        unique=True,
        postgresql_where=sa.text("status = 'open'"),
    )
    op.create_table(
        "notification",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("body", sa.String(length=1000), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("dedupe", sa.String(length=120), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('welcome', 'order_placed', 'driver_assigned', 'driver_arrived', 'picked_up', 'delivered', 'cancelled', 'no_driver', 'delay', 'offer', 'receipt')",
            name=op.f("ck_notification_kind_known"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_notification_account_id_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_notification_order_id_orders")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification")),
        sa.UniqueConstraint("account_id", "dedupe", name=op.f("uq_notification_account_id_dedupe")),
    )
    op.create_index(
        "ix_notification_account_created",
        "notification",
        ["account_id", sa.literal_column("created_at DESC")],
        unique=False,
    )
    op.create_index(op.f("ix_notification_order_id"), "notification", ["order_id"], unique=False)
    op.create_index(
        "ix_notification_unread",
        "notification",
        ["account_id"],
        unique=False,
        postgresql_where=sa.text("read_at IS NULL"),
    )
    op.create_table(
        "posting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("correlation", sa.String(length=120), nullable=False),
        sa.Column("event", sa.String(length=48), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("memo", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_posting_order_id_orders")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting")),
        sa.UniqueConstraint("correlation", name=op.f("uq_posting_correlation")),
    )
    op.create_index(op.f("ix_posting_order_id"), "posting", ["order_id"], unique=False)
    op.create_table(
        "rating",
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("driver_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.Column("tags", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("comment", sa.String(length=500), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("stars BETWEEN 1 AND 5", name=op.f("ck_rating_stars_sane")),
        sa.ForeignKeyConstraint(["customer_id"], ["account.id"], name=op.f("fk_rating_customer_id_account")),
        sa.ForeignKeyConstraint(["driver_id"], ["driver.id"], name=op.f("fk_rating_driver_id_driver")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_rating_order_id_orders")),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_rating")),
    )
    op.create_index(op.f("ix_rating_driver_id"), "rating", ["driver_id"], unique=False)
    op.create_table(
        "receipt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("lines", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        sa.Column("tax_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('invoice', 'cancellation')", name=op.f("ck_receipt_kind_known")),
        sa.ForeignKeyConstraint(["customer_id"], ["account.id"], name=op.f("fk_receipt_customer_id_account")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_receipt_order_id_orders")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
        sa.UniqueConstraint("number", name=op.f("uq_receipt_number")),
        sa.UniqueConstraint("order_id", "kind", name=op.f("uq_receipt_order_id_kind")),
    )
    op.create_index(op.f("ix_receipt_customer_id"), "receipt", ["customer_id"], unique=False)
    op.create_table(
        "stop",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("lng", sa.Float(), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("landmark", sa.String(length=100), nullable=False),
        sa.Column("floor", sa.String(length=40), nullable=False),
        sa.Column("contact_name", sa.String(length=100), nullable=False),
        sa.Column("contact_phone", sa.String(length=16), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("otp_attempts", sa.Integer(), nullable=False),
        sa.Column("otp_verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("arrived_off_m", sa.Integer(), nullable=True),
        sa.Column("far_reason", sa.String(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_reason", sa.String(), nullable=True),
        sa.CheckConstraint("kind IN ('pickup', 'drop')", name=op.f("ck_stop_kind_known")),
        sa.CheckConstraint(
            "status IN ('pending', 'arrived', 'done', 'failed', 'skipped')", name=op.f("ck_stop_status_known")
        ),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_stop_order_id_orders"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stop")),
        sa.UniqueConstraint("order_id", "sequence", name=op.f("uq_stop_order_id_sequence")),
    )
    op.create_index(op.f("ix_stop_order_id"), "stop", ["order_id"], unique=False)
    op.create_table(
        "timeline_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=32), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("event", sa.String(length=48), nullable=False),
        sa.Column("from_status", sa.String(), nullable=True),
        sa.Column("to_status", sa.String(), nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.CheckConstraint(
            "actor IN ('customer', 'driver', 'staff', 'system')", name=op.f("ck_timeline_entry_actor_known")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_timeline_entry_order_id_orders"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timeline_entry")),
    )
    op.create_index("ix_timeline_entry_order", "timeline_entry", ["order_id", "at", "id"], unique=False)
    op.create_table(
        "candidate",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("driver_id", sa.Uuid(), nullable=False),
        sa.Column("gate", sa.String(length=32), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("parts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("distance_m", sa.Integer(), nullable=False),
        sa.Column("eta_s", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["driver_id"], ["driver.id"], name=op.f("fk_candidate_driver_id_driver")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_candidate_order_id_orders"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["matching_round.id"], name=op.f("fk_candidate_round_id_matching_round"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate")),
        sa.UniqueConstraint("round_id", "driver_id", name=op.f("uq_candidate_round_id_driver_id")),
    )
    op.create_index("ix_candidate_driver_created", "candidate", ["driver_id", "created_at"], unique=False)
    op.create_index(op.f("ix_candidate_order_id"), "candidate", ["order_id"], unique=False)
    op.create_table(
        "ledger_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("posting_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount_minor <> 0", name=op.f("ck_ledger_entry_not_zero")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["ledger_account.id"], name=op.f("fk_ledger_entry_account_id_ledger_account")
        ),
        sa.ForeignKeyConstraint(["posting_id"], ["posting.id"], name=op.f("fk_ledger_entry_posting_id_posting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entry")),
        sa.UniqueConstraint("posting_id", "line", name=op.f("uq_ledger_entry_posting_id_line")),
    )
    op.create_index("ix_ledger_entry_account", "ledger_entry", ["account_id", "id"], unique=False)
    op.create_table(
        "offer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("driver_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("payout_minor", sa.BigInteger(), nullable=False),
        sa.Column("cash_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("pickup_distance_m", sa.Integer(), nullable=False),
        sa.Column("pickup_eta_s", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decline_reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "status IN ('sent', 'accepted', 'declined', 'expired', 'withdrawn')", name=op.f("ck_offer_status_known")
        ),
        sa.ForeignKeyConstraint(["driver_id"], ["driver.id"], name=op.f("fk_offer_driver_id_driver")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_offer_order_id_orders"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["round_id"], ["matching_round.id"], name=op.f("fk_offer_round_id_matching_round"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
        sa.UniqueConstraint("round_id", "driver_id", name=op.f("uq_offer_round_id_driver_id")),
    )
    op.create_index("ix_offer_driver_sent", "offer", ["driver_id", sa.literal_column("sent_at DESC")], unique=False)
    op.create_index(
        "ix_offer_open_ends", "offer", ["expires_at"], unique=False, postgresql_where=sa.text("status = 'sent'")
    )
    op.create_index(op.f("ix_offer_order_id"), "offer", ["order_id"], unique=False)
    op.create_index(
        "uq_offer_accepted",
        "offer",
        ["order_id", "round_id"],
        unique=True,
        postgresql_where=sa.text("status = 'accepted'"),
    )
    op.create_index(
        "uq_offer_open_per_driver", "offer", ["driver_id"], unique=True, postgresql_where=sa.text("status = 'sent'")
    )
    op.create_table(
        "proof",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("stop_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("storage_key", sa.String(), nullable=False),
        sa.Column("content_type", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('photo', 'signature')", name=op.f("ck_proof_kind_known")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_proof_order_id_orders"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["stop_id"], ["stop.id"], name=op.f("fk_proof_stop_id_stop"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proof")),
        sa.UniqueConstraint("stop_id", "sha256", name=op.f("uq_proof_stop_id_sha256")),
    )
    op.create_index(op.f("ix_proof_order_id"), "proof", ["order_id"], unique=False)
    op.create_table(
        "assignment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("driver_id", sa.Uuid(), nullable=False),
        sa.Column("vehicle_id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=True),
        sa.Column("assigned_by", sa.String(length=32), nullable=False),
        sa.Column("during", postgresql.TSTZRANGE(), nullable=False),
        sa.Column("ended_because", sa.String(), nullable=True),
        postgresql.ExcludeConstraint(
            (sa.column("driver_id"), "="), (sa.column("during"), "&&"), using="gist", name="driver_one_at_a_time"
        ),
        postgresql.ExcludeConstraint(
            (sa.column("order_id"), "="), (sa.column("during"), "&&"), using="gist", name="order_one_at_a_time"
        ),
        sa.CheckConstraint(
            "assigned_by IN ('customer', 'driver', 'staff', 'system')", name=op.f("ck_assignment_assigned_by_known")
        ),
        sa.ForeignKeyConstraint(["driver_id"], ["driver.id"], name=op.f("fk_assignment_driver_id_driver")),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_assignment_offer_id_offer")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_assignment_order_id_orders"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["vehicle_id"], ["vehicle.id"], name=op.f("fk_assignment_vehicle_id_vehicle")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
    )
    op.create_index(op.f("ix_assignment_driver_id"), "assignment", ["driver_id"], unique=False)
    op.create_index(op.f("ix_assignment_order_id"), "assignment", ["order_id"], unique=False)
    op.create_index(
        "uq_assignment_driver_open",
        "assignment",
        ["driver_id"],
        unique=True,
        postgresql_where=sa.text("upper_inf(during)"),
    )
    op.create_index(
        "uq_assignment_order_open",
        "assignment",
        ["order_id"],
        unique=True,
        postgresql_where=sa.text("upper_inf(during)"),
    )
    op.create_table(
        "trip",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("driver_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("driven_m", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("loading_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("departed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('to_pickup', 'loading', 'in_transit', 'completed', 'aborted')",
            name=op.f("ck_trip_status_known"),
        ),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f("fk_trip_assignment_id_assignment")),
        sa.ForeignKeyConstraint(["driver_id"], ["driver.id"], name=op.f("fk_trip_driver_id_driver")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_trip_order_id_orders"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trip")),
        sa.UniqueConstraint("assignment_id", name=op.f("uq_trip_assignment_id")),
    )
    op.create_index(op.f("ix_trip_driver_id"), "trip", ["driver_id"], unique=False)
    op.create_index(op.f("ix_trip_order_id"), "trip", ["order_id"], unique=False)
    op.create_index(
        "uq_trip_driver_open",
        "trip",
        ["driver_id"],
        unique=True,
        postgresql_where=sa.text("status IN ('to_pickup','loading','in_transit')"),
    )


def downgrade() -> None:
    op.drop_index(
        "uq_trip_driver_open",
        table_name="trip",
        postgresql_where=sa.text("status IN ('to_pickup','loading','in_transit')"),
    )
    op.drop_index(op.f("ix_trip_order_id"), table_name="trip")
    op.drop_index(op.f("ix_trip_driver_id"), table_name="trip")
    op.drop_table("trip")
    op.drop_index("uq_assignment_order_open", table_name="assignment", postgresql_where=sa.text("upper_inf(during)"))
    op.drop_index("uq_assignment_driver_open", table_name="assignment", postgresql_where=sa.text("upper_inf(during)"))
    op.drop_index(op.f("ix_assignment_order_id"), table_name="assignment")
    op.drop_index(op.f("ix_assignment_driver_id"), table_name="assignment")
    op.drop_table("assignment")
    op.drop_index(op.f("ix_proof_order_id"), table_name="proof")
    op.drop_table("proof")
    op.drop_index("uq_offer_open_per_driver", table_name="offer", postgresql_where=sa.text("status = 'sent'"))
    op.drop_index("uq_offer_accepted", table_name="offer", postgresql_where=sa.text("status = 'accepted'"))
    op.drop_index(op.f("ix_offer_order_id"), table_name="offer")
    op.drop_index("ix_offer_open_ends", table_name="offer", postgresql_where=sa.text("status = 'sent'"))
    op.drop_index("ix_offer_driver_sent", table_name="offer")
    op.drop_table("offer")
    op.drop_index("ix_ledger_entry_account", table_name="ledger_entry")
    op.drop_table("ledger_entry")
    op.drop_index(op.f("ix_candidate_order_id"), table_name="candidate")
    op.drop_index("ix_candidate_driver_created", table_name="candidate")
    op.drop_table("candidate")
    op.drop_index("ix_timeline_entry_order", table_name="timeline_entry")
    op.drop_table("timeline_entry")
    op.drop_index(op.f("ix_stop_order_id"), table_name="stop")
    op.drop_table("stop")
    op.drop_index(op.f("ix_receipt_customer_id"), table_name="receipt")
    op.drop_table("receipt")
    op.drop_index(op.f("ix_rating_driver_id"), table_name="rating")
    op.drop_table("rating")
    op.drop_index(op.f("ix_posting_order_id"), table_name="posting")
    op.drop_table("posting")
    op.drop_index("ix_notification_unread", table_name="notification", postgresql_where=sa.text("read_at IS NULL"))
    op.drop_index(op.f("ix_notification_order_id"), table_name="notification")
    op.drop_index("ix_notification_account_created", table_name="notification")
    op.drop_table("notification")
    op.drop_index("uq_matching_round_open", table_name="matching_round", postgresql_where=sa.text("status = 'open'"))
    op.drop_index(op.f("ix_matching_round_order_id"), table_name="matching_round")
    op.drop_index("ix_matching_round_due", table_name="matching_round", postgresql_where=sa.text("status = 'open'"))
    op.drop_table("matching_round")
    op.drop_index(
        "uq_orders_driver_busy",
        table_name="orders",
        postgresql_where=sa.text("status IN ('assigned','picked_up','in_transit','failed','returning')"),
    )
    op.drop_index("ix_orders_status_created", table_name="orders")
    op.drop_index(op.f("ix_orders_driver_id"), table_name="orders")
    op.drop_index("ix_orders_customer_created", table_name="orders")
    op.drop_index("ix_orders_created", table_name="orders")
    op.drop_table("orders")
    op.drop_index("uq_vehicle_active", table_name="vehicle", postgresql_where=sa.text("is_active"))
    op.drop_index(op.f("ix_vehicle_driver_id"), table_name="vehicle")
    op.drop_index(op.f("ix_vehicle_class_code"), table_name="vehicle")
    op.drop_table("vehicle")
    op.drop_index(op.f("ix_refresh_token_session_id"), table_name="refresh_token")
    op.drop_table("refresh_token")
    op.drop_index("ix_quote_open", table_name="quote", postgresql_where=sa.text("status = 'open'"))
    op.drop_index(op.f("ix_quote_estimate_id"), table_name="quote")
    op.drop_table("quote")
    op.drop_index("ix_location_batch_created", table_name="location_batch")
    op.drop_table("location_batch")
    op.drop_index(op.f("ix_zone_city_code"), table_name="zone")
    op.drop_table("zone")
    op.drop_index(
        "ix_outbox_delivery_due",
        table_name="outbox_delivery",
        postgresql_where=sa.text("done_at IS NULL AND gave_up_at IS NULL"),
    )
    op.drop_table("outbox_delivery")
    op.drop_index(op.f("ix_login_ticket_account_id"), table_name="login_ticket")
    op.drop_table("login_ticket")
    op.drop_index(op.f("ix_login_session_account_id"), table_name="login_session")
    op.drop_table("login_session")
    op.drop_index("uq_ledger_account", table_name="ledger_account")
    op.drop_index(op.f("ix_ledger_account_owner_id"), table_name="ledger_account")
    op.drop_table("ledger_account")
    op.drop_index(op.f("ix_invitation_invited_by"), table_name="invitation")
    op.drop_index(op.f("ix_invitation_account_id"), table_name="invitation")
    op.drop_table("invitation")
    op.drop_index(op.f("ix_fare_policy_created_by"), table_name="fare_policy")
    op.drop_index(op.f("ix_fare_policy_class_code"), table_name="fare_policy")
    op.drop_index(op.f("ix_fare_policy_city_code"), table_name="fare_policy")
    op.drop_table("fare_policy")
    op.drop_index(op.f("ix_estimate_customer_id"), table_name="estimate")
    op.drop_index(op.f("ix_estimate_city_code"), table_name="estimate")
    op.drop_table("estimate")
    op.drop_index("ix_driver_online", table_name="driver", postgresql_where=sa.text("is_online"))
    op.drop_index(op.f("ix_driver_city_code"), table_name="driver")
    op.drop_table("driver")
    op.drop_index(op.f("ix_cancellation_rule_city_code"), table_name="cancellation_rule")
    op.drop_table("cancellation_rule")
    op.drop_index("uq_address_default", table_name="address", postgresql_where=sa.text("is_default"))
    op.drop_index(op.f("ix_address_account_id"), table_name="address")
    op.drop_table("address")
    op.drop_table("vehicle_class")
    op.drop_table("tax_regime")
    op.drop_index("ix_stored_answer_created_at", table_name="stored_answer")
    op.drop_table("stored_answer")
    op.drop_table("receipt_series")
    op.drop_index("ix_position_order_at", table_name="position", postgresql_where=sa.text("order_id IS NOT NULL"))
    op.drop_table("position")
    op.drop_index(
        "ix_outbox_event_unrelayed", table_name="outbox_event", postgresql_where=sa.text("relayed_at IS NULL")
    )
    op.drop_table("outbox_event")
    op.drop_index("ix_otp_challenge_phone_created_at", table_name="otp_challenge")
    op.drop_table("otp_challenge")
    op.drop_table("city")
    op.drop_index("uq_account_phone_audience", table_name="account", postgresql_where=sa.text("status <> 'deleted'"))
    op.drop_index("uq_account_email_staff", table_name="account", postgresql_where=sa.text("audience = 'staff'"))
    op.drop_table("account")
