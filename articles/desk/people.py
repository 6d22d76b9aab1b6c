"""The rare tables: people, groups, categories, authors and policies, in the stock admin's forms."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin import AdminSite
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.desk import accounts_confirming, accounts_policy, roles
from articles.desk.frame import answer
from articles.desk.models import Safety
from articles.desk.watched import Guarded, Plain, Shown, Table, Watched
from articles.drafting.models import Author, Category
from articles.review.models import ReviewPolicy

# The rights that open a door somewhere; all the others of the database would change nothing.
GRANTABLE = [
    "view_article", "add_article", "change_article", "submit_article", "edit_any_article", "approve_article",
    "publish_article", "pin_article", "boost_article", "review_doubt",
    "break_glass", "add_cover", "change_cover", "view_cover",
    "view_author", "add_author", "change_author", "view_category", "add_category", "change_category",
    "view_reviewpolicy", "add_reviewpolicy", "change_reviewpolicy", "delete_reviewpolicy",
    "view_user", "add_user", "change_user", "view_group", "change_group",
]  # fmt: skip


class Rights(forms.ModelMultipleChoiceField):
    """Boxes to tick, one a right, in words."""

    def label_from_instance(self, obj: Any) -> str:
        return roles.right(obj)


class PersonForm(Watched, UserChangeForm):
    default_renderer = DjangoTemplates
    lost = forms.BooleanField(
        label=gettext_lazy("Take the second factors away"), required=False,
        help_text=gettext_lazy(
            "For somebody who lost phone and recovery codes. The password is enough again until they set up new ones; "
            "every browser of theirs is signed out, and they get a mail."
        ),
    )  # fmt: skip


class NewPersonForm(AdminUserCreationForm):
    default_renderer = DjangoTemplates


class GivenPassword(AdminPasswordChangeForm):
    default_renderer = DjangoTemplates


class PersonAdmin(Guarded, UserAdmin):
    """Accounts. Whoever is no superuser neither makes one nor touches one."""

    form, add_form, change_password_form = PersonForm, NewPersonForm, GivenPassword
    list_display = ["username", "first_name", "last_name", "email", "is_active", "factor", "last_login"]
    list_filter = ["is_active", ("groups", roles.ByRole)]
    ordering = ["username"]
    filter_horizontal = []
    fieldsets = [
        (None, {"fields": ["username", "password", "seen"]}),
        (gettext_lazy("Person"), {"fields": ["first_name", "last_name", "email"]}),
        (gettext_lazy("Rights"), {"fields": ["is_active", "is_staff", "groups"]}),
        (gettext_lazy("Second factor"), {"fields": ["factor", "lost"]}),
    ]
    readonly_fields = ["factor"]
    add_fieldsets = [
        (None, {"classes": ["wide"], "fields": ["username", "usable_password", "password1", "password2"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return accounts_policy.people()

    @admin.display(boolean=True, description=gettext_lazy("Second factor"))
    def factor(self, person: Any) -> bool:
        """Whether the person has an authenticator app or a passkey."""
        return bool(getattr(person, "has_factor", False))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        rows = super().get_fieldsets(request, obj)
        if obj is None or not request.user.is_superuser:
            return rows
        return [*rows, (gettext_lazy("Everything"), {"fields": ["is_superuser"]})]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        boxes = {"widget": forms.CheckboxSelectMultiple(), "form_class": roles.Roles}
        return super().formfield_for_manytomany(db_field, request, **{**kwargs, **boxes})

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or not obj.is_superuser or bool(request.user.is_superuser))

    def user_change_password(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.has_change_permission(request):
            accounts_confirming.need(request)
        return super().user_change_password(request, *args, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody is deleted: names stand in the audit. An account is switched off."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A new account is one of the desk, for readers need none."""
        obj.is_staff = obj.is_staff or not change
        super().save_model(request, obj, form, change)
        if change and form.cleaned_data.get("lost"):
            accounts_policy.take_factors_away(obj, request)


