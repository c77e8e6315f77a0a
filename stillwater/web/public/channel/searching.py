"""Search of the channel. Works without a script, forgives a slip, keeps nothing of what was asked."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from stillwater.channel.queries.finding import found, suggestions
from stillwater.channel.queries.shelf import shelf
from stillwater.web.public.channel.views import in_language, stocked
from stillwater.web.shared.doors import door
from stillwater.web.shared.http import Request


@require_safe
@door(anyone=True)
@in_language
def search(request: Request, language: str) -> HttpResponse:
    """Pages that bear the words; all topics where nothing does."""
    words = request.GET.get("q", "").replace("\x00", "")[:200].strip()
    here = stocked(language)
    answer = found(words, language) if words else None
    return render(request, "channel/search.html", {"words": words, "answer": answer, "shelf": here})


@require_safe
@door(anyone=True)
def suggest(request: Request) -> JsonResponse:
    """Titles for what is being typed."""
    language = "es" if request.GET.get("in") == "es" and shelf("es").title else "en"
    return JsonResponse({"names": suggestions(request.GET.get("q", "").replace("\x00", "")[:80], language)})
