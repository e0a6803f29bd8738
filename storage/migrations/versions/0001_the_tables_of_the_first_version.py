"""The tables of the first version."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.base import BigId, Instant, Json

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "absence_leftovers",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("chat", sa.String(length=80), nullable=False),
        sa.Column("turn_id", sa.String(length=40), nullable=False),
        sa.Column("absence_id", sa.Integer(), nullable=False),
        sa.Column("blank_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence_leftovers")),
    )
    op.create_index(op.f("ix_absence_leftovers_blank_at"), "absence_leftovers", ["blank_at"], unique=False)
    op.create_table(
        "channel_media",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column("external", sa.String(length=300), nullable=False),
        sa.Column("kept_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_media")),
        sa.UniqueConstraint("channel", "reference", name=op.f("uq_channel_media_channel_reference")),
    )
    op.create_table(
        "channel_rests",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("until", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_rests")),
        sa.UniqueConstraint("channel", name=op.f("uq_channel_rests_channel")),
    )
    op.create_table(
        "estates",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("jurisdiction", sa.String(length=8), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("numbers", Json, nullable=False),
        sa.Column("next_number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_estates")),
        sa.UniqueConstraint("code", name=op.f("uq_estates_code")),
    )
    op.create_table(
        "inbox",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("update_id", sa.String(length=80), nullable=False),
        sa.Column("chat", sa.String(length=80), nullable=False),
        sa.Column("payload", Json, nullable=False),
        sa.Column("received_at", Instant(), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("turn_id", sa.String(length=40), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("channel", "update_id", name=op.f("uq_inbox_channel_update_id")),
    )
    op.create_index(
        "ix_inbox_channel_chat_state_id", "inbox", ["channel", "chat", "state", "id"], unique=False
    )
    op.create_table(
        "staff",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("telegram_id", sa.String(length=40), nullable=True),
        sa.Column("on_duty", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("skills", Json, nullable=False),
        sa.Column("speaks", Json, nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("hours", sa.String(length=11), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("telegram_id", name=op.f("uq_staff_telegram_id")),
    )
    op.create_table(
        "survey_words",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("chat", sa.String(length=80), nullable=False),
        sa.Column("turn_id", sa.String(length=40), nullable=False),
        sa.Column("blank_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_words")),
    )
    op.create_index(op.f("ix_survey_words_blank_at"), "survey_words", ["blank_at"], unique=False)
    op.create_table(
        "surveys",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("mode", sa.String(length=8), nullable=False),
        sa.Column("questions", Json, nullable=False),
        sa.Column("stages", Json, nullable=False),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("share", sa.Integer(), nullable=True),
        sa.Column("opens_at", Instant(), nullable=False),
        sa.Column("closes_at", Instant(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("seed", sa.Text(), nullable=False),
        sa.Column("pool", Json, nullable=False),
        sa.Column("form_key", sa.String(length=80), nullable=False),
        sa.Column("clock_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surveys")),
        sa.UniqueConstraint("form_key", name=op.f("uq_surveys_form_key")),
    )
    op.create_index(
        "ix_surveys_clock_at",
        "surveys",
        ["clock_at"],
        unique=False,
        sqlite_where=sa.text("state = 'running'"),
        postgresql_where=sa.text("state = 'running'"),
    )
    op.create_table(
        "webchat_log",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("chat", sa.String(length=80), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("side", sa.String(length=8), nullable=False),
        sa.Column("payload", Json, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webchat_log")),
        sa.UniqueConstraint("source", name=op.f("uq_webchat_log_source")),
    )
    op.create_index("ix_webchat_log_chat_id", "webchat_log", ["chat", "id"], unique=False)
    op.create_table(
        "webchat_sessions",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("chat", sa.String(length=80), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webchat_sessions")),
        sa.UniqueConstraint("chat", name=op.f("uq_webchat_sessions_chat")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_webchat_sessions_token_hash")),
    )
    op.create_table(
        "absence_looks",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("staff_id", BigId, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("homes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id"], ["estates.id"], name=op.f("fk_absence_looks_estate_id_estates")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_absence_looks_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence_looks")),
    )
    op.create_index("ix_absence_looks_estate_id_at", "absence_looks", ["estate_id", "at"], unique=False)
    op.create_table(
        "absence_totals",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("absences", sa.Integer(), nullable=False),
        sa.Column("checked_days", sa.Integer(), nullable=False),
        sa.Column("wrong_days", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id"], ["estates.id"], name=op.f("fk_absence_totals_estate_id_estates")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence_totals")),
        sa.UniqueConstraint("estate_id", "month", name=op.f("uq_absence_totals_estate_id_month")),
    )
    op.create_table(
        "buildings",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["estate_id"], ["estates.id"], name=op.f("fk_buildings_estate_id_estates")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_buildings")),
        sa.UniqueConstraint("estate_id", "name", name=op.f("uq_buildings_estate_id_name")),
    )
    op.create_table(
        "fund_posts",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("staff_id", BigId, nullable=False),
        sa.Column("poster", sa.String(length=120), nullable=False),
        sa.Column("amount", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["estate_id"], ["estates.id"], name=op.f("fk_fund_posts_estate_id_estates")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_fund_posts_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund_posts")),
    )
    op.create_index(op.f("ix_fund_posts_estate_id"), "fund_posts", ["estate_id"], unique=False)
    op.create_table(
        "incidents",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("family", sa.String(length=60), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("urgency", sa.String(length=2), nullable=False),
        sa.Column("stage", sa.String(length=12), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("manager_id", BigId, nullable=True),
        sa.Column("suspected_at", Instant(), nullable=False),
        sa.Column("confirmed_at", Instant(), nullable=True),
        sa.Column("fixed_at", Instant(), nullable=True),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.Column("next_at", Instant(), nullable=True),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("actions", sa.Text(), nullable=False),
        sa.Column("recovery", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["estate_id"], ["estates.id"], name=op.f("fk_incidents_estate_id_estates")),
        sa.ForeignKeyConstraint(["manager_id"], ["staff.id"], name=op.f("fk_incidents_manager_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incidents")),
    )
    op.create_index(
        "ix_incidents_open",
        "incidents",
        ["estate_id", "family"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "notices",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("template", sa.String(length=30), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("author_id", BigId, nullable=True),
        sa.Column("approver_id", BigId, nullable=True),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("msg_type", sa.String(length=8), nullable=False),
        sa.Column("category", sa.String(length=10), nullable=False),
        sa.Column("urgency", sa.String(length=10), nullable=False),
        sa.Column("severity", sa.String(length=10), nullable=False),
        sa.Column("certainty", sa.String(length=10), nullable=False),
        sa.Column("response_type", sa.String(length=10), nullable=False),
        sa.Column("effective", Instant(), nullable=True),
        sa.Column("onset", Instant(), nullable=True),
        sa.Column("expires", Instant(), nullable=True),
        sa.Column("refers_to", BigId, nullable=True),
        sa.Column("root_id", BigId, nullable=True),
        sa.Column("audience", Json, nullable=False),
        sa.Column("pictures", Json, nullable=False),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("source", Json, nullable=False),
        sa.Column("at_most_once", sa.Boolean(), nullable=False),
        sa.Column("after_the_fact", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("form_key", sa.String(length=80), nullable=False),
        sa.Column("homes", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("proposed_at", Instant(), nullable=True),
        sa.Column("approved_at", Instant(), nullable=True),
        sa.Column("send_at", Instant(), nullable=True),
        sa.Column("sent_at", Instant(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["approver_id"], ["staff.id"], name=op.f("fk_notices_approver_id_staff")),
        sa.ForeignKeyConstraint(["author_id"], ["staff.id"], name=op.f("fk_notices_author_id_staff")),
        sa.ForeignKeyConstraint(["estate_id"], ["estates.id"], name=op.f("fk_notices_estate_id_estates")),
        sa.ForeignKeyConstraint(["refers_to"], ["notices.id"], name=op.f("fk_notices_refers_to_notices")),
        sa.ForeignKeyConstraint(["root_id"], ["notices.id"], name=op.f("fk_notices_root_id_notices")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint("form_key", name=op.f("uq_notices_form_key")),
    )
    op.create_index(op.f("ix_notices_estate_id"), "notices", ["estate_id"], unique=False)
    op.create_index("ix_notices_estate_id_sent_at", "notices", ["estate_id", "sent_at"], unique=False)
    op.create_index(op.f("ix_notices_refers_to"), "notices", ["refers_to"], unique=False)
    op.create_index(
        "ix_notices_scheduled",
        "notices",
        ["send_at"],
        unique=False,
        sqlite_where=sa.text("state = 'approved'"),
        postgresql_where=sa.text("state = 'approved'"),
    )
    op.create_index(
        "ix_notices_sending",
        "notices",
        ["id"],
        unique=False,
        sqlite_where=sa.text("state = 'sending'"),
        postgresql_where=sa.text("state = 'sending'"),
    )
    op.create_table(
        "officer_draws",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_ids", Json, nullable=False),
        sa.Column("stages", Json, nullable=False),
        sa.Column("roles", Json, nullable=False),
        sa.Column("tenure_days", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("term_months", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("drawn_at", Instant(), nullable=False),
        sa.Column("drawn_by", BigId, nullable=False),
        sa.Column("pool", Json, nullable=False),
        sa.Column("pool_hash", sa.String(length=64), nullable=False),
        sa.Column("form_key", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["drawn_by"], ["staff.id"], name=op.f("fk_officer_draws_drawn_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officer_draws")),
        sa.UniqueConstraint("form_key", name=op.f("uq_officer_draws_form_key")),
    )
    op.create_table(
        "parties",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("trades", Json, nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["estate_id"], ["estates.id"], name=op.f("fk_parties_estate_id_estates")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parties")),
    )
    op.create_index(op.f("ix_parties_estate_id"), "parties", ["estate_id"], unique=False)
    op.create_table(
        "perception_draws",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("ends", Instant(), nullable=False),
        sa.Column("seed", sa.String(length=120), nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.Column("touched", sa.Integer(), nullable=False),
        sa.Column("drawn", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id"], ["estates.id"], name=op.f("fk_perception_draws_estate_id_estates")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_perception_draws")),
        sa.UniqueConstraint("estate_id", "day", name=op.f("uq_perception_draws_estate_id_day")),
    )
    op.create_index(
        "ix_perception_draws_estate_id_ends", "perception_draws", ["estate_id", "ends"], unique=False
    )
    op.create_table(
        "persons",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["estate_id"], ["estates.id"], name=op.f("fk_persons_estate_id_estates")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_persons")),
    )
    op.create_index(op.f("ix_persons_estate_id"), "persons", ["estate_id"], unique=False)
    op.create_table(
        "rewards",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("name", Json, nullable=False),
        sa.Column("price", sa.Integer(), nullable=False),
        sa.Column("stock", sa.Integer(), nullable=True),
        sa.Column("valid_until", Instant(), nullable=True),
        sa.Column("tier", sa.String(length=12), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("staff_id", BigId, nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("form_key", sa.String(length=80), nullable=True),
        sa.CheckConstraint("price > 0", name=op.f("ck_rewards_price")),
        sa.CheckConstraint("stock >= 0", name=op.f("ck_rewards_stock")),
        sa.ForeignKeyConstraint(["estate_id"], ["estates.id"], name=op.f("fk_rewards_estate_id_estates")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_rewards_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rewards")),
        sa.UniqueConstraint("form_key", name=op.f("uq_rewards_form_key")),
    )
    op.create_index(op.f("ix_rewards_estate_id"), "rewards", ["estate_id"], unique=False)
    op.create_table(
        "score_begging",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("staff_id", BigId, nullable=False),
        sa.Column("place", sa.String(length=12), nullable=False),
        sa.Column("about", sa.String(length=24), nullable=False),
        sa.Column("excerpt", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id"], ["estates.id"], name=op.f("fk_score_begging_estate_id_estates")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_score_begging_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_begging")),
    )
    op.create_index("ix_score_begging_estate_id_at", "score_begging", ["estate_id", "at"], unique=False)
    op.create_table(
        "season_looks",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("next_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id"], ["estates.id"], name=op.f("fk_season_looks_estate_id_estates")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_season_looks")),
        sa.UniqueConstraint("estate_id", name=op.f("uq_season_looks_estate_id")),
    )
    op.create_index(op.f("ix_season_looks_next_at"), "season_looks", ["next_at"], unique=False)
    op.create_table(
        "season_reminders",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("season", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("raised_at", Instant(), nullable=False),
        sa.Column("outcome", sa.String(length=8), nullable=False),
        sa.Column("settled_at", Instant(), nullable=True),
        sa.Column("settled_by", BigId, nullable=True),
        sa.ForeignKeyConstraint(
            ["estate_id"], ["estates.id"], name=op.f("fk_season_reminders_estate_id_estates")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by"], ["staff.id"], name=op.f("fk_season_reminders_settled_by_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_season_reminders")),
        sa.UniqueConstraint(
            "estate_id", "season", "year", name=op.f("uq_season_reminders_estate_id_season_year")
        ),
    )
    op.create_table(
        "sessions",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("staff_id", BigId, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("csrf", sa.String(length=64), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_sessions_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sessions_token_hash")),
    )
    op.create_index(op.f("ix_sessions_staff_id"), "sessions", ["staff_id"], unique=False)
    op.create_table(
        "sign_ins",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("staff_id", BigId, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("used_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_sign_ins_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ins")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_ins_token_hash")),
    )
    op.create_table(
        "silence_looks",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("next_at", Instant(), nullable=False),
        sa.Column("after_unit", BigId, nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id"], ["estates.id"], name=op.f("fk_silence_looks_estate_id_estates")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_silence_looks")),
        sa.UniqueConstraint("estate_id", name=op.f("uq_silence_looks_estate_id")),
    )
    op.create_index(op.f("ix_silence_looks_next_at"), "silence_looks", ["next_at"], unique=False)
    op.create_table(
        "staff_abilities",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("staff_id", BigId, nullable=False),
        sa.Column("ability", sa.String(length=32), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("judged_by", BigId, nullable=False),
        sa.ForeignKeyConstraint(["judged_by"], ["staff.id"], name=op.f("fk_staff_abilities_judged_by_staff")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_abilities_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_abilities")),
    )
    op.create_index(op.f("ix_staff_abilities_staff_id"), "staff_abilities", ["staff_id"], unique=False)
    op.create_table(
        "staff_estates",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("staff_id", BigId, nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id"], ["estates.id"], name=op.f("fk_staff_estates_estate_id_estates")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_estates_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_estates")),
        sa.UniqueConstraint("staff_id", "estate_id", name=op.f("uq_staff_estates_staff_id_estate_id")),
    )
    op.create_index(op.f("ix_staff_estates_estate_id"), "staff_estates", ["estate_id"], unique=False)
    op.create_table(
        "staff_papers",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("staff_id", BigId, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("passed_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("kept_by", BigId, nullable=False),
        sa.Column("kept_at", Instant(), nullable=False),
        sa.Column("revoked_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["kept_by"], ["staff.id"], name=op.f("fk_staff_papers_kept_by_staff")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_papers_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_papers")),
    )
    op.create_index(op.f("ix_staff_papers_staff_id"), "staff_papers", ["staff_id"], unique=False)
    op.create_table(
        "standard_items",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("touch_point", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=4), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("noticeable", sa.Boolean(), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("staff_id", BigId, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("replaced_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["estate_id"], ["estates.id"], name=op.f("fk_standard_items_estate_id_estates")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_standard_items_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standard_items")),
    )
    op.create_index(
        "uq_standard_items_live",
        "standard_items",
        ["estate_id", "touch_point", "key"],
        unique=True,
        sqlite_where=sa.text("replaced_at IS NULL"),
        postgresql_where=sa.text("replaced_at IS NULL"),
    )
    op.create_table(
        "standing_reports",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("staff_id", BigId, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("next_at", Instant(), nullable=False),
        sa.Column("sent_at", Instant(), nullable=True),
        sa.Column("before_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_standing_reports_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing_reports")),
        sa.UniqueConstraint("staff_id", "kind", name=op.f("uq_standing_reports_staff_id_kind")),
    )
    op.create_index("ix_standing_reports_kind_next_at", "standing_reports", ["kind", "next_at"], unique=False)
    op.create_table(
        "survey_estates",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("survey_id", BigId, nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id"], ["estates.id"], name=op.f("fk_survey_estates_estate_id_estates")
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["surveys.id"], name=op.f("fk_survey_estates_survey_id_surveys")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_estates")),
        sa.UniqueConstraint("survey_id", "estate_id", name=op.f("uq_survey_estates_survey_id_estate_id")),
    )
    op.create_index(op.f("ix_survey_estates_estate_id"), "survey_estates", ["estate_id"], unique=False)
    op.create_table(
        "survey_sheets",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("survey_id", BigId, nullable=False),
        sa.Column("estate_id", BigId, nullable=True),
        sa.Column("owner", sa.String(length=8), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("answers", Json, nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id"], ["estates.id"], name=op.f("fk_survey_sheets_estate_id_estates")
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["surveys.id"], name=op.f("fk_survey_sheets_survey_id_surveys")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_sheets")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_survey_sheets_survey_id"), "survey_sheets", ["survey_id"], unique=False)
    op.create_table(
        "survey_steps",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("survey_id", BigId, nullable=False),
        sa.Column("step", sa.String(length=10), nullable=False),
        sa.Column("staff_id", BigId, nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_survey_steps_staff_id_staff")),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["surveys.id"], name=op.f("fk_survey_steps_survey_id_surveys")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_steps")),
        sa.UniqueConstraint("survey_id", "step", name=op.f("uq_survey_steps_survey_id_step")),
    )
    op.create_table(
        "club_members",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("person_id", BigId, nullable=False),
        sa.Column("joined_at", Instant(), nullable=False),
        sa.Column("left_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["estate_id"], ["estates.id"], name=op.f("fk_club_members_estate_id_estates")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_club_members_person_id_persons")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_club_members")),
        sa.UniqueConstraint("person_id", name=op.f("uq_club_members_person_id")),
    )
    op.create_index(op.f("ix_club_members_estate_id"), "club_members", ["estate_id"], unique=False)
    op.create_table(
        "contacts",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("address", sa.String(length=80), nullable=False),
        sa.Column("person_id", BigId, nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("muted", sa.Boolean(), nullable=False),
        sa.Column("offers", sa.Boolean(), nullable=False),
        sa.Column("asks", sa.Boolean(), nullable=False),
        sa.Column("wrong_codes", sa.Integer(), nullable=False),
        sa.Column("locked_until", Instant(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["estate_id"], ["estates.id"], name=op.f("fk_contacts_estate_id_estates")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_contacts_person_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
        sa.UniqueConstraint("channel", "address", name=op.f("uq_contacts_channel_address")),
    )
    op.create_index(op.f("ix_contacts_estate_id"), "contacts", ["estate_id"], unique=False)
    op.create_index(op.f("ix_contacts_person_id"), "contacts", ["person_id"], unique=False)
    op.create_table(
        "incident_log",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("incident_id", BigId, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("staff_id", BigId, nullable=True),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id"], ["estates.id"], name=op.f("fk_incident_log_estate_id_estates")
        ),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_incident_log_incident_id_incidents")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_incident_log_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_log")),
    )
    op.create_index(op.f("ix_incident_log_incident_id"), "incident_log", ["incident_id"], unique=False)
    op.create_table(
        "incident_notices",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("incident_id", BigId, nullable=False),
        sa.Column("notice_id", BigId, nullable=False),
        sa.Column("asks", sa.String(length=8), nullable=False),
        sa.Column("sent_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id"], ["estates.id"], name=op.f("fk_incident_notices_estate_id_estates")
        ),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_incident_notices_incident_id_incidents")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name=op.f("fk_incident_notices_notice_id_notices")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_notices")),
    )
    op.create_index(
        op.f("ix_incident_notices_incident_id"), "incident_notices", ["incident_id"], unique=False
    )
    op.create_table(
        "notice_steps",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("notice_id", BigId, nullable=False),
        sa.Column("staff_id", BigId, nullable=True),
        sa.Column("step", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name=op.f("fk_notice_steps_notice_id_notices")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_notice_steps_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_steps")),
    )
    op.create_index(op.f("ix_notice_steps_notice_id"), "notice_steps", ["notice_id"], unique=False)
    op.create_table(
        "notice_texts",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("notice_id", BigId, nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("doing", sa.Text(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.Column("options", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name=op.f("fk_notice_texts_notice_id_notices")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_texts")),
        sa.UniqueConstraint("notice_id", "language", name=op.f("uq_notice_texts_notice_id_language")),
    )
    op.create_table(
        "person_groups",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("person_id", BigId, nullable=False),
        sa.Column("name", sa.String(length=12), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("set_at", Instant(), nullable=False),
        sa.Column("set_by", BigId, nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("ended_by", BigId, nullable=True),
        sa.ForeignKeyConstraint(["ended_by"], ["staff.id"], name=op.f("fk_person_groups_ended_by_staff")),
        sa.ForeignKeyConstraint(
            ["estate_id"], ["estates.id"], name=op.f("fk_person_groups_estate_id_estates")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_person_groups_person_id_persons")
        ),
        sa.ForeignKeyConstraint(["set_by"], ["staff.id"], name=op.f("fk_person_groups_set_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_groups")),
    )
    op.create_index(op.f("ix_person_groups_estate_id"), "person_groups", ["estate_id"], unique=False)
    op.create_index(
        "uq_person_groups_person_id_name",
        "person_groups",
        ["person_id", "name"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "point_accounts",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("person_id", BigId, nullable=False),
        sa.Column("next_expiry_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["estate_id"], ["estates.id"], name=op.f("fk_point_accounts_estate_id_estates")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_point_accounts_person_id_persons")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_point_accounts")),
        sa.UniqueConstraint("person_id", name=op.f("uq_point_accounts_person_id")),
    )
    op.create_index(
        "ix_point_accounts_next_expiry_at",
        "point_accounts",
        ["next_expiry_at"],
        unique=False,
        sqlite_where=sa.text("next_expiry_at IS NOT NULL"),
        postgresql_where=sa.text("next_expiry_at IS NOT NULL"),
    )
    op.create_table(
        "points",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("person_id", BigId, nullable=False),
        sa.Column("rule", sa.String(length=12), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ref", sa.String(length=120), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=True),
        sa.Column("reverses", BigId, nullable=True),
        sa.Column("staff_id", BigId, nullable=True),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_points_amount")),
        sa.ForeignKeyConstraint(["estate_id"], ["estates.id"], name=op.f("fk_points_estate_id_estates")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_points_person_id_persons")),
        sa.ForeignKeyConstraint(["reverses"], ["points.id"], name=op.f("fk_points_reverses_points")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_points_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_points")),
        sa.UniqueConstraint("estate_id", "rule", "ref", name=op.f("uq_points_estate_id_rule_ref")),
        sa.UniqueConstraint("reverses", name=op.f("uq_points_reverses")),
    )
    op.create_index("ix_points_person_id", "points", ["person_id"], unique=False)
    op.create_table(
        "points_waiting",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("person_id", BigId, nullable=False),
        sa.Column("rule", sa.String(length=12), nullable=False),
        sa.Column("ref", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("staff_id", BigId, nullable=True),
        sa.Column("due_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id"], ["estates.id"], name=op.f("fk_points_waiting_estate_id_estates")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_points_waiting_person_id_persons")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_points_waiting_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_points_waiting")),
        sa.UniqueConstraint("estate_id", "rule", "ref", name=op.f("uq_points_waiting_estate_id_rule_ref")),
    )
    op.create_index(op.f("ix_points_waiting_due_at"), "points_waiting", ["due_at"], unique=False)
    op.create_table(
        "redemptions",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("reward_id", BigId, nullable=False),
        sa.Column("person_id", BigId, nullable=False),
        sa.Column("price", sa.Integer(), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("settled_at", Instant(), nullable=True),
        sa.Column("settled_by", BigId, nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["estate_id"], ["estates.id"], name=op.f("fk_redemptions_estate_id_estates")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_redemptions_person_id_persons")),
        sa.ForeignKeyConstraint(["reward_id"], ["rewards.id"], name=op.f("fk_redemptions_reward_id_rewards")),
        sa.ForeignKeyConstraint(["settled_by"], ["staff.id"], name=op.f("fk_redemptions_settled_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redemptions")),
    )
    op.create_index("ix_redemptions_estate_id_state", "redemptions", ["estate_id", "state"], unique=False)
    op.create_index("ix_redemptions_person_id", "redemptions", ["person_id"], unique=False)
    op.create_table(
        "relationship_consents",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("person_id", BigId, nullable=False),
        sa.Column("given_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_relationship_consents_person_id_persons")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relationship_consents")),
        sa.UniqueConstraint("person_id", name=op.f("uq_relationship_consents_person_id")),
    )
    op.create_table(
        "relationship_notes",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("person_id", BigId, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("staff_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id"], ["estates.id"], name=op.f("fk_relationship_notes_estate_id_estates")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_relationship_notes_person_id_persons")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_relationship_notes_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relationship_notes")),
    )
    op.create_index(
        op.f("ix_relationship_notes_person_id"), "relationship_notes", ["person_id"], unique=False
    )
    op.create_table(
        "units",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("building_id", BigId, nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("floor", sa.String(length=12), nullable=False),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("housekeeper_id", BigId, nullable=True),
        sa.Column("line", sa.String(length=12), nullable=False),
        sa.Column("stair", sa.String(length=12), nullable=False),
        sa.Column("tier", sa.String(length=20), nullable=True),
        sa.Column("stage", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(
            ["building_id"], ["buildings.id"], name=op.f("fk_units_building_id_buildings")
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estates.id"], name=op.f("fk_units_estate_id_estates")),
        sa.ForeignKeyConstraint(["housekeeper_id"], ["staff.id"], name=op.f("fk_units_housekeeper_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_units")),
        sa.UniqueConstraint("estate_id", "label", name=op.f("uq_units_estate_id_label")),
    )
    op.create_index("ix_units_place", "units", ["estate_id", "building_id", "floor"], unique=False)
    op.create_index(
        "ix_units_tier",
        "units",
        ["estate_id", "tier"],
        unique=False,
        sqlite_where=sa.text("tier IS NOT NULL"),
        postgresql_where=sa.text("tier IS NOT NULL"),
    )
    op.create_table(
        "absences",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("unit_id", BigId, nullable=False),
        sa.Column("contact_id", BigId, nullable=True),
        sa.Column("staff_id", BigId, nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("ask_at", Instant(), nullable=True),
        sa.Column("erase_at", Instant(), nullable=True),
        sa.Column("turns", Json, nullable=False),
        sa.Column("form_key", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_absences_contact_id_contacts")
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estates.id"], name=op.f("fk_absences_estate_id_estates")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_absences_staff_id_staff")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_absences_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
        sa.UniqueConstraint("form_key", name=op.f("uq_absences_form_key")),
    )
    op.create_index(
        "ix_absences_ask_at",
        "absences",
        ["ask_at"],
        unique=False,
        sqlite_where=sa.text("ask_at IS NOT NULL"),
        postgresql_where=sa.text("ask_at IS NOT NULL"),
    )
    op.create_index(
        "ix_absences_erase_at",
        "absences",
        ["erase_at"],
        unique=False,
        sqlite_where=sa.text("erase_at IS NOT NULL"),
        postgresql_where=sa.text("erase_at IS NOT NULL"),
    )
    op.create_index("ix_absences_estate_id_starts_on", "absences", ["estate_id", "starts_on"], unique=False)
    op.create_index(op.f("ix_absences_unit_id"), "absences", ["unit_id"], unique=False)
    op.create_table(
        "binding_codes",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("unit_id", BigId, nullable=False),
        sa.Column("person_id", BigId, nullable=True),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("selector", sa.String(length=8), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("link_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("used_at", Instant(), nullable=True),
        sa.Column("used_by", BigId, nullable=True),
        sa.Column("wrong_tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id"], ["estates.id"], name=op.f("fk_binding_codes_estate_id_estates")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_binding_codes_person_id_persons")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_binding_codes_unit_id_units")),
        sa.ForeignKeyConstraint(["used_by"], ["contacts.id"], name=op.f("fk_binding_codes_used_by_contacts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_binding_codes")),
        sa.UniqueConstraint("selector", name=op.f("uq_binding_codes_selector")),
    )
    op.create_index(op.f("ix_binding_codes_unit_id"), "binding_codes", ["unit_id"], unique=False)
    op.create_table(
        "deliveries",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("notice_id", BigId, nullable=False),
        sa.Column("unit_id", BigId, nullable=False),
        sa.Column("contact_id", BigId, nullable=True),
        sa.Column("leads", sa.Boolean(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("at", Instant(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("acknowledged_at", Instant(), nullable=True),
        sa.Column("answer", sa.String(length=20), nullable=True),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_deliveries_contact_id_contacts")
        ),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name=op.f("fk_deliveries_notice_id_notices")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_deliveries_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint(
            "contact_id", "notice_id", "unit_id", name=op.f("uq_deliveries_contact_id_notice_id_unit_id")
        ),
    )
    op.create_index(
        "ix_deliveries_beside",
        "deliveries",
        ["notice_id", "state"],
        unique=False,
        sqlite_where=sa.text("NOT leads"),
        postgresql_where=sa.text("NOT leads"),
    )
    op.create_index(
        "ix_deliveries_notice_id_state_id", "deliveries", ["notice_id", "state", "id"], unique=False
    )
    op.create_table(
        "events",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("uid", sa.String(length=80), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("title", Json, nullable=False),
        sa.Column("description", Json, nullable=False),
        sa.Column("place", Json, nullable=False),
        sa.Column("starts", Instant(), nullable=False),
        sa.Column("ends", Instant(), nullable=False),
        sa.Column("rsvp_until", Instant(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("staff_id", BigId, nullable=True),
        sa.Column("contact_id", BigId, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("token", sa.String(length=43), nullable=True),
        sa.Column("cost_planned", sa.BigInteger(), nullable=True),
        sa.Column("cost_actual", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("closing_at", Instant(), nullable=True),
        sa.Column("pulse_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_events_contact_id_contacts")),
        sa.ForeignKeyConstraint(["estate_id"], ["estates.id"], name=op.f("fk_events_estate_id_estates")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_events_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        sa.UniqueConstraint("token", name=op.f("uq_events_token")),
        sa.UniqueConstraint("uid", name=op.f("uq_events_uid")),
    )
    op.create_index(
        "ix_events_closing_at",
        "events",
        ["closing_at"],
        unique=False,
        sqlite_where=sa.text("closing_at IS NOT NULL"),
        postgresql_where=sa.text("closing_at IS NOT NULL"),
    )
    op.create_index(op.f("ix_events_contact_id"), "events", ["contact_id"], unique=False)
    op.create_index(op.f("ix_events_estate_id"), "events", ["estate_id"], unique=False)
    op.create_index(
        "ix_events_pulse_at",
        "events",
        ["pulse_at"],
        unique=False,
        sqlite_where=sa.text("pulse_at IS NOT NULL"),
        postgresql_where=sa.text("pulse_at IS NOT NULL"),
    )
    op.create_table(
        "experience_officers",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("draw_id", BigId, nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("unit_id", BigId, nullable=False),
        sa.Column("contact_id", BigId, nullable=True),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.String(length=10), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("term_months", sa.Integer(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("due_at", Instant(), nullable=True),
        sa.Column("invited_at", Instant(), nullable=True),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.Column("until", Instant(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("mission_at", Instant(), nullable=True),
        sa.Column("replaces_id", BigId, nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_experience_officers_contact_id_contacts")
        ),
        sa.ForeignKeyConstraint(
            ["draw_id"], ["officer_draws.id"], name=op.f("fk_experience_officers_draw_id_officer_draws")
        ),
        sa.ForeignKeyConstraint(
            ["estate_id"], ["estates.id"], name=op.f("fk_experience_officers_estate_id_estates")
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"],
            ["experience_officers.id"],
            name=op.f("fk_experience_officers_replaces_id_experience_officers"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_experience_officers_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_experience_officers")),
        sa.UniqueConstraint("draw_id", "rank", name=op.f("uq_experience_officers_draw_id_rank")),
        sa.UniqueConstraint("draw_id", "unit_id", name=op.f("uq_experience_officers_draw_id_unit_id")),
    )
    op.create_index(
        op.f("ix_experience_officers_contact_id"), "experience_officers", ["contact_id"], unique=False
    )
    op.create_index(
        "ix_experience_officers_due_at",
        "experience_officers",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_index(
        "ix_experience_officers_mission_at",
        "experience_officers",
        ["mission_at"],
        unique=False,
        sqlite_where=sa.text("mission_at IS NOT NULL"),
        postgresql_where=sa.text("mission_at IS NOT NULL"),
    )
    op.create_index(op.f("ix_experience_officers_unit_id"), "experience_officers", ["unit_id"], unique=False)
    op.create_table(
        "occupancies",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("person_id", BigId, nullable=False),
        sa.Column("unit_id", BigId, nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["estate_id"], ["estates.id"], name=op.f("fk_occupancies_estate_id_estates")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_occupancies_person_id_persons")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_occupancies_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occupancies")),
        sa.UniqueConstraint("person_id", "unit_id", name=op.f("uq_occupancies_person_id_unit_id")),
    )
    op.create_index(op.f("ix_occupancies_unit_id"), "occupancies", ["unit_id"], unique=False)
    op.create_table(
        "perception_checks",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("unit_id", BigId, nullable=False),
        sa.Column("contact_id", BigId, nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("touch_point", sa.String(length=20), nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("happened_at", Instant(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.String(length=12), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("sent_at", Instant(), nullable=True),
        sa.Column("expires_at", Instant(), nullable=True),
        sa.Column("answer", sa.String(length=8), nullable=False),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_perception_checks_contact_id_contacts")
        ),
        sa.ForeignKeyConstraint(
            ["estate_id"], ["estates.id"], name=op.f("fk_perception_checks_estate_id_estates")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_perception_checks_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_perception_checks")),
        sa.UniqueConstraint(
            "estate_id", "day", "unit_id", name=op.f("uq_perception_checks_estate_id_day_unit_id")
        ),
    )
    op.create_index(
        "ix_perception_checks_contact_id_sent_at",
        "perception_checks",
        ["contact_id", "sent_at"],
        unique=False,
    )
    op.create_index(
        "ix_perception_checks_due_at",
        "perception_checks",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index(
        "ix_perception_checks_estate_id_sent_at", "perception_checks", ["estate_id", "sent_at"], unique=False
    )
    op.create_index(
        "ix_perception_checks_unit_id_sent_at", "perception_checks", ["unit_id", "sent_at"], unique=False
    )
    op.create_table(
        "silences",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("unit_id", BigId, nullable=False),
        sa.Column("contact_id", BigId, nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("answer", sa.String(length=8), nullable=False),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.Column("household_since", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_silences_contact_id_contacts")
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estates.id"], name=op.f("fk_silences_estate_id_estates")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_silences_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_silences")),
        sa.UniqueConstraint("unit_id", "household_since", name=op.f("uq_silences_unit_id_household_since")),
    )
    op.create_table(
        "survey_invitations",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("survey_id", BigId, nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("unit_id", BigId, nullable=False),
        sa.Column("contact_id", BigId, nullable=True),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=12), nullable=False),
        sa.Column("due_at", Instant(), nullable=True),
        sa.Column("draft", Json, nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_survey_invitations_contact_id_contacts")
        ),
        sa.ForeignKeyConstraint(
            ["estate_id"], ["estates.id"], name=op.f("fk_survey_invitations_estate_id_estates")
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["surveys.id"], name=op.f("fk_survey_invitations_survey_id_surveys")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_survey_invitations_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_invitations")),
        sa.UniqueConstraint("survey_id", "unit_id", name=op.f("uq_survey_invitations_survey_id_unit_id")),
    )
    op.create_index(
        "ix_survey_invitations_due_at",
        "survey_invitations",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_index(op.f("ix_survey_invitations_unit_id"), "survey_invitations", ["unit_id"], unique=False)
    op.create_table(
        "tickets",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("number", sa.String(length=24), nullable=False),
        sa.Column("unit_id", BigId, nullable=True),
        sa.Column("contact_id", BigId, nullable=True),
        sa.Column("person_id", BigId, nullable=True),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("intent", sa.String(length=24), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=True),
        sa.Column("urgency", sa.String(length=2), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("summary", sa.String(length=200), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.Column("reading", Json, nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("complaint", sa.Boolean(), nullable=False),
        sa.Column("remedy_sought", sa.Text(), nullable=True),
        sa.Column("guard", sa.String(length=8), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("repeat_of_id", BigId, nullable=True),
        sa.Column("incident_id", BigId, nullable=True),
        sa.Column("no_solo", sa.Boolean(), nullable=False),
        sa.Column("holder_id", BigId, nullable=True),
        sa.Column("handover_to_id", BigId, nullable=True),
        sa.Column("handover_by", Instant(), nullable=True),
        sa.Column("accept_by", Instant(), nullable=True),
        sa.Column("transfers", sa.Integer(), nullable=False),
        sa.Column("chased", sa.Integer(), nullable=False),
        sa.Column("reopened", sa.Integer(), nullable=False),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("respond_by", Instant(), nullable=False),
        sa.Column("responded_at", Instant(), nullable=True),
        sa.Column("next_contact_at", Instant(), nullable=True),
        sa.Column("waiting_since", Instant(), nullable=True),
        sa.Column("on_site_at", Instant(), nullable=True),
        sa.Column("resolved_at", Instant(), nullable=True),
        sa.Column("remind_at", Instant(), nullable=True),
        sa.Column("close_at", Instant(), nullable=True),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.Column("followed_up_at", Instant(), nullable=True),
        sa.Column("topic", sa.String(length=40), nullable=True),
        sa.Column("card_id", sa.Integer(), nullable=True),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("last_seal", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_tickets_contact_id_contacts")),
        sa.ForeignKeyConstraint(["estate_id"], ["estates.id"], name=op.f("fk_tickets_estate_id_estates")),
        sa.ForeignKeyConstraint(
            ["handover_to_id"], ["staff.id"], name=op.f("fk_tickets_handover_to_id_staff")
        ),
        sa.ForeignKeyConstraint(["holder_id"], ["staff.id"], name=op.f("fk_tickets_holder_id_staff")),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_tickets_incident_id_incidents")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_tickets_person_id_persons")),
        sa.ForeignKeyConstraint(
            ["repeat_of_id"], ["tickets.id"], name=op.f("fk_tickets_repeat_of_id_tickets")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_tickets_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tickets")),
        sa.UniqueConstraint("number", name=op.f("uq_tickets_number")),
    )
    op.create_index(
        "ix_tickets_accept_by",
        "tickets",
        ["accept_by"],
        unique=False,
        sqlite_where=sa.text("accept_by IS NOT NULL"),
        postgresql_where=sa.text("accept_by IS NOT NULL"),
    )
    op.create_index("ix_tickets_alike", "tickets", ["estate_id", "code", "opened_at"], unique=False)
    op.create_index(
        "ix_tickets_close_at",
        "tickets",
        ["close_at"],
        unique=False,
        sqlite_where=sa.text("close_at IS NOT NULL"),
        postgresql_where=sa.text("close_at IS NOT NULL"),
    )
    op.create_index(op.f("ix_tickets_contact_id"), "tickets", ["contact_id"], unique=False)
    op.create_index(op.f("ix_tickets_estate_id"), "tickets", ["estate_id"], unique=False)
    op.create_index("ix_tickets_estate_id_closed_at", "tickets", ["estate_id", "closed_at"], unique=False)
    op.create_index("ix_tickets_estate_id_opened_at", "tickets", ["estate_id", "opened_at"], unique=False)
    op.create_index(
        "ix_tickets_guard",
        "tickets",
        ["estate_id"],
        unique=False,
        sqlite_where=sa.text("guard = 'senior'"),
        postgresql_where=sa.text("guard = 'senior'"),
    )
    op.create_index(
        "ix_tickets_handover_by",
        "tickets",
        ["handover_by"],
        unique=False,
        sqlite_where=sa.text("handover_by IS NOT NULL"),
        postgresql_where=sa.text("handover_by IS NOT NULL"),
    )
    op.create_index(op.f("ix_tickets_holder_id"), "tickets", ["holder_id"], unique=False)
    op.create_index(op.f("ix_tickets_incident_id"), "tickets", ["incident_id"], unique=False)
    op.create_index(
        "ix_tickets_open",
        "tickets",
        ["estate_id", "stage", "holder_id", "waiting_since", "guard"],
        unique=False,
        sqlite_where=sa.text("stage != 'closed' AND stage != 'withdrawn'"),
        postgresql_where=sa.text("stage != 'closed' AND stage != 'withdrawn'"),
    )
    op.create_index(
        "ix_tickets_remind_at",
        "tickets",
        ["remind_at"],
        unique=False,
        sqlite_where=sa.text("remind_at IS NOT NULL"),
        postgresql_where=sa.text("remind_at IS NOT NULL"),
    )
    op.create_index(op.f("ix_tickets_repeat_of_id"), "tickets", ["repeat_of_id"], unique=False)
    op.create_index(op.f("ix_tickets_unit_id"), "tickets", ["unit_id"], unique=False)
    op.create_table(
        "unasked",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("unit_id", BigId, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["estate_id"], ["estates.id"], name=op.f("fk_unasked_estate_id_estates")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_unasked_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unasked")),
    )
    op.create_index("ix_unasked_estate_id_at", "unasked", ["estate_id", "at"], unique=False)
    op.create_index("ix_unasked_unit_id_at", "unasked", ["unit_id", "at"], unique=False)
    op.create_table(
        "unit_attributes",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("unit_id", BigId, nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=120), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id"], ["estates.id"], name=op.f("fk_unit_attributes_estate_id_estates")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_unit_attributes_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_attributes")),
        sa.UniqueConstraint("unit_id", "name", name=op.f("uq_unit_attributes_unit_id_name")),
    )
    op.create_index(
        "ix_unit_attributes_name", "unit_attributes", ["estate_id", "name", "unit_id"], unique=False
    )
    op.create_table(
        "absence_checks",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("absence_id", BigId, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("staff_id", BigId, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("wrong", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["absence_id"], ["absences.id"], name=op.f("fk_absence_checks_absence_id_absences")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_absence_checks_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence_checks")),
        sa.UniqueConstraint("absence_id", "day", name=op.f("uq_absence_checks_absence_id_day")),
    )
    op.create_table(
        "abuse_marks",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("ticket_id", BigId, nullable=False),
        sa.Column("marked_by", sa.String(length=8), nullable=False),
        sa.Column("staff_id", BigId, nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("cleared_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["estate_id"], ["estates.id"], name=op.f("fk_abuse_marks_estate_id_estates")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_abuse_marks_staff_id_staff")),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_abuse_marks_ticket_id_tickets")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_abuse_marks")),
    )
    op.create_index(op.f("ix_abuse_marks_ticket_id"), "abuse_marks", ["ticket_id"], unique=False)
    op.create_table(
        "assessments",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("ticket_id", BigId, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("by", sa.String(length=8), nullable=False),
        sa.Column("staff_id", BigId, nullable=True),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("safety", sa.Boolean(), nullable=False),
        sa.Column("complexity", sa.Integer(), nullable=False),
        sa.Column("impact", sa.Integer(), nullable=False),
        sa.Column("immediate", sa.Boolean(), nullable=False),
        sa.Column("key_point", sa.String(length=200), nullable=False),
        sa.Column("nature", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["estate_id"], ["estates.id"], name=op.f("fk_assessments_estate_id_estates")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_assessments_staff_id_staff")),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_assessments_ticket_id_tickets")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessments")),
    )
    op.create_index(op.f("ix_assessments_ticket_id"), "assessments", ["ticket_id"], unique=False)
    op.create_table(
        "attachments",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("ticket_id", BigId, nullable=True),
        sa.Column("contact_id", BigId, nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("reference", sa.String(length=300), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("mime", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("album", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_attachments_contact_id_contacts")
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estates.id"], name=op.f("fk_attachments_estate_id_estates")),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_attachments_ticket_id_tickets")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
    )
    op.create_index(op.f("ix_attachments_album"), "attachments", ["album"], unique=False)
    op.create_index(op.f("ix_attachments_ticket_id"), "attachments", ["ticket_id"], unique=False)
    op.create_table(
        "clocks",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("ticket_id", BigId, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("started_at", Instant(), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("warn_at", Instant(), nullable=False),
        sa.Column("paused_at", Instant(), nullable=True),
        sa.Column("warned_at", Instant(), nullable=True),
        sa.Column("breached_at", Instant(), nullable=True),
        sa.Column("stopped_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["estate_id"], ["estates.id"], name=op.f("fk_clocks_estate_id_estates")),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_clocks_ticket_id_tickets")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clocks")),
    )
    op.create_index(
        "ix_clocks_due_at",
        "clocks",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("stopped_at IS NULL AND paused_at IS NULL AND breached_at IS NULL"),
        postgresql_where=sa.text("stopped_at IS NULL AND paused_at IS NULL AND breached_at IS NULL"),
    )
    op.create_index(
        "ix_clocks_estate_id_due_at",
        "clocks",
        ["estate_id", "due_at", "ticket_id", "kind", "paused_at", "stopped_at"],
        unique=False,
    )
    op.create_index(op.f("ix_clocks_ticket_id"), "clocks", ["ticket_id"], unique=False)
    op.create_index(
        "ix_clocks_warn_at",
        "clocks",
        ["warn_at"],
        unique=False,
        sqlite_where=sa.text(
            "stopped_at IS NULL AND paused_at IS NULL AND breached_at IS NULL AND warned_at IS NULL"
        ),
        postgresql_where=sa.text(
            "stopped_at IS NULL AND paused_at IS NULL AND breached_at IS NULL AND warned_at IS NULL"
        ),
    )
    op.create_index(
        "uq_clocks_running",
        "clocks",
        ["ticket_id", "kind"],
        unique=True,
        sqlite_where=sa.text("stopped_at IS NULL"),
        postgresql_where=sa.text("stopped_at IS NULL"),
    )
    op.create_table(
        "conversations",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("chat", sa.String(length=80), nullable=False),
        sa.Column("ready_at", Instant(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("awaiting", Json, nullable=True),
        sa.Column("memory", Json, nullable=False),
        sa.Column("handoff_ticket_id", BigId, nullable=True),
        sa.ForeignKeyConstraint(
            ["handoff_ticket_id"], ["tickets.id"], name=op.f("fk_conversations_handoff_ticket_id_tickets")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversations")),
        sa.UniqueConstraint("channel", "chat", name=op.f("uq_conversations_channel_chat")),
    )
    op.create_index(
        "ix_conversations_ready_at",
        "conversations",
        ["ready_at"],
        unique=False,
        postgresql_where=sa.text("ready_at IS NOT NULL"),
    )
    op.create_table(
        "corrective_actions",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("ticket_id", BigId, nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("component", sa.String(length=40), nullable=False),
        sa.Column("owner_id", BigId, nullable=True),
        sa.Column("department", sa.String(length=16), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("check_at", Instant(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("made_by", BigId, nullable=True),
        sa.Column("done_at", Instant(), nullable=True),
        sa.Column("done_note", sa.Text(), nullable=False),
        sa.Column("checked_at", Instant(), nullable=True),
        sa.Column("checked_by", BigId, nullable=True),
        sa.Column("result", sa.String(length=16), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("before", sa.Integer(), nullable=True),
        sa.Column("after", sa.Integer(), nullable=True),
        sa.Column("after_id", BigId, nullable=True),
        sa.Column("partner", sa.String(length=120), nullable=False),
        sa.Column("advice", sa.Text(), nullable=False),
        sa.Column("sent_at", Instant(), nullable=True),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("replied_at", Instant(), nullable=True),
        sa.Column("tell_at", Instant(), nullable=True),
        sa.Column("source", sa.String(length=12), nullable=False),
        sa.Column("source_ref", sa.String(length=80), nullable=False),
        sa.Column("form_key", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(
            ["after_id"],
            ["corrective_actions.id"],
            name=op.f("fk_corrective_actions_after_id_corrective_actions"),
        ),
        sa.ForeignKeyConstraint(
            ["checked_by"], ["staff.id"], name=op.f("fk_corrective_actions_checked_by_staff")
        ),
        sa.ForeignKeyConstraint(
            ["estate_id"], ["estates.id"], name=op.f("fk_corrective_actions_estate_id_estates")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["staff.id"], name=op.f("fk_corrective_actions_made_by_staff")),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["staff.id"], name=op.f("fk_corrective_actions_owner_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_corrective_actions_ticket_id_tickets")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrective_actions")),
        sa.UniqueConstraint("form_key", name=op.f("uq_corrective_actions_form_key")),
    )
    op.create_index("ix_corrective_actions_after_id", "corrective_actions", ["after_id"], unique=False)
    op.create_index(
        "ix_corrective_actions_estate_id_due_at", "corrective_actions", ["estate_id", "due_at"], unique=False
    )
    op.create_index(
        "ix_corrective_actions_improvements",
        "corrective_actions",
        ["estate_id", "due_at"],
        unique=False,
        sqlite_where=sa.text("kind = 'improvement'"),
        postgresql_where=sa.text("kind = 'improvement'"),
    )
    op.create_index(
        "ix_corrective_actions_tell_at",
        "corrective_actions",
        ["tell_at"],
        unique=False,
        sqlite_where=sa.text("tell_at IS NOT NULL"),
        postgresql_where=sa.text("tell_at IS NOT NULL"),
    )
    op.create_table(
        "decisions",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("ticket_id", BigId, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("remedy", sa.Text(), nullable=False),
        sa.Column("remedy_amount", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("remedy_due", Instant(), nullable=True),
        sa.Column("compared", sa.String(length=8), nullable=False),
        sa.Column("compared_words", sa.Text(), nullable=False),
        sa.Column("feedback", sa.String(length=120), nullable=False),
        sa.Column("feedback_why", sa.Text(), nullable=False),
        sa.Column("gap", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("rule_source", sa.String(length=200), nullable=False),
        sa.Column("rule_date", sa.Date(), nullable=True),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("decided_by", BigId, nullable=False),
        sa.Column("decided_at", Instant(), nullable=False),
        sa.Column("approval", sa.String(length=8), nullable=False),
        sa.Column("approved_by", BigId, nullable=True),
        sa.Column("approved_at", Instant(), nullable=True),
        sa.Column("legal", sa.String(length=8), nullable=False),
        sa.Column("legal_by", BigId, nullable=True),
        sa.Column("legal_at", Instant(), nullable=True),
        sa.Column("told_at", Instant(), nullable=True),
        sa.Column("accepted_at", Instant(), nullable=True),
        sa.Column("delivered_at", Instant(), nullable=True),
        sa.Column("recourse_told_at", Instant(), nullable=True),
        sa.Column("outside_body", sa.String(length=200), nullable=True),
        sa.Column("outside_result", sa.Text(), nullable=True),
        sa.Column("outside_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["approved_by"], ["staff.id"], name=op.f("fk_decisions_approved_by_staff")),
        sa.ForeignKeyConstraint(["decided_by"], ["staff.id"], name=op.f("fk_decisions_decided_by_staff")),
        sa.ForeignKeyConstraint(["estate_id"], ["estates.id"], name=op.f("fk_decisions_estate_id_estates")),
        sa.ForeignKeyConstraint(["legal_by"], ["staff.id"], name=op.f("fk_decisions_legal_by_staff")),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_decisions_ticket_id_tickets")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
    )
    op.create_index("ix_decisions_estate_id_told_at", "decisions", ["estate_id", "told_at"], unique=False)
    op.create_index(op.f("ix_decisions_ticket_id"), "decisions", ["ticket_id"], unique=False)
    op.create_index(
        "ix_decisions_waiting",
        "decisions",
        ["estate_id"],
        unique=False,
        sqlite_where=sa.text("told_at IS NULL"),
        postgresql_where=sa.text("told_at IS NULL"),
    )
    op.create_table(
        "defects",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("ticket_id", BigId, nullable=True),
        sa.Column("unit_id", BigId, nullable=True),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("component", sa.String(length=40), nullable=False),
        sa.Column("material", sa.String(length=40), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("work_step", sa.String(length=8), nullable=False),
        sa.Column("contractor", sa.String(length=120), nullable=False),
        sa.Column("contractor_key", sa.String(length=120), nullable=False),
        sa.Column("supplier", sa.String(length=120), nullable=False),
        sa.Column("supplier_key", sa.String(length=120), nullable=False),
        sa.Column("found_by", sa.String(length=12), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("staff_id", BigId, nullable=True),
        sa.Column("kept_at", Instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("form_key", sa.String(length=80), nullable=True),
        sa.Column("replaced_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["estate_id"], ["estates.id"], name=op.f("fk_defects_estate_id_estates")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_defects_staff_id_staff")),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_defects_ticket_id_tickets")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_defects_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_defects")),
        sa.UniqueConstraint("form_key", name=op.f("uq_defects_form_key")),
    )
    op.create_index(
        "ix_defects_estate_id_at",
        "defects",
        ["estate_id", "at"],
        unique=False,
        sqlite_where=sa.text("replaced_at IS NULL"),
        postgresql_where=sa.text("replaced_at IS NULL"),
    )
    op.create_index(
        "ix_defects_estate_id_code_component_at",
        "defects",
        ["estate_id", "code", "component", "at"],
        unique=False,
        sqlite_where=sa.text("replaced_at IS NULL"),
        postgresql_where=sa.text("replaced_at IS NULL"),
    )
    op.create_index(
        "ix_defects_unit_id_code_component_at",
        "defects",
        ["unit_id", "code", "component", "at"],
        unique=False,
        sqlite_where=sa.text("replaced_at IS NULL"),
        postgresql_where=sa.text("replaced_at IS NULL"),
    )
    op.create_index(
        "uq_defects_ticket_id",
        "defects",
        ["ticket_id"],
        unique=True,
        sqlite_where=sa.text("replaced_at IS NULL"),
        postgresql_where=sa.text("replaced_at IS NULL"),
    )
    op.create_table(
        "efforts",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("ticket_id", BigId, nullable=False),
        sa.Column("staff_id", BigId, nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("what", sa.String(length=12), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["estate_id"], ["estates.id"], name=op.f("fk_efforts_estate_id_estates")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_efforts_staff_id_staff")),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_efforts_ticket_id_tickets")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_efforts")),
    )
    op.create_index(
        "ix_efforts_estate_id_at",
        "efforts",
        ["estate_id", "at", "ticket_id", "currency", "what", "minutes", "cost", "staff_id"],
        unique=False,
    )
    op.create_index(op.f("ix_efforts_ticket_id"), "efforts", ["ticket_id"], unique=False)
    op.create_table(
        "escalations",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("ticket_id", BigId, nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=12), nullable=False),
        sa.Column("event", sa.String(length=80), nullable=False),
        sa.Column("raised_at", Instant(), nullable=False),
        sa.Column("raised_by", BigId, nullable=True),
        sa.Column("needed", sa.Integer(), nullable=False),
        sa.Column("accept_due", Instant(), nullable=True),
        sa.Column("decide_by", Instant(), nullable=True),
        sa.Column("decide_due", Instant(), nullable=True),
        sa.Column("decided_at", Instant(), nullable=True),
        sa.Column("decided_by", BigId, nullable=True),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["decided_by"], ["staff.id"], name=op.f("fk_escalations_decided_by_staff")),
        sa.ForeignKeyConstraint(["estate_id"], ["estates.id"], name=op.f("fk_escalations_estate_id_estates")),
        sa.ForeignKeyConstraint(["raised_by"], ["staff.id"], name=op.f("fk_escalations_raised_by_staff")),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_escalations_ticket_id_tickets")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalations")),
        sa.UniqueConstraint(
            "ticket_id", "reason", "event", name=op.f("uq_escalations_ticket_id_reason_event")
        ),
    )
    op.create_index(
        "ix_escalations_accept_due",
        "escalations",
        ["accept_due"],
        unique=False,
        sqlite_where=sa.text("accept_due IS NOT NULL"),
        postgresql_where=sa.text("accept_due IS NOT NULL"),
    )
    op.create_index(
        "ix_escalations_decide_due",
        "escalations",
        ["decide_due"],
        unique=False,
        sqlite_where=sa.text("decide_due IS NOT NULL"),
        postgresql_where=sa.text("decide_due IS NOT NULL"),
    )
    op.create_table(
        "event_pulses",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("event_id", BigId, nullable=False),
        sa.Column("unit_id", BigId, nullable=False),
        sa.Column("contact_id", BigId, nullable=True),
        sa.Column("came", sa.Boolean(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("skipped", sa.String(length=10), nullable=False),
        sa.Column("asked_at", Instant(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("heard", sa.Boolean(), nullable=True),
        sa.Column("remembers", sa.Boolean(), nullable=True),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_event_pulses_contact_id_contacts")
        ),
        sa.ForeignKeyConstraint(
            ["estate_id"], ["estates.id"], name=op.f("fk_event_pulses_estate_id_estates")
        ),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_event_pulses_event_id_events")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_event_pulses_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_pulses")),
        sa.UniqueConstraint("event_id", "unit_id", name=op.f("uq_event_pulses_event_id_unit_id")),
    )
    op.create_index(
        "ix_event_pulses_estate_id_asked_at", "event_pulses", ["estate_id", "asked_at"], unique=False
    )
    op.create_table(
        "followups",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("ticket_id", BigId, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("asked_at", Instant(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("done_by", BigId, nullable=True),
        sa.Column("done_at", Instant(), nullable=True),
        sa.Column("result", sa.String(length=16), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["done_by"], ["staff.id"], name=op.f("fk_followups_done_by_staff")),
        sa.ForeignKeyConstraint(["estate_id"], ["estates.id"], name=op.f("fk_followups_estate_id_estates")),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_followups_ticket_id_tickets")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_followups")),
    )
    op.create_index(
        "ix_followups_due_at",
        "followups",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("done_at IS NULL AND asked_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL AND asked_at IS NULL"),
    )
    op.create_index(
        "ix_followups_estate_id_done_at",
        "followups",
        ["estate_id", "done_at", "result", "ticket_id"],
        unique=False,
    )
    op.create_index(op.f("ix_followups_ticket_id"), "followups", ["ticket_id"], unique=False)
    op.create_table(
        "incident_units",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("incident_id", BigId, nullable=False),
        sa.Column("unit_id", BigId, nullable=False),
        sa.Column("how", sa.String(length=10), nullable=False),
        sa.Column("affected", sa.Boolean(), nullable=True),
        sa.Column("fixed", sa.Boolean(), nullable=True),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.Column("contact_id", BigId, nullable=True),
        sa.Column("ticket_id", BigId, nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_incident_units_contact_id_contacts")
        ),
        sa.ForeignKeyConstraint(
            ["estate_id"], ["estates.id"], name=op.f("fk_incident_units_estate_id_estates")
        ),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_incident_units_incident_id_incidents")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_incident_units_ticket_id_tickets")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_incident_units_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_units")),
        sa.UniqueConstraint("incident_id", "unit_id", name=op.f("uq_incident_units_incident_id_unit_id")),
    )
    op.create_index(op.f("ix_incident_units_unit_id"), "incident_units", ["unit_id"], unique=False)
    op.create_table(
        "known_answers",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("first_id", BigId, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ticket_id", BigId, nullable=True),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("texts", Json, nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("proposed_by", BigId, nullable=False),
        sa.Column("proposed_at", Instant(), nullable=False),
        sa.Column("decided_by", BigId, nullable=True),
        sa.Column("decided_at", Instant(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("form_key", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(["decided_by"], ["staff.id"], name=op.f("fk_known_answers_decided_by_staff")),
        sa.ForeignKeyConstraint(
            ["estate_id"], ["estates.id"], name=op.f("fk_known_answers_estate_id_estates")
        ),
        sa.ForeignKeyConstraint(
            ["first_id"], ["known_answers.id"], name=op.f("fk_known_answers_first_id_known_answers")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["staff.id"], name=op.f("fk_known_answers_proposed_by_staff")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_known_answers_ticket_id_tickets")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_answers")),
        sa.UniqueConstraint("form_key", name=op.f("uq_known_answers_form_key")),
    )
    op.create_index("ix_known_answers_estate_id_state", "known_answers", ["estate_id", "state"], unique=False)
    op.create_index(op.f("ix_known_answers_first_id"), "known_answers", ["first_id"], unique=False)
    op.create_index(op.f("ix_known_answers_ticket_id"), "known_answers", ["ticket_id"], unique=False)
    op.create_table(
        "notice_replies",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("notice_id", BigId, nullable=False),
        sa.Column("ticket_id", BigId, nullable=False),
        sa.Column("contact_id", BigId, nullable=True),
        sa.Column("how", sa.String(length=8), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_notice_replies_contact_id_contacts")
        ),
        sa.ForeignKeyConstraint(
            ["estate_id"], ["estates.id"], name=op.f("fk_notice_replies_estate_id_estates")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name=op.f("fk_notice_replies_notice_id_notices")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_notice_replies_ticket_id_tickets")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_replies")),
        sa.UniqueConstraint("notice_id", "ticket_id", name=op.f("uq_notice_replies_notice_id_ticket_id")),
    )
    op.create_index(op.f("ix_notice_replies_ticket_id"), "notice_replies", ["ticket_id"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("chat", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("payload", Json, nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("ticket_id", BigId, nullable=True),
        sa.Column("delivery_id", BigId, nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("not_before", Instant(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("doubts", sa.Integer(), nullable=False),
        sa.Column("once", sa.Boolean(), nullable=False),
        sa.Column("attempted_at", Instant(), nullable=True),
        sa.Column("external_id", sa.String(length=80), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("turn_id", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["deliveries.id"], name=op.f("fk_outbox_delivery_id_deliveries")
        ),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_outbox_ticket_id_tickets")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    op.create_index("ix_outbox_channel_attempted_at", "outbox", ["channel", "attempted_at"], unique=False)
    op.create_index(
        "ix_outbox_channel_chat_external_id", "outbox", ["channel", "chat", "external_id"], unique=False
    )
    op.create_index(op.f("ix_outbox_delivery_id"), "outbox", ["delivery_id"], unique=False)
    op.create_index(
        "ix_outbox_due",
        "outbox",
        ["channel", "priority", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_index(op.f("ix_outbox_ticket_id"), "outbox", ["ticket_id"], unique=False)
    op.create_index(
        "ix_outbox_under_way",
        "outbox",
        ["channel", "chat"],
        unique=False,
        sqlite_where=sa.text("state = 'sending'"),
        postgresql_where=sa.text("state = 'sending'"),
    )
    op.create_table(
        "pages",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("ticket_id", BigId, nullable=False),
        sa.Column("hazard", sa.String(length=24), nullable=False),
        sa.Column("routes", Json, nullable=False),
        sa.Column("audience", Json, nullable=False),
        sa.Column("needed", sa.Integer(), nullable=False),
        sa.Column("accepted_so_far", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("every_minutes", sa.Float(), nullable=True),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("paged_at", Instant(), nullable=False),
        sa.Column("repeat_at", Instant(), nullable=True),
        sa.Column("accepted_at", Instant(), nullable=True),
        sa.Column("accepted_by", BigId, nullable=True),
        sa.ForeignKeyConstraint(["accepted_by"], ["staff.id"], name=op.f("fk_pages_accepted_by_staff")),
        sa.ForeignKeyConstraint(["estate_id"], ["estates.id"], name=op.f("fk_pages_estate_id_estates")),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_pages_ticket_id_tickets")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pages")),
    )
    op.create_index(op.f("ix_pages_estate_id"), "pages", ["estate_id"], unique=False)
    op.create_index(
        "ix_pages_repeat_at",
        "pages",
        ["repeat_at"],
        unique=False,
        sqlite_where=sa.text("repeat_at IS NOT NULL AND accepted_at IS NULL"),
        postgresql_where=sa.text("repeat_at IS NOT NULL AND accepted_at IS NULL"),
    )
    op.create_index(op.f("ix_pages_ticket_id"), "pages", ["ticket_id"], unique=False)
    op.create_table(
        "praises",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("ticket_id", BigId, nullable=False),
        sa.Column("staff_id", BigId, nullable=True),
        sa.Column("named_by", sa.String(length=8), nullable=False),
        sa.Column("building_id", BigId, nullable=True),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["building_id"], ["buildings.id"], name=op.f("fk_praises_building_id_buildings")
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estates.id"], name=op.f("fk_praises_estate_id_estates")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_praises_staff_id_staff")),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_praises_ticket_id_tickets")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_praises")),
        sa.UniqueConstraint("ticket_id", "staff_id", name=op.f("uq_praises_ticket_id_staff_id")),
    )
    op.create_index("ix_praises_estate_id_at", "praises", ["estate_id", "at"], unique=False)
    op.create_index(op.f("ix_praises_ticket_id"), "praises", ["ticket_id"], unique=False)
    op.create_table(
        "promises",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("ticket_id", BigId, nullable=False),
        sa.Column("staff_id", BigId, nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("said", sa.Text(), nullable=True),
        sa.Column("not_promised", sa.Text(), nullable=True),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("warn_at", Instant(), nullable=True),
        sa.Column("hold_at", Instant(), nullable=True),
        sa.Column("held_at", Instant(), nullable=True),
        sa.Column("kept_at", Instant(), nullable=True),
        sa.Column("broken_at", Instant(), nullable=True),
        sa.Column("replaced_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["estate_id"], ["estates.id"], name=op.f("fk_promises_estate_id_estates")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_promises_staff_id_staff")),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_promises_ticket_id_tickets")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promises")),
    )
    op.create_index(
        "ix_promises_due_at",
        "promises",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("kept_at IS NULL AND broken_at IS NULL AND replaced_at IS NULL"),
        postgresql_where=sa.text("kept_at IS NULL AND broken_at IS NULL AND replaced_at IS NULL"),
    )
    op.create_index(
        "ix_promises_estate_id_due_at",
        "promises",
        ["estate_id", "due_at", "ticket_id", "kind", "kept_at", "broken_at", "replaced_at"],
        unique=False,
    )
    op.create_index(
        "ix_promises_hold_at",
        "promises",
        ["hold_at"],
        unique=False,
        sqlite_where=sa.text(
            "hold_at IS NOT NULL AND kept_at IS NULL AND broken_at IS NULL AND replaced_at IS NULL"
        ),
        postgresql_where=sa.text(
            "hold_at IS NOT NULL AND kept_at IS NULL AND broken_at IS NULL AND replaced_at IS NULL"
        ),
    )
    op.create_index(op.f("ix_promises_ticket_id"), "promises", ["ticket_id"], unique=False)
    op.create_table(
        "quotes",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("ticket_id", BigId, nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("at_cost", sa.Boolean(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("valid_until", Instant(), nullable=False),
        sa.Column("staff_id", BigId, nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.Column("contact_id", BigId, nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_quotes_contact_id_contacts")),
        sa.ForeignKeyConstraint(["estate_id"], ["estates.id"], name=op.f("fk_quotes_estate_id_estates")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_quotes_staff_id_staff")),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_quotes_ticket_id_tickets")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quotes")),
    )
    op.create_index(op.f("ix_quotes_ticket_id"), "quotes", ["ticket_id"], unique=False)
    op.create_index(
        "ix_quotes_valid_until",
        "quotes",
        ["valid_until"],
        unique=False,
        sqlite_where=sa.text("state = 'offered'"),
        postgresql_where=sa.text("state = 'offered'"),
    )
    op.create_table(
        "ratings",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("unit_id", BigId, nullable=True),
        sa.Column("contact_id", BigId, nullable=True),
        sa.Column("ticket_id", BigId, nullable=True),
        sa.Column("household", sa.String(length=24), nullable=False),
        sa.Column("touch_point", sa.String(length=20), nullable=False),
        sa.Column("occasion", sa.String(length=60), nullable=False),
        sa.Column("again", sa.Boolean(), nullable=False),
        sa.Column("scale", sa.String(length=8), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=12), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("sent_at", Instant(), nullable=True),
        sa.Column("expires_at", Instant(), nullable=True),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("mode", sa.String(length=8), nullable=False),
        sa.Column("said", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=12), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("facets", Json, nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_ratings_contact_id_contacts")),
        sa.ForeignKeyConstraint(["estate_id"], ["estates.id"], name=op.f("fk_ratings_estate_id_estates")),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_ratings_ticket_id_tickets")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_ratings_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ratings")),
        sa.UniqueConstraint(
            "household", "touch_point", "occasion", name=op.f("uq_ratings_household_touch_point_occasion")
        ),
    )
    op.create_index("ix_ratings_contact_id_sent_at", "ratings", ["contact_id", "sent_at"], unique=False)
    op.create_index(
        "ix_ratings_due_at",
        "ratings",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index(
        "ix_ratings_expires_at",
        "ratings",
        ["expires_at"],
        unique=False,
        sqlite_where=sa.text("state = 'sent'"),
        postgresql_where=sa.text("state = 'sent'"),
    )
    op.create_index(
        "ix_ratings_flow",
        "ratings",
        ["estate_id", "due_at", "touch_point", "state", "reason", "ticket_id"],
        unique=False,
    )
    op.create_index(
        "ix_ratings_report",
        "ratings",
        ["estate_id", "sent_at", "touch_point", "scale", "version", "score", "ticket_id", "again"],
        unique=False,
    )
    op.create_index(op.f("ix_ratings_ticket_id"), "ratings", ["ticket_id"], unique=False)
    op.create_index(
        "ix_ratings_volunteered",
        "ratings",
        ["estate_id", "answered_at", "touch_point", "scale", "version"],
        unique=False,
        sqlite_where=sa.text("sent_at IS NULL AND score IS NOT NULL"),
        postgresql_where=sa.text("sent_at IS NULL AND score IS NOT NULL"),
    )
    op.create_table(
        "reading_corrections",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("ticket_id", BigId, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("read_as", sa.String(length=80), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("source", sa.String(length=8), nullable=False),
        sa.Column("staff_id", BigId, nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id"], ["estates.id"], name=op.f("fk_reading_corrections_estate_id_estates")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_reading_corrections_staff_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_reading_corrections_ticket_id_tickets")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_corrections")),
        sa.UniqueConstraint("ticket_id", name=op.f("uq_reading_corrections_ticket_id")),
    )
    op.create_index(
        op.f("ix_reading_corrections_estate_id"), "reading_corrections", ["estate_id"], unique=False
    )
    op.create_table(
        "referrals",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("ticket_id", BigId, nullable=False),
        sa.Column("body", sa.String(length=60), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("staff_id", BigId, nullable=True),
        sa.Column("consent_at", Instant(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("outcome_at", Instant(), nullable=True),
        sa.Column("outcome_by", BigId, nullable=True),
        sa.ForeignKeyConstraint(["estate_id"], ["estates.id"], name=op.f("fk_referrals_estate_id_estates")),
        sa.ForeignKeyConstraint(["outcome_by"], ["staff.id"], name=op.f("fk_referrals_outcome_by_staff")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_referrals_staff_id_staff")),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_referrals_ticket_id_tickets")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referrals")),
    )
    op.create_index(op.f("ix_referrals_ticket_id"), "referrals", ["ticket_id"], unique=False)
    op.create_table(
        "risks",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("ticket_id", BigId, nullable=True),
        sa.Column("incident_id", BigId, nullable=True),
        sa.Column("level", sa.String(length=8), nullable=False),
        sa.Column("stage", sa.String(length=10), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("signals", Json, nullable=False),
        sa.Column("raised_by", BigId, nullable=True),
        sa.Column("raised_at", Instant(), nullable=False),
        sa.Column("owner_id", BigId, nullable=True),
        sa.Column("decide_by", Instant(), nullable=False),
        sa.Column("overdue_told_at", Instant(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("decided_by", BigId, nullable=True),
        sa.Column("decided_at", Instant(), nullable=True),
        sa.Column("verified_by", BigId, nullable=True),
        sa.Column("verified_at", Instant(), nullable=True),
        sa.Column("asked", sa.String(length=8), nullable=False),
        sa.Column("asked_reason", sa.Text(), nullable=False),
        sa.Column("asked_by", BigId, nullable=True),
        sa.Column("asked_at", Instant(), nullable=True),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["staff.id"], name=op.f("fk_risks_asked_by_staff")),
        sa.ForeignKeyConstraint(["decided_by"], ["staff.id"], name=op.f("fk_risks_decided_by_staff")),
        sa.ForeignKeyConstraint(["estate_id"], ["estates.id"], name=op.f("fk_risks_estate_id_estates")),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_risks_incident_id_incidents")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["staff.id"], name=op.f("fk_risks_owner_id_staff")),
        sa.ForeignKeyConstraint(["raised_by"], ["staff.id"], name=op.f("fk_risks_raised_by_staff")),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_risks_ticket_id_tickets")),
        sa.ForeignKeyConstraint(["verified_by"], ["staff.id"], name=op.f("fk_risks_verified_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risks")),
    )
    op.create_index(
        "ix_risks_decide_by",
        "risks",
        ["decide_by"],
        unique=False,
        sqlite_where=sa.text("decided_at IS NULL AND closed_at IS NULL AND overdue_told_at IS NULL"),
        postgresql_where=sa.text("decided_at IS NULL AND closed_at IS NULL AND overdue_told_at IS NULL"),
    )
    op.create_index(
        "ix_risks_open",
        "risks",
        ["estate_id"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index(op.f("ix_risks_ticket_id"), "risks", ["ticket_id"], unique=False)
    op.create_table(
        "rsvps",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("event_id", BigId, nullable=False),
        sa.Column("unit_id", BigId, nullable=False),
        sa.Column("contact_id", BigId, nullable=True),
        sa.Column("partstat", sa.String(length=12), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("invited_at", Instant(), nullable=False),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.Column("waiting_at", Instant(), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("came", sa.Integer(), nullable=True),
        sa.Column("came_at", Instant(), nullable=True),
        sa.Column("due", sa.String(length=10), nullable=False),
        sa.Column("due_at", Instant(), nullable=True),
        sa.Column("points_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_rsvps_contact_id_contacts")),
        sa.ForeignKeyConstraint(["estate_id"], ["estates.id"], name=op.f("fk_rsvps_estate_id_estates")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_rsvps_event_id_events")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_rsvps_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rsvps")),
    )
    op.create_index(
        "ix_rsvps_due_at",
        "rsvps",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_index(
        "ix_rsvps_points_at",
        "rsvps",
        ["points_at"],
        unique=False,
        sqlite_where=sa.text("points_at IS NOT NULL"),
        postgresql_where=sa.text("points_at IS NOT NULL"),
    )
    op.create_index("ix_rsvps_unit_id", "rsvps", ["unit_id"], unique=False)
    op.create_index("uq_rsvps_event_id_unit_id", "rsvps", ["event_id", "unit_id"], unique=True)
    op.create_table(
        "self_checks",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("ticket_id", BigId, nullable=False),
        sa.Column("touch_point", sa.String(length=20), nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["estate_id"], ["estates.id"], name=op.f("fk_self_checks_estate_id_estates")),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_self_checks_ticket_id_tickets")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_self_checks")),
        sa.UniqueConstraint(
            "ticket_id", "touch_point", "item", name=op.f("uq_self_checks_ticket_id_touch_point_item")
        ),
    )
    op.create_index("ix_self_checks_estate_id_at", "self_checks", ["estate_id", "at"], unique=False)
    op.create_table(
        "ticket_events",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("ticket_id", BigId, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("actor", sa.String(length=8), nullable=False),
        sa.Column("staff_id", BigId, nullable=True),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("data", Json, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.Column("redacted_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["estate_id"], ["estates.id"], name=op.f("fk_ticket_events_estate_id_estates")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_ticket_events_staff_id_staff")),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_ticket_events_ticket_id_tickets")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_events")),
        sa.UniqueConstraint("ticket_id", "seq", name=op.f("uq_ticket_events_ticket_id_seq")),
    )
    op.create_index(op.f("ix_ticket_events_ticket_id"), "ticket_events", ["ticket_id"], unique=False)
    op.create_table(
        "ticket_subjects",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("ticket_id", BigId, nullable=False),
        sa.Column("staff_id", BigId, nullable=False),
        sa.Column("named_by", sa.String(length=8), nullable=False),
        sa.Column("named_at", Instant(), nullable=False),
        sa.Column("question", sa.Text(), nullable=True),
        sa.Column("statement", sa.Text(), nullable=True),
        sa.Column("stated_at", Instant(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("told_at", Instant(), nullable=True),
        sa.Column("cleared_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["estate_id"], ["estates.id"], name=op.f("fk_ticket_subjects_estate_id_estates")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_ticket_subjects_staff_id_staff")),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_ticket_subjects_ticket_id_tickets")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_subjects")),
        sa.UniqueConstraint("ticket_id", "staff_id", name=op.f("uq_ticket_subjects_ticket_id_staff_id")),
    )
    op.create_index("ix_ticket_subjects_staff_id", "ticket_subjects", ["staff_id"], unique=False)
    op.create_table(
        "warranty_findings",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("ticket_id", BigId, nullable=False),
        sa.Column("component", sa.String(length=40), nullable=True),
        sa.Column("material", sa.String(length=40), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("responsible", sa.String(length=20), nullable=False),
        sa.Column("party_id", BigId, nullable=True),
        sa.Column("staff_id", BigId, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id"], ["estates.id"], name=op.f("fk_warranty_findings_estate_id_estates")
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["parties.id"], name=op.f("fk_warranty_findings_party_id_parties")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_warranty_findings_staff_id_staff")),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_warranty_findings_ticket_id_tickets")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_warranty_findings")),
        sa.UniqueConstraint("ticket_id", name=op.f("uq_warranty_findings_ticket_id")),
    )
    op.create_index(op.f("ix_warranty_findings_estate_id"), "warranty_findings", ["estate_id"], unique=False)
    op.create_table(
        "breaches",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("ticket_id", BigId, nullable=False),
        sa.Column("clock_id", BigId, nullable=True),
        sa.Column("promise_id", BigId, nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("holder_id", BigId, nullable=True),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(length=16), nullable=False),
        sa.Column("cause_text", sa.Text(), nullable=True),
        sa.Column("cause_by", BigId, nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["cause_by"], ["staff.id"], name=op.f("fk_breaches_cause_by_staff")),
        sa.ForeignKeyConstraint(["clock_id"], ["clocks.id"], name=op.f("fk_breaches_clock_id_clocks")),
        sa.ForeignKeyConstraint(["estate_id"], ["estates.id"], name=op.f("fk_breaches_estate_id_estates")),
        sa.ForeignKeyConstraint(["holder_id"], ["staff.id"], name=op.f("fk_breaches_holder_id_staff")),
        sa.ForeignKeyConstraint(
            ["promise_id"], ["promises.id"], name=op.f("fk_breaches_promise_id_promises")
        ),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_breaches_ticket_id_tickets")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_breaches")),
        sa.UniqueConstraint("ticket_id", "kind", "due_at", name=op.f("uq_breaches_ticket_id_kind_due_at")),
    )
    op.create_index("ix_breaches_estate_id_at", "breaches", ["estate_id", "at"], unique=False)
    op.create_index(
        "ix_breaches_late_now",
        "breaches",
        ["clock_id"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "crises",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("risk_id", BigId, nullable=False),
        sa.Column("leader_id", BigId, nullable=False),
        sa.Column("started_by", BigId, nullable=False),
        sa.Column("started_at", Instant(), nullable=False),
        sa.Column("frozen", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["estate_id"], ["estates.id"], name=op.f("fk_crises_estate_id_estates")),
        sa.ForeignKeyConstraint(["leader_id"], ["staff.id"], name=op.f("fk_crises_leader_id_staff")),
        sa.ForeignKeyConstraint(["risk_id"], ["risks.id"], name=op.f("fk_crises_risk_id_risks")),
        sa.ForeignKeyConstraint(["started_by"], ["staff.id"], name=op.f("fk_crises_started_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crises")),
        sa.UniqueConstraint("risk_id", name=op.f("uq_crises_risk_id")),
    )
    op.create_index(
        "ix_crises_running",
        "crises",
        ["estate_id"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "escalation_calls",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("escalation_id", BigId, nullable=False),
        sa.Column("staff_id", BigId, nullable=False),
        sa.Column("routes", Json, nullable=False),
        sa.Column("called_at", Instant(), nullable=False),
        sa.Column("accepted_at", Instant(), nullable=True),
        sa.Column("accepted_route", sa.String(length=24), nullable=True),
        sa.ForeignKeyConstraint(
            ["escalation_id"], ["escalations.id"], name=op.f("fk_escalation_calls_escalation_id_escalations")
        ),
        sa.ForeignKeyConstraint(
            ["estate_id"], ["estates.id"], name=op.f("fk_escalation_calls_estate_id_estates")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_escalation_calls_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation_calls")),
        sa.UniqueConstraint(
            "escalation_id", "staff_id", name=op.f("uq_escalation_calls_escalation_id_staff_id")
        ),
    )
    op.create_index(
        op.f("ix_escalation_calls_escalation_id"), "escalation_calls", ["escalation_id"], unique=False
    )
    op.create_table(
        "management_reached",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("ticket_id", BigId, nullable=True),
        sa.Column("risk_id", BigId, nullable=True),
        sa.Column("staff_id", BigId, nullable=False),
        sa.Column("level", sa.String(length=8), nullable=False),
        sa.Column("route", sa.String(length=8), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id"], ["estates.id"], name=op.f("fk_management_reached_estate_id_estates")
        ),
        sa.ForeignKeyConstraint(["risk_id"], ["risks.id"], name=op.f("fk_management_reached_risk_id_risks")),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_management_reached_staff_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_management_reached_ticket_id_tickets")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_management_reached")),
    )
    op.create_index(
        "ix_management_reached_estate_id_at", "management_reached", ["estate_id", "at"], unique=False
    )
    op.create_index(op.f("ix_management_reached_risk_id"), "management_reached", ["risk_id"], unique=False)
    op.create_index(
        op.f("ix_management_reached_ticket_id"), "management_reached", ["ticket_id"], unique=False
    )
    op.create_table(
        "notice_watches",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("notice_id", BigId, nullable=False),
        sa.Column("message_id", BigId, nullable=True),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["outbox.id"], name=op.f("fk_notice_watches_message_id_outbox")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name=op.f("fk_notice_watches_notice_id_notices")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_watches")),
        sa.UniqueConstraint("notice_id", name=op.f("uq_notice_watches_notice_id")),
    )
    op.create_index(
        "ix_notice_watches_at",
        "notice_watches",
        ["at"],
        unique=False,
        sqlite_where=sa.text("NOT closed"),
        postgresql_where=sa.text("NOT closed"),
    )
    op.create_table(
        "officer_missions",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("officer_id", BigId, nullable=False),
        sa.Column("occasion", sa.String(length=80), nullable=False),
        sa.Column("template", sa.String(length=40), nullable=False),
        sa.Column("touch_point", sa.String(length=40), nullable=False),
        sa.Column("line", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=10), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("due_at", Instant(), nullable=True),
        sa.Column("sent_at", Instant(), nullable=True),
        sa.Column("expires_at", Instant(), nullable=True),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("photos", Json, nullable=False),
        sa.Column("finding", sa.Boolean(), nullable=False),
        sa.Column("list_at", Instant(), nullable=True),
        sa.Column("action_id", BigId, nullable=True),
        sa.Column("set_aside", sa.Text(), nullable=False),
        sa.Column("tell_at", Instant(), nullable=True),
        sa.Column("told_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["action_id"],
            ["corrective_actions.id"],
            name=op.f("fk_officer_missions_action_id_corrective_actions"),
        ),
        sa.ForeignKeyConstraint(
            ["estate_id"], ["estates.id"], name=op.f("fk_officer_missions_estate_id_estates")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"],
            ["experience_officers.id"],
            name=op.f("fk_officer_missions_officer_id_experience_officers"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officer_missions")),
        sa.UniqueConstraint("officer_id", "occasion", name=op.f("uq_officer_missions_officer_id_occasion")),
    )
    op.create_index(
        "ix_officer_missions_due_at",
        "officer_missions",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_index(
        "ix_officer_missions_estate_id_sent_at", "officer_missions", ["estate_id", "sent_at"], unique=False
    )
    op.create_index(
        "ix_officer_missions_list_at",
        "officer_missions",
        ["list_at"],
        unique=False,
        sqlite_where=sa.text("list_at IS NOT NULL"),
        postgresql_where=sa.text("list_at IS NOT NULL"),
    )
    op.create_index(
        "ix_officer_missions_tell_at",
        "officer_missions",
        ["tell_at"],
        unique=False,
        sqlite_where=sa.text("tell_at IS NOT NULL"),
        postgresql_where=sa.text("tell_at IS NOT NULL"),
    )
    op.create_table(
        "page_acceptances",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("page_id", BigId, nullable=False),
        sa.Column("staff_id", BigId, nullable=False),
        sa.Column("route", sa.String(length=24), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id"], ["estates.id"], name=op.f("fk_page_acceptances_estate_id_estates")
        ),
        sa.ForeignKeyConstraint(["page_id"], ["pages.id"], name=op.f("fk_page_acceptances_page_id_pages")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_page_acceptances_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_acceptances")),
        sa.UniqueConstraint("page_id", "staff_id", name=op.f("uq_page_acceptances_page_id_staff_id")),
    )
    op.create_index(op.f("ix_page_acceptances_staff_id"), "page_acceptances", ["staff_id"], unique=False)
    op.create_table(
        "recoveries",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("rating_id", BigId, nullable=False),
        sa.Column("ticket_id", BigId, nullable=True),
        sa.Column("contact_id", BigId, nullable=True),
        sa.Column("holder_id", BigId, nullable=True),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("tell_at", Instant(), nullable=True),
        sa.Column("done_by", BigId, nullable=True),
        sa.Column("done_at", Instant(), nullable=True),
        sa.Column("result", sa.String(length=12), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_recoveries_contact_id_contacts")
        ),
        sa.ForeignKeyConstraint(["done_by"], ["staff.id"], name=op.f("fk_recoveries_done_by_staff")),
        sa.ForeignKeyConstraint(["estate_id"], ["estates.id"], name=op.f("fk_recoveries_estate_id_estates")),
        sa.ForeignKeyConstraint(["holder_id"], ["staff.id"], name=op.f("fk_recoveries_holder_id_staff")),
        sa.ForeignKeyConstraint(["rating_id"], ["ratings.id"], name=op.f("fk_recoveries_rating_id_ratings")),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_recoveries_ticket_id_tickets")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recoveries")),
    )
    op.create_index("ix_recoveries_estate_id_due_at", "recoveries", ["estate_id", "due_at"], unique=False)
    op.create_index("ix_recoveries_rating_id", "recoveries", ["rating_id"], unique=True)
    op.create_index(
        "ix_recoveries_tell_at",
        "recoveries",
        ["tell_at"],
        unique=False,
        sqlite_where=sa.text("tell_at IS NOT NULL"),
        postgresql_where=sa.text("tell_at IS NOT NULL"),
    )
    op.create_index(op.f("ix_recoveries_ticket_id"), "recoveries", ["ticket_id"], unique=False)
    op.create_table(
        "risk_log",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("risk_id", BigId, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("staff_id", BigId, nullable=True),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["estate_id"], ["estates.id"], name=op.f("fk_risk_log_estate_id_estates")),
        sa.ForeignKeyConstraint(["risk_id"], ["risks.id"], name=op.f("fk_risk_log_risk_id_risks")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_risk_log_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk_log")),
    )
    op.create_index(op.f("ix_risk_log_risk_id"), "risk_log", ["risk_id"], unique=False)
    op.create_table(
        "work_orders",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("ticket_id", BigId, nullable=False),
        sa.Column("party_id", BigId, nullable=True),
        sa.Column("department", sa.String(length=60), nullable=True),
        sa.Column("staff_id", BigId, nullable=True),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("payable", sa.Boolean(), nullable=False),
        sa.Column("quote_id", BigId, nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("accept_by", Instant(), nullable=False),
        sa.Column("due_by", Instant(), nullable=True),
        sa.Column("late_told_at", Instant(), nullable=True),
        sa.Column("refusal", sa.Text(), nullable=True),
        sa.Column("done_note", sa.Text(), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("made_by", BigId, nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("accepted_at", Instant(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("confirmed_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["estate_id"], ["estates.id"], name=op.f("fk_work_orders_estate_id_estates")),
        sa.ForeignKeyConstraint(["made_by"], ["staff.id"], name=op.f("fk_work_orders_made_by_staff")),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_work_orders_party_id_parties")),
        sa.ForeignKeyConstraint(["quote_id"], ["quotes.id"], name=op.f("fk_work_orders_quote_id_quotes")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_work_orders_staff_id_staff")),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_work_orders_ticket_id_tickets")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_orders")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_work_orders_token_hash")),
    )
    op.create_index(
        "ix_work_orders_accept_by",
        "work_orders",
        ["accept_by"],
        unique=False,
        sqlite_where=sa.text("state = 'offered' AND late_told_at IS NULL"),
        postgresql_where=sa.text("state = 'offered' AND late_told_at IS NULL"),
    )
    op.create_index(op.f("ix_work_orders_ticket_id"), "work_orders", ["ticket_id"], unique=False)
    op.create_table(
        "crisis_tasks",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("crisis_id", BigId, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=24), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("reminded_at", Instant(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("done_by", BigId, nullable=True),
        sa.Column("done_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["crisis_id"], ["crises.id"], name=op.f("fk_crisis_tasks_crisis_id_crises")),
        sa.ForeignKeyConstraint(["done_by"], ["staff.id"], name=op.f("fk_crisis_tasks_done_by_staff")),
        sa.ForeignKeyConstraint(
            ["estate_id"], ["estates.id"], name=op.f("fk_crisis_tasks_estate_id_estates")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crisis_tasks")),
    )
    op.create_index(op.f("ix_crisis_tasks_crisis_id"), "crisis_tasks", ["crisis_id"], unique=False)
    op.create_index(
        "ix_crisis_tasks_due_at",
        "crisis_tasks",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("done_at IS NULL AND reminded_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL AND reminded_at IS NULL"),
    )
    op.create_table(
        "officer_scores",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("mission_id", BigId, nullable=False),
        sa.Column("question", sa.String(length=60), nullable=False),
        sa.Column("scale", sa.String(length=8), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id"], ["estates.id"], name=op.f("fk_officer_scores_estate_id_estates")
        ),
        sa.ForeignKeyConstraint(
            ["mission_id"],
            ["officer_missions.id"],
            name=op.f("fk_officer_scores_mission_id_officer_missions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officer_scores")),
        sa.UniqueConstraint("mission_id", "question", name=op.f("uq_officer_scores_mission_id_question")),
    )
    op.create_table(
        "visits",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("ticket_id", BigId, nullable=False),
        sa.Column("order_id", BigId, nullable=True),
        sa.Column("staff_id", BigId, nullable=True),
        sa.Column("uid", sa.String(length=80), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("starts", Instant(), nullable=False),
        sa.Column("ends", Instant(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("partstat", sa.String(length=12), nullable=False),
        sa.Column("counter_starts", Instant(), nullable=True),
        sa.Column("counter_ends", Instant(), nullable=True),
        sa.Column("counter_by", sa.String(length=8), nullable=True),
        sa.Column("counter_words", sa.Text(), nullable=True),
        sa.Column("remind_at", Instant(), nullable=True),
        sa.Column("came_at", Instant(), nullable=True),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["estate_id"], ["estates.id"], name=op.f("fk_visits_estate_id_estates")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["work_orders.id"], name=op.f("fk_visits_order_id_work_orders")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_visits_staff_id_staff")),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_visits_ticket_id_tickets")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visits")),
        sa.UniqueConstraint("uid", name=op.f("uq_visits_uid")),
    )
    op.create_index(
        "ix_visits_estate_id_came_at",
        "visits",
        ["estate_id", "came_at"],
        unique=False,
        sqlite_where=sa.text("came_at IS NOT NULL"),
        postgresql_where=sa.text("came_at IS NOT NULL"),
    )
    op.create_index(
        "ix_visits_remind_at",
        "visits",
        ["remind_at"],
        unique=False,
        sqlite_where=sa.text("remind_at IS NOT NULL"),
        postgresql_where=sa.text("remind_at IS NOT NULL"),
    )
    op.create_index("ix_visits_starts", "visits", ["starts"], unique=False)
    op.create_index(op.f("ix_visits_ticket_id"), "visits", ["ticket_id"], unique=False)
    op.create_table(
        "work_photos",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("estate_id", BigId, nullable=False),
        sa.Column("order_id", BigId, nullable=False),
        sa.Column("attachment_id", BigId, nullable=False),
        sa.Column("phase", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachments.id"], name=op.f("fk_work_photos_attachment_id_attachments")
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estates.id"], name=op.f("fk_work_photos_estate_id_estates")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["work_orders.id"], name=op.f("fk_work_photos_order_id_work_orders")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_photos")),
        sa.UniqueConstraint(
            "order_id", "attachment_id", "phase", name=op.f("uq_work_photos_order_id_attachment_id_phase")
        ),
    )
    op.create_index(op.f("ix_work_photos_order_id"), "work_photos", ["order_id"], unique=False)
