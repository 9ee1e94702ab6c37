"""What the applicants' forms share: fields with Chinese sentences, several files in one field."""

from __future__ import annotations

from typing import Any, Self

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import RegexValidator
from django.forms.utils import ErrorDict

from casework.adapters.kept_forms import KeptForm
from casework.adapters.uploads import ALLOWED_NAMES, MAX_FILE_BYTES, MAX_FILES

ATTACHMENT_HINT = (
    f"最多{MAX_FILES}个，每个不超过{MAX_FILE_BYTES // 1024 // 1024}MB，接受{ALLOWED_NAMES}。可以直接用手机拍照。"
)
_ACCEPT = ".pdf,.docx,.xlsx,.ofd,image/jpeg,image/png"


class PortalForm(KeptForm):
    """A form whose fields are marked for the browser as little as possible: the server judges."""

    use_required_attribute = False

    def unjudged(self) -> Self:
        """Show what was typed without judging it: the page was only to look different."""
        self._errors = ErrorDict()
        return self


def text(label: str, *, missing: str = "", length: int, hint: str = "", **attributes: str) -> forms.CharField:
    """Return a line of text; required when ``missing`` says what to write in the error."""
    return forms.CharField(
        label=label,
        max_length=length,
        required=bool(missing),
        help_text=hint,
        widget=forms.TextInput(attrs=attributes),
        error_messages={
            "required": missing,
            "max_length": f"{label}最多{length}个字，现在是%(show_value)d个字",
        },
    )


def long_text(label: str, *, missing: str, length: int, hint: str = "", rows: int = 8) -> forms.CharField:
    """Return a text of several lines."""
    return forms.CharField(
        label=label,
        max_length=length,
        required=bool(missing),
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing, "max_length": f"{label}最多{length}个字，现在是%(show_value)d个字"},
    )


def one_of(label: str, choices: list[tuple[str, str]], *, missing: str, hint: str = "", **options: Any):
    """Return a question with one answer, drawn as large rows."""
    return forms.ChoiceField(
        label=label,
        choices=choices,
        help_text=hint,
        widget=forms.RadioSelect,
        error_messages={"required": missing, "invalid_choice": missing},
        **options,
    )


def telephone(*, missing: str = "", label: str = "联系电话") -> forms.CharField:
    """Return a telephone number, loosely checked: extensions and foreign numbers are fine."""
    field = text(label, missing=missing, length=40, autocomplete="tel", inputmode="tel")
    field.validators.append(
        RegexValidator(r"^(?=(?:\D*\d){7})[\d\s()+\-－（）转,，*#]+$", f"{label}应为至少7位数字，例如13800000000")
    )
    return field


class FilesInput(forms.ClearableFileInput):
    """A file field that takes several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; what they may be is judged by content, elsewhere."""

    widget = FilesInput(attrs={"accept": _ACCEPT, "data-shrink-photos": "2400"})

    def to_python(self, data: Any) -> list[UploadedFile]:
        # Empty files come through: their refusal names the file.
        return [file for file in data or [] if file]

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        return self.to_python(files)


def attachments(label: str = "选择文件", hint: str = ATTACHMENT_HINT) -> FilesField:
    """Return the field for attachments."""
    return FilesField(label=label, required=False, help_text=hint)
