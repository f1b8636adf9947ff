"""The last room: what the stages wrote on a `Doc` becomes rows of six tables, kept as Delta Lake.

schemas.py      the columns of every table, their types and meaning
rows.py         Doc → rows
store.py        rows → Delta tables under one folder, each readable as plain Parquet
migrations.py   tables written by an older version
"""
