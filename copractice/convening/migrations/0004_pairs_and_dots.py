import copractice.ledger.models
import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0003_organization'),
        ('convening', '0003_convening_closes_at'),
    ]

    operations = [
        migrations.AddField(
            model_name='convening',
            name='dots_each',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='convening',
            name='has_pairs',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='convening',
            name='seats',
            field=models.PositiveSmallIntegerField(default=6),
        ),
        migrations.AddConstraint(
            model_name='convening',
            constraint=models.CheckConstraint(condition=models.Q(('dots_each__lte', 20)), name='convening_dots_within_limits'),
        ),
        migrations.AddConstraint(
            model_name='convening',
            constraint=models.CheckConstraint(condition=models.Q(('seats__gte', 1), ('seats__lte', 20)), name='convening_seats_within_limits'),
        ),
        migrations.CreateModel(
            name='Dot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('count', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField()),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='communities.community')),
                ('statement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='convening.statement')),
                ('voter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='dots', to='convening.voter')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('community', 'id'), name='dot_in_community'),
                    models.UniqueConstraint(fields=('voter', 'statement'), name='dot_once'),
                    models.CheckConstraint(condition=models.Q(('count__gte', 1), ('count__lte', 20)), name='dot_count_within_limits'),
                    copractice.ledger.models.SameCommunity(field='voter', name='dot_voter_same_community'),
                    copractice.ledger.models.SameCommunity(field='statement', name='dot_statement_same_community'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Pair',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('choice', models.SmallIntegerField(choices=[(1, 'left'), (0, "can't decide"), (-1, 'right')])),
                ('propensity', models.FloatField(blank=True, null=True)),
                ('at', models.DateTimeField()),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='communities.community')),
                ('left', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='convening.statement')),
                ('right', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='convening.statement')),
                ('voter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pairs', to='convening.voter')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('community', 'id'), name='pair_in_community'),
                    models.UniqueConstraint(models.F('voter'), django.db.models.functions.comparison.Least('left', 'right'), django.db.models.functions.comparison.Greatest('left', 'right'), name='pair_once'),
                    models.CheckConstraint(condition=models.Q(('left', models.F('right')), _negated=True), name='pair_of_two'),
                    models.CheckConstraint(condition=models.Q(('choice__in', [-1, 0, 1])), name='pair_choice_known'),
                    models.CheckConstraint(condition=models.Q(('propensity__isnull', True), models.Q(('propensity__gt', 0), ('propensity__lte', 1)), _connector='OR'), name='pair_propensity_is_a_chance'),
                    copractice.ledger.models.SameCommunity(field='voter', name='pair_voter_same_community'),
                    copractice.ledger.models.SameCommunity(field='left', name='pair_left_same_community'),
                    copractice.ledger.models.SameCommunity(field='right', name='pair_right_same_community'),
                ],
            },
        ),
    ]
