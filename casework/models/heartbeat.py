"""When each part of the program last showed that it is alive."""

from __future__ import annotations

from django.db import models

# The row that the beat itself writes; every other is a worker's.
BEAT = "beat"
# The worker of the general queue; the other queues go by their own names.
WORKER = "worker"


class Heartbeat(models.Model):
    """One row a name. The beat sends a message a minute and notes it under its own name; a worker answers by
    writing ``beaten_at``: a young row of a worker means that beat, broker and worker all run.
    """

    name = models.CharField(max_length=40, primary_key=True)
    beaten_at = models.DateTimeField()

    class Meta:
        verbose_name = "运行心跳"

    def __str__(self) -> str:
        return f"{self.name} {self.beaten_at:%Y-%m-%d %H:%M:%S}"
