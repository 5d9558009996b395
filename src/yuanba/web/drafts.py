"""What somebody typed survives a session that ran out: kept in the browser's session until the page opens again."""

from urllib.parse import urlsplit

from django.http import HttpRequest, QueryDict

LIMIT = 64 * 1024  # characters of one kept form
SECRETS = {"csrfmiddlewaretoken", "request_key", "password", "code", "totp", "id_number", "payee_number"} | {
    "old_password", "new_password", "password_again"
}  # fmt: skip


def page_of(request: HttpRequest) -> str:
    """The address of the page whose form was sent: the referring page of this site, else the form's own target."""
    referrer = urlsplit(request.META.get("HTTP_REFERER", ""))
    if referrer.netloc == request.get_host() and referrer.path:
        return referrer.path + (f"?{referrer.query}" if referrer.query else "")
    return request.path


def keep(request: HttpRequest) -> str:
    """The sent fields (never secrets, never files) wait for their page; returns that page's address."""
    page = page_of(request)
    values = request.POST.copy()
    for name in SECRETS & values.keys():
        del values[name]
    encoded = values.urlencode()
    if len(encoded) <= LIMIT:
        request.session["kept_form"] = {"page": page, "values": encoded}
    return page


def take(request: HttpRequest) -> QueryDict | None:
    """What waits for this page, once; None if nothing does."""
    kept = request.session.get("kept_form")
    if not kept or kept["page"] != request.get_full_path():
        return None
    del request.session["kept_form"]
    return QueryDict(kept["values"])
