"""The order of a Danish list, worked out by the database: æ, ø and å after z, and aa as å.

What `identity.sort_key` says of young people, whose key is stored and indexed, for names that stand in short lists.
"""

from django.db.models import Func, TextField, Value

_COMPOSED = "replace(lower(normalize(%(expressions)s, NFC)), 'aa', 'å')"

_NEIGHBOURS = f"translate({_COMPOSED}, 'äöőœüűłđðı', 'æøøøyylddi')"

_AFTER_Z = f"replace(replace(replace(replace({_NEIGHBOURS}, 'þ', 'th'), 'æ', 'zza'), 'ø', 'zzb'), 'å', 'zzc')"

_WITHOUT_ACCENTS = f"regexp_replace(normalize({_AFTER_Z}, NFD), '[\\u0300-\\u036f''`´]', '', 'g')"

_IN_DANISH = f"trim(regexp_replace({_WITHOUT_ACCENTS}, '[^a-z0-9]+', ' ', 'g')) COLLATE \"C\""


def in_danish_order(field: str | Value = "name") -> Func:
    """Sort by a name as in a Danish list."""
    return Func(field, template=_IN_DANISH, output_field=TextField())
