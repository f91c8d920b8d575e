"""That this database is a demo: one row, written when it was made and never later."""

from django.db import models


class Demo(models.Model):
    """The fact of being a demo, and the day its story counts from."""

    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="demo_is_one_row")]

    def __str__(self) -> str:
        return f"Demo made {self.made_at:%Y-%m-%d}"
