"""The admin pages on which a theme is written: its sections, questions, prompts and sources."""

from django.contrib import admin

from meetings.admin_pages import TEXT_FIELDS, UsedInMeetings

from .models import PHASES, Prompt, Question, Section, Source, Theme


class SectionInline(admin.StackedInline):
    model = Section
    formfield_overrides = TEXT_FIELDS
    extra = 0


class QuestionInline(admin.TabularInline):
    model = Question
    formfield_overrides = TEXT_FIELDS
    extra = 0
    exclude = [f"{phase}_guide" for phase in PHASES]
    show_change_link = True  # these and the prompts are on the question's own page


class SourceInline(admin.StackedInline):
    model = Source
    formfield_overrides = TEXT_FIELDS
    extra = 0


class PromptInline(admin.TabularInline):
    model = Prompt
    formfield_overrides = TEXT_FIELDS
    extra = 0


@admin.register(Theme)
class ThemeAdmin(UsedInMeetings):
    list_display = ("title", "series", "publisher")
    prepopulated_fields = {"slug": ("title",)}
    inlines = (SectionInline, QuestionInline, SourceInline)


@admin.register(Question)
class QuestionAdmin(admin.ModelAdmin):
    formfield_overrides = TEXT_FIELDS
    list_display = ("text", "theme", "position")
    list_filter = ("theme",)
    inlines = (PromptInline,)
