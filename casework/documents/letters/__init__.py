"""Official letters on paper: the layout of GB/T 9704-2012, as a Word file and as PDF."""
