"""Where an answer comes from that the young person gave, and the words that they are asked in."""

from cases.questionnaires.definition import Text

# As a report keeps it (`StatusReport.origins`): the young person's own answer, and one that somebody changed after it.
OWN, OWN_CHANGED = "young_person", "young_person_changed"

# What the young person is asked where the item speaks of them to the worker.
SPOKEN = {"mastery": Text("Hvor godt klarer du disse områder?", "How well do you manage these areas?")}

# The steps of WHO-5, the highest first, as the instrument has them (WHO Regional Office for Europe, 1998).
WHO5 = "who5"
WHO5_STEPS = {
    5: Text("Hele tiden", "All of the time"),
    4: Text("Det meste af tiden", "Most of the time"),
    3: Text("Lidt mere end halvdelen af tiden", "More than half of the time"),
    2: Text("Lidt mindre end halvdelen af tiden", "Less than half of the time"),
    1: Text("Lidt af tiden", "Some of the time"),
    0: Text("På intet tidspunkt", "At no time"),
}
