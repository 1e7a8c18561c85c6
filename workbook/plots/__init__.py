"""The figures that lessons draw, one module per lesson, all computed and all in one style."""
