"""The report: the tables as a site of static pages that needs no network and no server.

`records.py` reads the tables, `periods.py` `figures.py` and `graph.py` draw what changes over time and who speaks about
whom, `articles.py` `entities.py` `front.py` and `search.py` say what stands on each kind of page, `drawing.py` draws
them with the templates of `html/site/`, `helpers.py` in several processes, and `site.py` puts the site in its place.
"""
