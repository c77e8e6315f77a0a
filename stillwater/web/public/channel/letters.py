"""Letters about new pages, by double opt-in: asking, the link of the first letter, and the end."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from stillwater.channel.actions import letters
from stillwater.channel.queries.shelf import shelf
from stillwater.web.shared.doors import door
from stillwater.web.shared.households import asked_too_much
from stillwater.web.shared.http import NotHere, Request, posted


class Wish(forms.Form):
    email = forms.EmailField(
        label=_("Your e-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    topics = forms.MultipleChoiceField(label=_("About"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["topics"].choices = [(topic.slug, topic.title) for topic in shelf("en").topics]  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
@door(anyone=True)
def ask(request: Request) -> HttpResponse:
    """Ask for letters. The answer says nothing about who has them already."""
    form = Wish(posted(request))
    if form.is_valid() and asked_too_much(request, "channel-letters"):
        form.add_error("email", _("Too many were asked for from here today. Try again tomorrow."))
    if form.is_valid():
        letters.ask(email=form.cleaned_data["email"], topics=form.cleaned_data["topics"], at=request.at)
        return render(request, "channel/letters.html", {"sent": True})
    return render(request, "channel/letters.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@door(anyone=True)
def confirm(request: Request, token: str) -> HttpResponse:
    """The first letter's link asks once more: a mail program that opens links by itself confirms nothing."""
    if request.method == "POST":
        if letters.confirm(token=token, at=request.at) is None:
            return render(request, "channel/letters.html", {"too_old": True}, status=410)
        return render(request, "channel/letters.html", {"confirmed": True})
    if not letters.knows(token):
        raise NotHere
    return render(request, "channel/letters.html", {"confirming": True})


@require_http_methods(["GET", "HEAD", "POST"])
@door(anyone=True)
def end(request: Request, token: str) -> HttpResponse:
    """No more letters: the address is forgotten."""
    if request.method == "POST":
        letters.end(token=token, at=request.at)
        return render(request, "channel/letters.html", {"ended": True})
    return (
        render(request, "channel/letters.html", {"ending": True})
        if letters.knows(token)
        else redirect("channel_letters")
    )
