"""The export of a call's applications, as CSV or as a workbook."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from copractice.applications.actions.exporting import export
from copractice.applications.analysis.export_table import table_of
from copractice.applications.files.exports import csv_of, xlsx_of
from copractice.calls.views.pieces import led_or_404

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@never_cache
def export_applications(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Say what an export holds, and hand it out when it is asked for; each one is logged."""
    now = timezone.now()
    call = led_or_404(request, slug, code, now)
    if request.method != "POST":
        table = table_of(call, request.user, now)
        context = {"community": call.community, "call": call, "table": table}
        return render(request, "applications/staff_export.html", context)
    table, is_csv = export(call=call, actor=request.user, now=now), "csv" in request.POST
    made = (
        csv_of(table.head, table.rows) if is_csv else xlsx_of(table.head, table.rows, title=_("Applications"))
    )
    response = HttpResponse(made, content_type="text/csv; charset=utf-8" if is_csv else XLSX)
    name = f"applications-{call.code}-{now:%Y-%m-%d}.{'csv' if is_csv else 'xlsx'}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
