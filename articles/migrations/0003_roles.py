"""The four roles of the newsroom as groups that people may edit, and the review policy that holds for all."""

from django.db import migrations

OF_ARTICLE = {
    "submit_article": "Can submit own articles",
    "edit_any_article": "Can edit everybody's articles",
    "approve_article": "Can approve and request changes",
    "publish_article": "Can schedule, publish, take down and correct",
    "pin_article": "Can pin",
    "boost_article": "Can boost and bury",
    "review_doubt": "Can admit or discard doubtful views",
    "break_glass": "Can publish without approval, with a reason",
    "add_article": "Can add article",
    "change_article": "Can change article",
    "view_article": "Can view article",
}
WRITER = ["add_article", "change_article", "view_article", "submit_article", "add_cover", "change_cover", "view_cover"]
EDITOR = [*WRITER, "edit_any_article", "approve_article", "add_author", "change_author", "view_author",
          "view_category"]
PUBLISHER = [*WRITER, "edit_any_article", "publish_article", "pin_article", "boost_article", "view_category"]
CHIEF = [*dict.fromkeys([*EDITOR, *PUBLISHER]), "break_glass", "review_doubt", "add_category", "change_category",
         "add_reviewpolicy", "change_reviewpolicy", "delete_reviewpolicy", "view_reviewpolicy",
         "add_user", "change_user", "view_user", "view_group", "change_group"]
ROLES = {"Writers": WRITER, "Editors": EDITOR, "Publishers": PUBLISHER, "Chiefs": CHIEF}
MODELS = {"user": "auth", "group": "auth"}


def _permission(apps, codename):
    model = "article" if codename in OF_ARTICLE else codename.split("_", 1)[1]
    ContentType = apps.get_model("contenttypes", "ContentType")
    content_type, _new = ContentType.objects.get_or_create(app_label=MODELS.get(model, "articles"), model=model)
    name = OF_ARTICLE.get(codename, f"Can {codename.replace('_', ' ')}")
    permission, _new = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": name}
    )
    return permission


def make_roles(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for name, codenames in ROLES.items():
        group, _new = Group.objects.get_or_create(name=name)
        group.permissions.add(*[_permission(apps, codename) for codename in codenames])
    apps.get_model("articles", "ReviewPolicy").objects.get_or_create(category=None, defaults={"approvals": 1})


def keep_roles(apps, schema_editor):
    """People may sit in the groups by now, so going back leaves them."""


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0002_guards"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_roles, keep_roles)]
