"""A checkpoint is of one log. A migration of its own: PostgreSQL alters no table in which changed rows still wait."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_several_logs")]

    operations = [
        migrations.AlterField(
            "checkpoint",
            "log",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="checkpoints",
                to="audit.log",
            ),
        ),
        migrations.RemoveConstraint("checkpoint", "audit_one_checkpoint_per_size"),
        migrations.AddConstraint(
            "checkpoint",
            models.UniqueConstraint(fields=("log", "size"), name="audit_one_checkpoint_per_size"),
        ),
    ]
