"""The meetings, and the pages that belong to none."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from meetings.room.views import setting_up
from teknologi_dialog import pages

administration = [
    # In place of the admin's own: there is one form for each, and one throttle.
    path("admin/login/", pages.admin_login),
    path("admin/password_change/", pages.admin_password_change),
    path("admin/logout/", setting_up.log_out),
    path("admin/", admin.site.urls),
]
urlpatterns = [
    path("her/", pages.here, name="here"),
    path("privatliv/", pages.privacy, name="privacy"),
    path("was/", pages.was, name="was"),
    path(".well-known/security.txt", pages.security_txt, name="security-txt"),
    path("", include("meetings.urls")),
    *(administration if settings.ADMIN else ()),
]

handler500 = "teknologi_dialog.pages.broken"
