"""The data that lessons use: toy sets made by `toy`, and files that are shipped with a licence."""
