from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0002_approval"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="event",
            name="event_kind",
        ),
        migrations.AlterField(
            model_name="event",
            name="kind",
            field=models.CharField(
                choices=[
                    ("moved", "Moved"),
                    ("joined", "Joined"),
                    ("left", "Left"),
                    ("note", "Note"),
                    ("conclusion", "Conclusion"),
                    ("follow_up", "Follow Up"),
                    ("record", "Record"),
                    ("arranged", "Arranged"),
                    ("remark", "Remark"),
                    ("approval", "Approval"),
                    ("facts", "Facts"),
                    ("reset", "Reset"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "moved",
                            "joined",
                            "left",
                            "note",
                            "conclusion",
                            "follow_up",
                            "record",
                            "arranged",
                            "remark",
                            "approval",
                            "facts",
                            "reset",
                        ],
                    )
                ),
                name="event_kind",
            ),
        ),
    ]
