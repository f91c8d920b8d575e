from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('convening', '0004_pairs_and_dots'),
    ]

    operations = [
        migrations.AddField(
            model_name='analysis',
            name='kept_sha256',
            field=models.CharField(blank=True, max_length=64),
        ),
    ]
