"""Documents as Excel workbooks, and what every writer of one needs: opening it, its look, a sheet with a cursor."""
