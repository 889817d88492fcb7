"""Read rows by plain SQL, for each note and each arrival: ORM query construction costs 6–10 × the query itself."""

from functools import cache

from django.db import connection


def row(model, *, lock=False, **columns):
    """Return the row of `model` in which each of `columns` has its value. Raises model.DoesNotExist.

    `lock`: lock it until the transaction ends. (SQLite locks the whole file when a transaction begins.)
    """
    ending = " FOR UPDATE" if lock and connection.features.has_select_for_update else ""
    found = _read(model, columns, ending)
    if not found:
        raise model.DoesNotExist
    return found[0]


def rows(model, *, order, **columns):
    """List the rows of `model` in which each of `columns` has its value, by column `order`."""
    return _read(model, columns, f" ORDER BY {order}")


def save_fields(row, **fields):
    """Set these attributes of a row and save them, and no others."""
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=list(fields))


def _read(model, columns, ending):
    select, names, converters = _shape(model, connection.vendor)
    where = " AND ".join(f"{name} = %s" for name in columns)
    values = [model._meta.get_field(name).get_db_prep_value(value, connection) for name, value in columns.items()]
    with connection.cursor() as cursor:
        cursor.execute(f"{select} WHERE {where}{ending}", values)
        found = [list(values) for values in cursor.fetchall()]
    for values in found:
        for index, convert, column in converters:
            values[index] = convert(values[index], column, connection)
    return [model.from_db(connection.alias, names, values) for values in found]


@cache
def _shape(model, vendor):
    """Return (SELECT …, attribute names, [(index, converter, column)]) for a `model` on this kind of database."""
    columns = [field.get_col(model._meta.db_table) for field in model._meta.concrete_fields]
    names = [column.target.attname for column in columns]
    wanted = ", ".join(connection.ops.quote_name(column.target.column) for column in columns)
    converters = [
        (index, convert, column)
        for index, column in enumerate(columns)
        for convert in (*connection.ops.get_db_converters(column), *column.get_db_converters(connection))
    ]
    return f"SELECT {wanted} FROM {model._meta.db_table}", names, converters  # noqa: S608 -- names of ours
