from django.db import migrations

from yuanba.cases import template


def install(apps, schema_editor):
    names = ("Category", "LevelTerm", "WorkHours")
    template.install(*(apps.get_model("cases", name) for name in names))


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0001_initial'),
    ]

    operations = [
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
