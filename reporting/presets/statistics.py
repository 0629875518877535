"""External statistics that come with the sources, as a file would bring them.

The national count of homeless people, week 6 (SFI, later VIVE): all, and those aged 18 to 24; with the municipalities
of table 2-1 of the main report of the evaluation of the national homelessness strategy (Rambøll/SFI 2013). Where the
day of publication is not known, it is the last of the year.
"""

from datetime import date
from decimal import Decimal

from reporting.statistics.codes import StatisticUnit
from reporting.statistics.files import About, FileRead, Number

_COUNTED = About("hjemloese-uge-6", "Hjemløse i uge 6", "Homeless in week 6", "SFI og VIVE", StatisticUnit.COUNT)
_STREET = About(
    "hjemloese-paa-gaden", "Andel af de hjemløse, der sover på gaden", "Share of them who sleep in the street", "VIVE",
    StatisticUnit.SHARE,
)  # fmt: skip
_FIRST, _LATEST = date(2013, 12, 31), date(2024, 12, 31)

_AREAS_2013 = {
    ("", ""): {"2009": 4998, "2011": 5290, "2013": 5820},
    ("0101", ""): {"2009": 1494, "2011": 1507, "2013": 1581},
    ("0376", ""): {"2009": 120, "2013": 99},
    ("0561", ""): {"2009": 128, "2013": 144},
}
_AREAS_2024 = {
    ("", ""): {
        "2009": 4998, "2011": 5290, "2013": 5820, "2015": 6138, "2017": 6635, "2019": 6431, "2022": 5789, "2024": 5989,
    },
    ("", "18-24"): {"2009": 633, "2013": 1138, "2017": 1278, "2019": 1023, "2022": 744},
    ("0101", ""): {"2009": 1494, "2011": 1507, "2013": 1581, "2017": 1482},
    ("0101", "18-24"): {"2013": 225, "2019": 152, "2022": 149},
    ("0376", ""): {"2009": 120, "2013": 99},
    ("0561", ""): {"2009": 128, "2013": 144},
}  # fmt: skip
_SHARES = {("", ""): {"2022": 9, "2024": 8}}

Areas = dict[tuple[str, str], dict[str, int]]


def _numbers(areas: Areas) -> list[Number]:
    return [
        Number(municipality, group, period, Decimal(value))
        for (municipality, group), values in areas.items()
        for period, value in values.items()
    ]


STATISTICS = FileRead(
    versions={
        (_COUNTED, _FIRST): _numbers(_AREAS_2013),
        (_COUNTED, _LATEST): _numbers(_AREAS_2024),
        (_STREET, _LATEST): _numbers(_SHARES),
    }
)
