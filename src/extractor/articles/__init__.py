"""The first room: inputs of every kind become articles, and what cannot become one says why.

sources.py      files, folders, globs and standard input: what there is to read
reading.py      one input file → its articles and refusals, by format
text.py …       one module a format
decoding.py     bytes → text, code point for code point
admission.py    empty, too short, too long, in another language
"""
