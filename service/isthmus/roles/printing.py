"""Which approved definitions go into the file of a chart."""

from collections.abc import Iterable, Iterator

from isthmus.people import Person
from isthmus.raci.model import Filed as FiledChart
from isthmus.raci.rights import all_may_read
from isthmus.roles.model import Filed, Version
from isthmus.roles.rights import may_read
from isthmus.roles.subject import subject_of_column

Approved = tuple[Filed, Version]  # a definition, and its version in force


def printed_with(
    chart: FiledChart, approved: Iterable[Approved], readers: Iterable[Person]
) -> Iterator[Version]:
    """Give the definitions of a chart's roles, in the order of its columns, each once.

    A file is handed on: only what the chart's groups and all these ``readers`` may read.
    """
    people = list(readers)
    open_ones = {
        filed.id: version
        for filed, version in approved
        if all_may_read(chart.readers, filed.readers)
        and all(may_read(filed, person) for person in people)
    }
    subjects = [subject_of_column(column) for column in chart.chart.columns]
    ids = (
        id_
        for subject in subjects
        for id_, version in open_ones.items()
        if subject.is_of(version.definition)
    )
    return (open_ones[id_] for id_ in dict.fromkeys(ids))
