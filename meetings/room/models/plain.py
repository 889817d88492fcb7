"""Rows by plain SQL, for what is asked at each note and each arrival: composing a query costs ten times what asking it does."""

from functools import cache

from django.db import connection


def row(model, *, lock=False, **columns):
    """The one row of `model` in which each of `columns` has its value. Raises model.DoesNotExist.

    `lock`: nobody else changes it until the transaction ends. (SQLite locks the whole file when a transaction begins.)
    """
    ending = " FOR UPDATE" if lock and connection.features.has_select_for_update else ""
    found = read(model, columns, ending)
    if not found:
        raise model.DoesNotExist
    return found[0]


def rows(model, *, order, **columns):
    """Every row of `model` in which each of `columns` has its value, by column `order`."""
    return read(model, columns, f" ORDER BY {order}")


def read(model, columns, ending):
    select, names, converters = shape(model, connection.vendor)
    where = " AND ".join(f"{name} = %s" for name in columns)
    values = [model._meta.get_field(name).get_db_prep_value(value, connection) for name, value in columns.items()]
    with connection.cursor() as cursor:
        cursor.execute(f"{select} WHERE {where}{ending}", values)
        found = [list(values) for values in cursor.fetchall()]
    for values in found:
        for place, convert, column in converters:
            values[place] = convert(values[place], column, connection)
    return [model.from_db(connection.alias, names, values) for values in found]


@cache
def shape(model, vendor):
    """(SELECT …, attribute names, [(place, converter, column)]): how a row of `model` is read on this kind of database."""
    columns = [field.get_col(model._meta.db_table) for field in model._meta.concrete_fields]
    names = [column.target.attname for column in columns]
    wanted = ", ".join(connection.ops.quote_name(column.target.column) for column in columns)
    converters = [
        (place, convert, column)
        for place, column in enumerate(columns)
        for convert in (*connection.ops.get_db_converters(column), *column.get_db_converters(connection))
    ]
    return f"SELECT {wanted} FROM {model._meta.db_table}", names, converters  # noqa: S608 -- names of ours
