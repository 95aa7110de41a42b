"""The pictures of the READMEs and the guide, taken anew by ``python -m scripts.pictures`` (or ``make pictures``).

An invented office is set up in a temporary folder and holds its year, once in each language, and everything that a
picture shows is done on the way as its people do it: with the commands, in the browser, and over HTTP.
"""
