"""What an import into a programme can read, and by which questionnaire its reports are kept."""

from cases.programmes.models import Programme
from cases.questionnaires.definition import Item
from cases.questionnaires.models import ItemVersion
from cases.questionnaires.queries import current


def items_known(programme: Programme) -> list[Item]:
    """The items that the programme asks, and all others in the version that was added last."""
    questionnaire = current(programme)
    asked = list(questionnaire.asked) if questionnaire else []
    others = {version.code: version.item for version in ItemVersion.objects.order_by("pk")}
    return asked + [item for code, item in others.items() if code not in {item.code for item in asked}]
