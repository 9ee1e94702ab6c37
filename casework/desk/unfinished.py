"""What somebody typed into an act's form before going elsewhere for it: kept in the session until it is done."""

from __future__ import annotations

from django.http import HttpRequest, QueryDict

# A button of this name leaves the form; its value says where to.
LEAVE = "leave"
STATE = "unfinished_forms"
MOST = 5
_NOT_TYPED = ("csrfmiddlewaretoken", "key", LEAVE)


def keep(request: HttpRequest) -> None:
    """Keep what was typed into the form of this address. Files stay behind: a browser gives them once."""
    typed = request.POST.copy()
    for name in _NOT_TYPED:
        typed.pop(name, None)
    kept = {path: text for path, text in request.session.get(STATE, {}).items() if path != request.path}
    newest = list(kept.items())[1 - MOST :]
    request.session[STATE] = dict([*newest, (request.path, typed.urlencode())])


def kept(request: HttpRequest) -> QueryDict | None:
    """Return what was typed here before, or None."""
    text = request.session.get(STATE, {}).get(request.path)
    return QueryDict(text) if text else None


def forget(request: HttpRequest) -> None:
    """Forget what was typed here: it was done."""
    forms = request.session.get(STATE, {})
    if forms.pop(request.path, None) is not None:
        request.session[STATE] = forms
