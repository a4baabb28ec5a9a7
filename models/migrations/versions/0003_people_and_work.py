"""people and work: documents, tasks, report duties; chats, codes, acting; the record can only grow"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = depends_on = None


def upgrade() -> None:
    op.create_table(
        "attempt",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "account", "address", name=op.f("pk_attempt")),
    )
    op.create_table(
        "update_seen",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("update_id", sa.String(), nullable=False),
        sa.Column("reply", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_update_seen")),
        sa.UniqueConstraint("channel", "account", "update_id", name=op.f("uq_update_seen_channel_account_update_id")),
    )
    op.create_table(
        "acting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["deputy_id"], ["person.id"], name=op.f("fk_acting_deputy_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_acting_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acting")),
    )
    with op.batch_alter_table("acting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_acting_deputy_id"), ["deputy_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_acting_person_id"), ["person_id"], unique=False)

    op.create_table(
        "chat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_why", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_chat_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat")),
    )
    with op.batch_alter_table("chat", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_chat_channel_account_address"), ["channel", "account", "address"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_chat_person_id"), ["person_id"], unique=False)

    op.create_table(
        "dialogue",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("command", sa.String(), nullable=False),
        sa.Column("draft", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on_behalf_of_id", sa.Integer(), nullable=True),
        sa.Column("medium", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["on_behalf_of_id"], ["person.id"], name=op.f("fk_dialogue_on_behalf_of_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_dialogue_person_id")),
        sa.PrimaryKeyConstraint("person_id", "channel", name=op.f("pk_dialogue")),
    )
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("file_hash", sa.String(), nullable=False),
        sa.Column("file_ref", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_document_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    )
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_invitation_made_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_invitation_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("digest", name=op.f("uq_invitation_digest")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_person_id"), ["person_id"], unique=False)

    op.create_table(
        "report_duty",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("home_id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("indicator", sa.String(), nullable=False),
        sa.Column("due_by_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("periods", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["due_by_id"], ["unit.id"], name=op.f("fk_report_duty_due_by_id")),
        sa.ForeignKeyConstraint(["home_id"], ["unit.id"], name=op.f("fk_report_duty_home_id")),
        sa.ForeignKeyConstraint(["lead_id"], ["unit.id"], name=op.f("fk_report_duty_lead_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_duty")),
        sa.UniqueConstraint("key", name=op.f("uq_report_duty_key")),
    )
    op.create_table(
        "directive",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("given_by", sa.Integer(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_directive_document_id")),
        sa.ForeignKeyConstraint(["given_by"], ["person.id"], name=op.f("fk_directive_given_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directive")),
    )
    op.create_table(
        "work",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("home_id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assigned_by", sa.Integer(), nullable=True),
        sa.Column("due_at", sa.Time(), nullable=True),
        sa.Column("internal_due_on", sa.Date(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("directive_id", sa.Integer(), nullable=True),
        sa.Column("duty_id", sa.Integer(), nullable=True),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("data_cutoff", sa.Date(), nullable=True),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reported_by", sa.Integer(), nullable=True),
        sa.Column("checked_by", sa.Integer(), nullable=True),
        sa.Column("asked_due_on", sa.Date(), nullable=True),
        sa.Column("asked_reason", sa.String(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("passed_to_id", sa.Integer(), nullable=True),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_work_asked_by")),
        sa.ForeignKeyConstraint(["assigned_by"], ["person.id"], name=op.f("fk_work_assigned_by")),
        sa.ForeignKeyConstraint(["assignee_id"], ["person.id"], name=op.f("fk_work_assignee_id")),
        sa.ForeignKeyConstraint(["checked_by"], ["person.id"], name=op.f("fk_work_checked_by")),
        sa.ForeignKeyConstraint(["directive_id"], ["directive.id"], name=op.f("fk_work_directive_id")),
        sa.ForeignKeyConstraint(["due_by_id"], ["unit.id"], name=op.f("fk_work_due_by_id")),
        sa.ForeignKeyConstraint(["duty_id"], ["report_duty.id"], name=op.f("fk_work_duty_id")),
        sa.ForeignKeyConstraint(["home_id"], ["unit.id"], name=op.f("fk_work_home_id")),
        sa.ForeignKeyConstraint(["lead_id"], ["unit.id"], name=op.f("fk_work_lead_id")),
        sa.ForeignKeyConstraint(["passed_to_id"], ["unit.id"], name=op.f("fk_work_passed_to_id")),
        sa.ForeignKeyConstraint(["reported_by"], ["person.id"], name=op.f("fk_work_reported_by")),
        sa.ForeignKeyConstraint(["source_id"], ["document.id"], name=op.f("fk_work_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work")),
        sa.UniqueConstraint("key", name=op.f("uq_work_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("work", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_work_assignee_id_closed"), ["assignee_id", "closed"], unique=False)
        batch_op.create_index(batch_op.f("ix_work_assigned_by_closed"), ["assigned_by", "closed"], unique=False)
        batch_op.create_index(batch_op.f("ix_work_directive_id"), ["directive_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_work_home_id_closed_due_on"), ["home_id", "closed", "due_on"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_work_lead_id_closed_due_on"), ["lead_id", "closed", "due_on"], unique=False
        )

    op.create_table(
        "support",
        sa.Column("work_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_support_unit_id")),
        sa.ForeignKeyConstraint(["work_id"], ["work.id"], name=op.f("fk_support_work_id")),
        sa.PrimaryKeyConstraint("work_id", "unit_id", name=op.f("pk_support")),
    )
    with op.batch_alter_table("support", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_support_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "evidence",
        sa.Column("work_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("taken_back", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_evidence_document_id")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_evidence_event_id")),
        sa.ForeignKeyConstraint(["work_id"], ["work.id"], name=op.f("fk_evidence_work_id")),
        sa.PrimaryKeyConstraint("work_id", "document_id", name=op.f("pk_evidence")),
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_notice_event_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_person_id_shown_at"), ["person_id", "shown_at"], unique=False)

    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.add_column(sa.Column("work_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("acting_for_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("medium", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("chat_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("first_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("undoes_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_event_work_id"), ["work_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_event_first_id"), "event", ["first_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_event_work_id"), "work", ["work_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_event_undoes_id"), "event", ["undoes_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_event_acting_for_id"), "person", ["acting_for_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_event_chat_id"), "chat", ["chat_id"], ["id"])
    if op.get_bind().dialect.name == "postgresql":  # what lies below a path is a range of the index, letter by letter
        op.execute('ALTER TABLE unit ALTER COLUMN key TYPE VARCHAR COLLATE "C"')
    _only_grow()


def _only_grow() -> None:
    """Nothing changes or deletes what the record says. A later rebuild of the table on SQLite must make these anew."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER event_no_{verb} BEFORE {verb.upper()} ON event "
                "BEGIN SELECT RAISE(ABORT, 'the record can only grow'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION event_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the record can only grow'; END $$"
    )
    op.execute(
        "CREATE TRIGGER event_only_grows BEFORE UPDATE OR DELETE ON event "
        "FOR EACH ROW EXECUTE FUNCTION event_only_grows()"
    )


def downgrade() -> None:
    # An older program knows no work and no chats: they go, the record of them stays.
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER event_no_{verb}")
    else:
        op.execute("DROP TRIGGER event_only_grows ON event")
        op.execute("DROP FUNCTION event_only_grows()")
        op.execute('ALTER TABLE unit ALTER COLUMN key TYPE VARCHAR COLLATE "default"')
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_event_chat_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_event_acting_for_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_event_undoes_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_event_work_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_event_first_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_event_work_id"))
        batch_op.drop_column("undoes_id")
        batch_op.drop_column("first_id")
        batch_op.drop_column("chat_id")
        batch_op.drop_column("medium")
        batch_op.drop_column("acting_for_id")
        batch_op.drop_column("work_id")

    op.drop_table("notice")
    op.drop_table("evidence")
    op.drop_table("support")
    op.drop_table("work")
    op.drop_table("directive")
    op.drop_table("report_duty")
    op.drop_table("invitation")
    op.drop_table("document")
    op.drop_table("dialogue")
    op.drop_table("chat")
    op.drop_table("acting")
    op.drop_table("update_seen")
    op.drop_table("attempt")
