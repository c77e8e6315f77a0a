"""Who may write, review and publish: three groups, and the workflow that leads from one to the next."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from stillwater.channel.models import ClinicalReview, Contributor
from stillwater.channel.rules.vocabulary import EDITORS, GROUPS, PUBLISHERS, REVIEWERS

PAGE_ACTS = {
    EDITORS: ("add_page", "change_page"),
    REVIEWERS: ("change_page",),
    PUBLISHERS: ("add_page", "change_page", "publish_page"),
}
WORKFLOW = "Clinical review, then publication"


@transaction.atomic
def prepare_groups() -> None:
    """The groups, what each may do, and the workflow, on the roots of all pages and pictures. Wagtail makes those, and groups that
    nobody here is in, when its tables are made: the groups go, and a root that is not there is planted again."""
    Locale.objects.get_or_create(language_code="en")
    root = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root"))
    pictures = Collection.get_first_root_node() or Collection.add_root(name="Root")
    for name, acts in PAGE_ACTS.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
        for act in acts:
            _may(GroupPagePermission, group, "wagtailcore", act, page=root)
        for act in ("add_image", "choose_image") if name != REVIEWERS else ("choose_image",):
            _may(GroupCollectionPermission, group, "wagtailimages", act, collection=pictures)
    for codename in ("add_contributor", "change_contributor"):
        permission = Permission.objects.get(content_type__app_label="channel", codename=codename)
        Group.objects.get(name=PUBLISHERS).permissions.add(permission)
    Group.objects.filter(name__in=("Editors", "Moderators")).delete()
    _prepare_workflow(root)


def _may(model: type[Any], group: Group, app: str, codename: str, **where: Any) -> None:
    permission = Permission.objects.get(content_type__app_label=app, codename=codename)
    model.objects.get_or_create(group=group, permission=permission, **where)


def _prepare_workflow(root: Page) -> None:
    workflow, made = Workflow.objects.get_or_create(name=WORKFLOW)
    if made:
        review = ClinicalReview.objects.create(name="Clinical review")
        review.groups.set(Group.objects.filter(name=REVIEWERS))
        publish = GroupApprovalTask.objects.create(name="Publication")
        publish.groups.set(Group.objects.filter(name=PUBLISHERS))
        for order, task in enumerate((review, publish)):
            WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
        WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
        Workflow.objects.exclude(pk=workflow.pk).update(active=False)


@transaction.atomic
def appoint(*, person: Any, role: str, credentials: str = "", about: str = "") -> Contributor:
    """Let somebody write ("editor"), review ("reviewer") or publish ("publisher"); their name then stands on what they do.
    Raises KeyError for another role."""
    prepare_groups()
    person.groups.add(Group.objects.get(name=GROUPS[role]))
    contributor, _ = Contributor.objects.get_or_create(person=person, defaults={"name": person.name})
    contributor.credentials, contributor.about = credentials or contributor.credentials, about or contributor.about
    contributor.save()
    return contributor


@transaction.atomic
def dismiss(*, person: Any) -> int:
    """Take every group of the channel away. What the person wrote and reviewed keeps their name. Returns how many groups."""
    found = person.groups.filter(name__in=PAGE_ACTS)
    count = found.count()
    person.groups.remove(*found)
    return count