class SafetyInline(admin.StackedInline):
    """Whether the role asks for more than a password."""

    model, form = Safety, Plain
    can_delete = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("auth.view_group") or request.user.has_perm("auth.change_group")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("auth.change_group")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("auth.change_group")


class RoleAdmin(Guarded, GroupAdmin):
    """Groups and what they may."""

    form = Plain
    list_display = ["role"]
    inlines = [SafetyInline]
    filter_horizontal = []

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The page and the way to it call the role as its readers do."""
        if role := kwargs.get("obj"):
            context["subtitle"] = roles.name(role)
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description=gettext_lazy("role"), ordering="name")
    def role(self, group: Group) -> str:
        """Its name, in the language of whoever reads."""
        return roles.name(group)

    def formfield_for_manytomany(self, db_field: Any, request: Any = None, **kwargs: Any) -> Any:
        found = Permission.objects.filter(
            codename__in=GRANTABLE, content_type__app_label__in=["articles", "auth"]
        )
        kwargs |= {
            "queryset": found.order_by("content_type", "codename"),
            "widget": forms.CheckboxSelectMultiple(),
        }
        return admin.ModelAdmin.formfield_for_manytomany(self, db_field, request, form_class=Rights, **kwargs)


class CategoryAdmin(Shown):
    """Sections in the order of the navigation."""

    form = Plain
    fields = ["name", "slug", "position", "description", "seen"]
    list_display = ["name", "slug", "position", "description"]
    ordering = ["position", "name"]
    search_fields = ["name", "slug"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """The slug is part of what was approved, so it never changes."""
        return ["slug"] if obj else []


class AuthorAdmin(Shown):
    """Bylines."""

    form = Plain
    list_display = ["name", "slug", "user"]
    list_select_related = ["user"]
    ordering = ["name"]
    search_fields = ["name", "slug"]
    fields = ["name", "slug", "bio", "user", "seen"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Name and address stand in printed copies, so they stay."""
        return ["name", "slug"] if obj else []

    def formfield_for_foreignkey(self, db_field: Any, request: Any = None, **kwargs: Any) -> Any:
        if db_field.name == "user":
            kwargs["queryset"] = User.objects.filter(is_active=True).order_by("username")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class ReviewPolicyAdmin(Table):
    """How many approvals, and by whom."""

    form = Plain
    list_display = ["__str__", "approvals", "role", "comments_resolved"]
    list_select_related = ["category", "group"]
    ordering = ["category__position", "id"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReviewPolicy]:
        return super().get_queryset(request).select_related("category", "group")

    @admin.display(description=gettext_lazy("only by members of"), empty_value="–")
    def role(self, policy: ReviewPolicy) -> str | None:
        """Whose approvals count, in the language of whoever reads."""
        return roles.name(policy.group) if policy.group else None

    def formfield_for_foreignkey(self, db_field: Any, request: Any = None, **kwargs: Any) -> Any:
        if db_field.name == "group":
            kwargs["form_class"] = roles.Role
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


TABLES: dict[Any, Any] = {
    Category: CategoryAdmin, Author: AuthorAdmin, ReviewPolicy: ReviewPolicyAdmin, User: PersonAdmin, Group: RoleAdmin,
}  # fmt: skip


def register(site: AdminSite) -> None:
    """Put the tables on the site, once."""
    for model, table in TABLES.items():
        if not site.is_registered(model):
            site.register(model, table)


def tables(request: HttpRequest) -> HttpResponse:
    """The tables this person may change, in plain words."""
    from articles.desk.site import site

    found = [app for app in site.get_app_list(request) if app["models"]]
    if not found:
        raise PermissionDenied(_("Only chiefs and editors look after these lists."))
    rows = [model for app in found for model in app["models"]]
    return answer(request, "tables.html", _("Newsroom"), rows=rows)
