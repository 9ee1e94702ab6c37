"""Published report files as lines and rows: docx, xlsx, html, txt and pdf, told apart by content."""

from casework.adapters.report_files.reading import MAX_FILE_BYTES, read_report_file

__all__ = ["MAX_FILE_BYTES", "read_report_file"]
