"""The log (one hash chain for each community), who saw what, and the one-community constraint.

The ledger stands above people and communities, so it holds their ids without foreign keys: a person as
the random key that `people` can drop, a community as its number (0 is the site itself).
"""

from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement

SITE = 0


class LogEntry(models.Model):
    """One act: who did what to which record, and the hash that binds it to the act before it."""

    community_id = models.BigIntegerField()
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    actor_key = models.UUIDField(null=True)
    act = models.CharField(max_length=80)
    record = models.CharField(max_length=80)
    record_id = models.CharField(max_length=40)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community_id", "seq"], name="log_entry_seq_once"),
            models.CheckConstraint(condition=models.Q(seq__gte=1), name="log_entry_seq_from_one"),
        ]
        indexes = [models.Index(fields=["community_id", "record", "record_id"], name="log_entry_by_record")]

    def __str__(self) -> str:
        return f"{self.community_id}/{self.seq} {self.act}"


class LogHead(models.Model):
    """The last link of a community's chain; its row lock puts acts in order."""

    community_id = models.BigIntegerField(primary_key=True)
    seq = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.community_id}/{self.seq}"


class Access(models.Model):
    """That a person saw a sensitive record on a day; once for each person, record and day."""

    community_id = models.BigIntegerField()
    viewer_key = models.UUIDField()
    record = models.CharField(max_length=80)
    record_id = models.CharField(max_length=40)
    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community_id", "record", "record_id", "viewer_key", "day"],
                name="access_once_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record} {self.record_id} on {self.day}"


class SameCommunity(models.BaseConstraint):
    """A foreign key that also carries the community, so that the database refuses a link across.

    The target needs a unique constraint on (community, id). Null links stay allowed.
    """

    def __init__(self, *, field: str, name: str) -> None:
        super().__init__(name=name)
        self.field = field

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SameCommunity) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash((self.name, self.field))

    def constraint_sql(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> str:
        """Return the constraint as it stands inside CREATE TABLE."""
        field = model._meta.get_field(self.field)
        quote = schema_editor.quote_name
        target = field.remote_field.model._meta.db_table
        return (
            f"CONSTRAINT {quote(self.name)} FOREIGN KEY (community_id, {quote(field.column)}) "
            f"REFERENCES {quote(target)} (community_id, id) DEFERRABLE INITIALLY IMMEDIATE"
        )

    def create_sql(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> Statement:
        """Return the statement that adds the constraint to an existing table."""
        return Statement(
            "ALTER TABLE %(table)s ADD %(constraint)s",
            table=schema_editor.quote_name(model._meta.db_table),
            constraint=self.constraint_sql(model, schema_editor),
        )

    def remove_sql(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> Statement:
        """Return the statement that removes the constraint."""
        return Statement(
            "ALTER TABLE %(table)s DROP CONSTRAINT %(name)s",
            table=schema_editor.quote_name(model._meta.db_table),
            name=schema_editor.quote_name(self.name),
        )

    def validate(self, model: Any, instance: Any, exclude: Any = None, using: str = "default") -> None:
        """Leave the check to the database; actions read both rows through one community's gate."""

    def deconstruct(self) -> tuple[str, tuple[()], dict[str, Any]]:
        """Return what a migration writes down."""
        path, _args, kwargs = super().deconstruct()
        return path, (), {**kwargs, "field": self.field}
