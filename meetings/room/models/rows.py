"""Read, count up and add rows by plain SQL, for each note and each arrival: to compose a query costs 6–10 × the query."""

from functools import cache

from django.db import connection
from django.db.models.base import ModelState

SELECT = "SELECT {columns} FROM {table} WHERE {where}"
COUNT_UP = "UPDATE {table} SET {counter} = {counter} + 1 WHERE {where} RETURNING {columns}"
INSERT = "INSERT INTO {table} ({columns}) VALUES ({values}) ON CONFLICT DO NOTHING RETURNING {key}"


def row(model, *, lock=False, **columns):
    """Return the row of `model` in which each of `columns` has its value. Raises model.DoesNotExist.

    `lock`: lock it until the transaction ends. (SQLite locks the whole file when a transaction begins.)
    """
    ending = " FOR UPDATE" if lock and connection.features.has_select_for_update else ""
    return _one(model, SELECT + ending, columns)


def rows(model, *, order, **columns):
    """List the rows of `model` in which each of `columns` has its value, by column `order`."""
    return _read(model, f"{SELECT} ORDER BY {order}", columns)


def count_up(model, counter, **columns):
    """Add one to the column `counter` of a row, and return the row. Raises model.DoesNotExist.

    It is locked until the transaction ends: one statement locks, numbers and reads.
    """
    return _one(model, COUNT_UP.replace("{counter}", counter), columns)


def add(new):
    """Add the row `new`, unless one with the same value in a unique constraint is there. Returns whether it did."""
    insert, fields = _insertion(type(new), connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(insert, [field.get_db_prep_save(getattr(new, field.attname), connection) for field in fields])
        made = cursor.fetchall()
    if made:
        [[new.pk]] = made
        new._state.adding, new._state.db = False, connection.alias
    return bool(made)


def save_fields(row, **fields):
    """Set these attributes of a row and save them, and no others."""
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=list(fields))


def _one(model, statement, columns):
    found = _read(model, statement, columns)
    if not found:
        raise model.DoesNotExist
    return found[0]


def _read(model, statement, columns):
    """List the rows that `statement` returns. `columns`: what a row must have in them."""
    wanted, names, converters = _shape(model, connection.vendor)
    where = " AND ".join(f"{name} = %s" for name in columns)
    values = [model._meta.get_field(name).get_db_prep_value(value, connection) for name, value in columns.items()]
    with connection.cursor() as cursor:
        cursor.execute(statement.format(columns=wanted, table=model._meta.db_table, where=where), values)
        found = [list(values) for values in cursor.fetchall()]
    for values in found:
        for index, convert, column in converters:
            values[index] = convert(values[index], column, connection)
    return [made(model, zip(names, values, strict=True)) for values in found]


def made(model, columns):
    """Return the object of a row, past its `__init__`, which costs as much as the query."""
    new = model.__new__(model)
    new._state = ModelState()
    new._state.adding, new._state.db = False, connection.alias
    vars(new).update(columns)
    return new


@cache
def _shape(model, vendor):
    """Return (columns, attribute names, [(index, converter, column)]) for a `model` on this kind of database."""
    columns = [field.get_col(model._meta.db_table) for field in model._meta.concrete_fields]
    names = [column.target.attname for column in columns]
    wanted = ", ".join(connection.ops.quote_name(column.target.column) for column in columns)
    converters = [
        (index, convert, column)
        for index, column in enumerate(columns)
        for convert in (*connection.ops.get_db_converters(column), *column.get_db_converters(connection))
    ]
    return wanted, names, converters


@cache
def _insertion(model, vendor):
    """Return (INSERT …, the fields it takes) for a `model` on this kind of database. The database makes its automatic id."""
    fields = [field for field in model._meta.concrete_fields if field is not model._meta.auto_field]
    insert = INSERT.format(
        table=model._meta.db_table,
        columns=", ".join(connection.ops.quote_name(field.column) for field in fields),
        values=", ".join(["%s"] * len(fields)),
        key=model._meta.pk.column,
    )
    return insert, fields
