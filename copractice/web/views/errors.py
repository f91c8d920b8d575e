"""Pages that say no: each says what, why and what next, and shows again what was typed."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

# What a form adds by itself, also where it adds it once for each question, like `revision-KEY`.
NOT_TYPED = {"csrfmiddlewaretoken", "form_key", "revision", "previous", "question", "next", "code", "go"}


def typed(request: HttpRequest) -> list[str]:
    """Return the texts of a refused post, the longest last, without what the form itself added."""
    sent = [(name.partition("-")[0], text) for name, text in request.POST.items()]
    texts = [text for name, text in sent if name not in NOT_TYPED and text.strip()]
    return sorted(texts, key=len)


def refused(request: HttpRequest, sentence: str, *, status: int) -> HttpResponse:
    """Show why a step was refused."""
    context = {"sentence": sentence, "typed": typed(request)}
    return render(request, "web/refused.html", context, status=status)


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Refuse a post without a valid token: nothing is stored, and the text is shown back."""
    sentence = _(
        "This form was open too long, or your browser sent no cookie. Nothing was saved. "
        "Copy your text below, open the form again, and send it once more."
    )
    return refused(request, sentence, status=403)
