"""When each part of the program last showed that it is alive."""

from __future__ import annotations

from django.db import models


class Heartbeat(models.Model):
    """One row a name. The beat sends a message a minute, a worker answers it by writing ``beaten_at``:
    a young row means that beat, broker and worker all run.
    """

    name = models.CharField(max_length=40, primary_key=True)
    beaten_at = models.DateTimeField()

    class Meta:
        verbose_name = "运行心跳"

    def __str__(self) -> str:
        return f"{self.name} {self.beaten_at:%Y-%m-%d %H:%M:%S}"
