"""What the people who run the house look after: themes and committees. Meetings and notes are private and not here."""

from django import forms
from django.contrib import admin

from meetings import danish
from meetings.models import Committee, Prompt, Question, Section, Source, Theme

admin.site.site_header = admin.site.site_title = "Teknologi-dialog"
admin.site.index_title = "Temaer, udvalg og brugere"


class SectionForm(forms.ModelForm):
    def clean_body(self):
        """As a fixture has it: an empty line parts two paragraphs, whatever line ends the browser sends."""
        return self.cleaned_data["body"].replace("\r\n", "\n")


class SectionInline(admin.StackedInline):
    model = Section
    form = SectionForm
    extra = 0


class QuestionInline(admin.TabularInline):
    model = Question
    extra = 0
    show_change_link = True  # the prompts are there


class SourceInline(admin.StackedInline):
    model = Source
    extra = 0


class PromptInline(admin.TabularInline):
    model = Prompt
    extra = 0


class UsedInMeetings(admin.ModelAdmin):
    """What meetings point at cannot be deleted. The reason is told in numbers: whose meetings they are is private."""

    def get_deleted_objects(self, objs, request):
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        return deleted, counts, lacking, [self.reason(len(protected))] if protected else []

    def reason(self, meetings):
        words = danish.count(meetings, "møde", "møder")
        return f"{words}, som mødelederen kan slette, og som ellers slettes af sig selv efter fristen. Så kan du slette her."


@admin.register(Theme)
class ThemeAdmin(UsedInMeetings):
    list_display = ("title", "series", "publisher")
    prepopulated_fields = {"slug": ("title",)}
    inlines = (SectionInline, QuestionInline, SourceInline)


@admin.register(Question)
class QuestionAdmin(admin.ModelAdmin):
    list_display = ("text", "theme", "position")
    list_filter = ("theme",)
    inlines = (PromptInline,)


@admin.register(Committee)
class CommitteeAdmin(UsedInMeetings):
    list_display = ("name", "organisation", "parent_name")
    search_fields = ("name", "organisation")
