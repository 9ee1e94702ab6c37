"""检索记录: where, with what words and by whom information was looked for (条例第三十六条第四项)."""

from __future__ import annotations

from django.db import models

from casework.law.search_record import SearchFact
from casework.models.attachment import Attachment
from casework.models.case import Case
from casework.models.matter import Matter
from casework.models.user import User


class SearchRecord(models.Model):
    """One search, for one matter or (``matter`` empty) for the whole request. Written once.

    ``keyword_sets`` holds one text a set. ``checked_by`` is the second person who looked, in words.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="search_records", verbose_name="办件")
    matter = models.ForeignKey(
        Matter, models.SET_NULL, null=True, blank=True, related_name="search_records", verbose_name="事项"
    )
    places = models.CharField("检索处所", max_length=200)
    systems = models.CharField("检索的系统或目录", max_length=200)
    keyword_sets = models.JSONField("关键词", default=list)
    period = models.CharField("时间段", max_length=100)
    paper_archive = models.CharField("纸质档案检索情况", max_length=200, blank=True)
    searched_by = models.CharField("检索人", max_length=60)
    searched_on = models.DateField("检索日期")
    found = models.BooleanField("检索到相关信息")
    result = models.TextField("检索结果说明", blank=True)
    checked_by = models.CharField("复核人", max_length=60, blank=True)
    files = models.ManyToManyField(Attachment, related_name="+", blank=True, verbose_name="附件")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "检索记录"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.searched_on} {self.places}"

    def fact(self) -> SearchFact:
        """Return the search as the law reads it."""
        return SearchFact(
            places=self.places,
            systems=self.systems,
            keyword_sets=tuple(self.keyword_sets),
            period=self.period,
            searched_by=self.searched_by,
            searched_on=self.searched_on,
            found=self.found,
            paper_archive=self.paper_archive,
        )
