"""The meetings, and the pages that belong to none."""

from django.contrib import admin
from django.urls import include, path

from teknologi_dialog import pages

urlpatterns = [
    path("admin/", admin.site.urls),
    path("her/", pages.here, name="here"),
    path("privatliv/", pages.privacy, name="privacy"),
    path("was/", pages.was, name="was"),
    path("", include("meetings.urls")),
]

handler500 = "teknologi_dialog.pages.broken"
