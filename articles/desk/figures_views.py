"""The screens of figures: of the site and of one article, on the page and as files."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.desk import charts, figures_article, figures_site, figures_skill, figures_spans, rules
from articles.desk.frame import answer
from articles.desk.printed import Printed, printed
from articles.desk.sheets import Sheet, download
from articles.drafting.models import Article
from articles.popularity import evaluating, figures, standing
from articles.popularity.counter_keys import READ


def site(request: HttpRequest) -> HttpResponse:
    """The figures of the site, for everybody who works here."""
    rules.person_of(request)
    now, span = timezone.now(), figures_spans.chosen(request.GET.get("span", ""))
    hours, found = figures_spans.hours_of(span, now), figures.figures(now)
    chart, trend = figures_spans.trend(figures.by_hour(now, hours=hours), span)
    reads = getattr(figures.figures(now, kind=READ), span)
    groups, most_read = figures_site.groups(now, hours), figures_site.articles(now, hours)
    beacons, skill = figures_site.beacons(now, hours, span, found), figures_skill.skill(now)
    sheets = [trend, *groups, most_read, *beacons, *([skill.means, skill.hourly] if skill else [])]
    if wanted := request.GET.get("csv"):
        return download(sheets, wanted, about=_file("site", span, now))
    return answer(
        request, "figures.html", _("Figures"), span=span, spans=figures_spans.spans(found, span), chart=chart,
        trend=trend, groups=groups, most_read=most_read, beacons=beacons, skill=skill, tab="site",
        fewest=evaluating.FEWEST_HOURS, reads=charts.number(reads),
    )  # fmt: skip


def article(request: HttpRequest, number: int) -> HttpResponse:
    """The figures of one article: of a public one for everybody who works here, of a draft for who may open it."""
    now, span = timezone.now(), figures_spans.chosen(request.GET.get("span", ""))
    known = _known(request, number, now)
    hours, found = figures_spans.hours_of(span, now), figures.figures(now, number)
    chart, trend = figures_spans.trend(figures.by_hour(now, number, hours=hours), span)
    first, places = figures_article.first_day(number, now), figures_article.places(number, now, hours)
    left = _left(number, now)
    sheets: list[Sheet] = [trend, places, left, *([first[1]] if first else [])]
    if wanted := request.GET.get("csv"):
        return download(sheets, wanted, about=_file(str(number), span, now))
    return answer(
        request, "article_figures.html", known.title if known else _("Untitled"), number=number, known=known,
        span=span, spans=figures_spans.spans(found, span), chart=chart, trend=trend, first=first, stood=places,
        reads=charts.number(getattr(figures.figures(now, number, kind=READ), span)), left=left,
        total=charts.number(standing.totals([number])[number]),
        may_open=rules.visible(rules.person_of(request)).filter(pk=number).exists(),
    )  # fmt: skip


def _known(request: HttpRequest, number: int, now: datetime) -> Printed | None:
    """The public words of the article; None for one that was never public. Raises Http404 and PermissionDenied."""
    person = rules.person_of(request)
    known = printed([number], now).get(number)
    if known is not None or rules.visible(person).filter(pk=number).exists():
        return known
    if not Article.objects.filter(pk=number).exists():
        raise Http404(_("There is no article with this number."))
    raise PermissionDenied(
        _("This article belongs to somebody else and was never public, so it has no figures.")
    )


def _left(number: int, now: datetime) -> Sheet:
    """What was not counted."""
    names = {"repeat": _("repeats"), "robot": _("robots"), "doubt": _("doubtful")}
    looks = standing.left_out(number, now=now)
    return Sheet(
        "left", _("Not counted in the last 24 hours"), [_("Kind"), _("Looks")],
        [[names[kind], looks[kind]] for kind in names],
    )  # fmt: skip


def _file(about: str, span: str, now: datetime) -> str:
    return f"figures-{about}-{span}-{timezone.localtime(now):%Y-%m-%d-%H%M}"
