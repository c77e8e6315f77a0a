"""What somebody keeps: a cookie on their own device with the addresses of the listings, and nothing on the server."""

from django.http import HttpResponse

from stillwater.web.shared.http import Request

COOKIE = "kept"
MOST = 30
YEAR = 365 * 86400


def kept(request: Request) -> list[str]:
    """The slugs, the newest first. What somebody wrote into the cookie themselves is harmless: it only looks up."""
    given = request.COOKIES.get(COOKIE, "")[:4000].split(".")
    return list(dict.fromkeys(slug for slug in given if slug and slug.replace("-", "").isalnum()))[:MOST]


def toggled(request: Request, answer: HttpResponse, slug: str) -> HttpResponse:
    """The answer, with this slug kept or no longer."""
    now = kept(request)
    now = [each for each in now if each != slug] if slug in now else [slug, *now][:MOST]
    answer.set_cookie(COOKIE, ".".join(now), max_age=YEAR, httponly=True, samesite="Lax", secure=request.is_secure())
    return answer
