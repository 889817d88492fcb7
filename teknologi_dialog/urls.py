"""Everything is the meetings app's, but for the admin."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [path("admin/", admin.site.urls), path("", include("meetings.urls"))]

handler500 = "meetings.views.house.broken"
