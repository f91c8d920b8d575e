"""Revisions of questions and criteria against lost edits, and what a question's kind needs."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("calls", "0001_calls"),
    ]

    operations = [
        migrations.AddField(
            model_name="criterion",
            name="revision",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="question",
            name="revision",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "choice"), models.Q(("choices", []), _negated=True)),
                    models.Q(models.Q(("kind", "choice"), _negated=True), ("choices", [])),
                    _connector="OR",
                ),
                name="question_choices_where_one_chooses",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("smallest__isnull", True),
                    ("largest__isnull", True),
                    ("largest__gte", models.F("smallest")),
                    _connector="OR",
                ),
                name="question_largest_from_smallest",
            ),
        ),
    ]
