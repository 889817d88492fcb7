"""The admin page of users: whoever makes an account gets a link for its owner, and never knows the password."""

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache

from meetings import danish
from meetings.text import TextField

from .links import new_link

NAMES = ("first_name", "last_name", "email")
POWERS = ("is_staff", "is_superuser", "groups", "user_permissions")


class NewUserForm(forms.ModelForm):
    first_name = TextField(label="Fornavn", required=False, max_length=150)
    last_name = TextField(label="Efternavn", required=False, max_length=150)

    class Meta:
        model = User
        fields = ("username", *NAMES)

    def save(self, commit=True):
        self.instance.set_unusable_password()
        return super().save(commit)


admin.site.unregister(User)


@admin.register(User)
class Users(UserAdmin):
    add_form = NewUserForm
    add_fieldsets = [(None, {"fields": ("username", *NAMES)})]
    fieldsets = [
        (None, {"fields": ("username",)}),
        ("Navn og mail", {"fields": NAMES}),
        ("Rettigheder", {"fields": ("is_active", *POWERS)}),
    ]
    list_display = ("username", *NAMES, "is_active", "is_staff")
    actions = ("invite",)

    def response_add(self, request, obj, post_url_continue=None):
        return self.links(request, [obj])

    @admin.action(description="Lav et link, hvor brugeren vælger sin adgangskode", permissions=["change"])
    def invite(self, request, queryset):
        return self.links(request, queryset)

    def links(self, request, users):
        """Return the page with a link for each user. It answers a POST: shown once, and not compressed."""
        links = [(user.get_username(), new_link(request, user)) for user in users if self.may_invite(request, user)]
        about = {**self.admin_site.each_context(request), "title": "Link til at vælge adgangskode", "links": links}
        return never_cache(TemplateResponse)(request, "admin/links.html", about)

    def get_readonly_fields(self, request, obj=None):
        """Return what one who edits users, and is no superuser, cannot set: else they could make one of themselves."""
        return () if request.user.is_superuser else POWERS

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and may_touch(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and may_touch(request, obj)

    def may_invite(self, request, user):
        """Return whether the one who asks may: a link to a superuser's password makes a superuser of whoever has it."""
        return user.is_active and may_touch(request, user)

    def user_change_password(self, request, id, form_url=""):
        raise PermissionDenied("A password is chosen by its owner.")

    def get_deleted_objects(self, objs, request):
        """Return the names of the users alone: their meetings and seats are private."""
        _, _, lacking, protected = super().get_deleted_objects(objs, request)
        names = [f"Bruger: {user.get_username()}" for user in objs]
        counts = {"Brugere": len(names)}
        return names, counts, lacking, [self.reason(len(protected))] if protected else []

    def reason(self, meetings):
        words = danish.count(meetings, "møde", "møder")
        return (
            f"{words}, som brugeren ejer. Brugeren kan give dem videre, og ellers slettes de af sig selv efter fristen."
        )


def may_touch(request, user):
    """Return whether the one who asks may change this user, or some user: a superuser's only another can."""
    return request.user.is_superuser or not (user and user.is_superuser)
