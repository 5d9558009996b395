"""One log becomes several: the sequencer's row is that of the log "audit", and the hashes sealed so far become tiles."""

import django.db.models.deletion
from django.db import migrations, models

from yuanba.kernel import tiles

BATCH = 65_536


def adopt(apps, schema_editor):
    """Every checkpoint so far is of the audit log, whose tiles are written from the events' leaf hashes."""
    log_model, event, tile = (apps.get_model("audit", name) for name in ("Log", "AuditEvent", "Tile"))
    log = log_model.objects.filter(name="audit").first()
    if log is None:
        return
    apps.get_model("audit", "Checkpoint").objects.update(log=log)
    rows = event.objects.filter(sequence__lt=log.size).order_by("sequence").values_list("leaf_hash", flat=True)
    size, found = 0, {}
    while batch := [bytes.fromhex(leaf) for leaf in rows[size : size + BATCH]]:
        found |= tiles.extended(size, {place: found[place] for place in tiles.right_edge(size)}, batch)
        size += len(batch)
    tile.objects.bulk_create(
        [tile(log=log, level=level, number=number, hashes=data) for (level, number), data in found.items()],
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="sequencer", name="audit_sequencer_size"),
        migrations.RenameModel(old_name="Sequencer", new_name="Log"),
        migrations.AddField("log", "anchored", models.BigIntegerField(default=0)),
        migrations.AddField("log", "is_final", models.BooleanField(default=False)),
        migrations.AddConstraint(
            "log", models.CheckConstraint(condition=models.Q(("size__gte", 0)), name="audit_log_size")
        ),
        migrations.AddConstraint(
            "log",
            models.CheckConstraint(
                condition=models.Q(("anchored__gte", 0), ("anchored__lte", models.F("size"))),
                name="audit_log_anchored",
            ),
        ),
        migrations.CreateModel(
            name="Tile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("level", models.PositiveSmallIntegerField()),
                ("number", models.BigIntegerField()),
                ("hashes", models.BinaryField(max_length=8192)),
                (
                    "log",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tiles",
                        to="audit.log",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("log", "level", "number"), name="audit_tile_once")
                ]
            },
        ),
        migrations.CreateModel(
            name="LogEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("index", models.BigIntegerField()),
                ("body", models.TextField()),
                (
                    "log",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="audit.log",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("log", "index"), name="audit_entry_once"),
                    models.CheckConstraint(condition=models.Q(("index__gte", 0)), name="audit_entry_index"),
                ]
            },
        ),
        migrations.AddField(
            "checkpoint",
            "log",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="checkpoints",
                to="audit.log",
            ),
        ),
        migrations.RunPython(adopt, migrations.RunPython.noop),
    ]
