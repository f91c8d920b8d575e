from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("applications", "0001_applications"),
    ]

    operations = [
        migrations.AddField(
            model_name="receipt",
            name="content",
            field=models.TextField(default=""),
            preserve_default=False,
        ),
    ]
