import copractice.ledger.models
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('convening', '0001_convening'),
    ]

    operations = [
        migrations.AlterField(
            model_name='vote',
            name='value',
            field=models.SmallIntegerField(choices=[(1, 'agree'), (0, 'pass'), (-1, 'disagree')]),
        ),
        migrations.AddConstraint(
            model_name='vote',
            constraint=models.UniqueConstraint(fields=('community', 'id'), name='vote_in_community'),
        ),
        migrations.CreateModel(
            name='CarriedVote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('replaced_value', models.SmallIntegerField(blank=True, null=True)),
                ('replaced_at', models.DateTimeField(blank=True, null=True)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='communities.community')),
                ('merged', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='convening.statement')),
                ('vote', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='convening.vote')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('merged', 'vote'), name='carried_vote_once'),
                    models.CheckConstraint(condition=models.Q(models.Q(('replaced_at__isnull', True), ('replaced_value__isnull', True)), models.Q(('replaced_at__isnull', False), ('replaced_value__isnull', False)), _connector='OR'), name='carried_vote_replaced_whole'),
                    copractice.ledger.models.SameCommunity(field='merged', name='carried_vote_merged_same_community'),
                    copractice.ledger.models.SameCommunity(field='vote', name='carried_vote_vote_same_community'),
                ],
            },
        ),
    ]
